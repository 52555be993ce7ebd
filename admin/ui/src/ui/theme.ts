/** What the user chose; system follows the operating system. */
export type ThemeChoice = 'system' | 'dark' | 'light';
export type Theme = 'dark' | 'light';
export type Density = 'compact' | 'cozy' | 'touch';

// public/theme.js reads the same names before the first paint.
const themeKey = 'admin.theme';
const densityKey = 'admin.density';

const listeners = new Set<() => void>();

export function resolveTheme(choice: ThemeChoice, systemIsLight: boolean): Theme {
  if (choice !== 'system') return choice;
  return systemIsLight ? 'light' : 'dark';
}

export function readThemeChoice(raw: string | null): ThemeChoice {
  return raw === 'dark' || raw === 'light' ? raw : 'system';
}

export function readDensity(raw: string | null): Density {
  return raw === 'compact' || raw === 'touch' ? raw : 'cozy';
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is refused or full: the choice holds until the page is left.
  }
}

function systemIsLight(): boolean {
  return matchMedia('(prefers-color-scheme: light)').matches;
}

export function themeChoice(): ThemeChoice {
  return readThemeChoice(stored(themeKey));
}

/** The theme that is shown now, as <html data-theme> says. */
export function shownTheme(): Theme {
  return document.documentElement.dataset.theme === 'light' ? 'light' : 'dark';
}

export function setTheme(choice: ThemeChoice): void {
  store(themeKey, choice);
  apply();
}

export function density(): Density {
  return readDensity(stored(densityKey));
}

export function setDensity(value: Density): void {
  store(densityKey, value);
  apply();
}

function apply(): void {
  const root = document.documentElement;
  root.dataset.theme = resolveTheme(themeChoice(), systemIsLight());
  root.dataset.density = density();
  for (const listener of listeners) listener();
}

/** Hears of every change of theme or density, whoever made it. */
export function subscribeTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Follows the system and the other tabs until the returned function is called; the shell does so once. */
export function followTheme(): () => void {
  const query = matchMedia('(prefers-color-scheme: light)');
  const onStorage = (event: StorageEvent) => {
    if (event.key === null || event.key === themeKey || event.key === densityKey) apply();
  };
  query.addEventListener('change', apply);
  window.addEventListener('storage', onStorage);
  apply();
  return () => {
    query.removeEventListener('change', apply);
    window.removeEventListener('storage', onStorage);
  };
}
