import { useSyncExternalStore } from 'react';
import { shownTheme, subscribeTheme, type Theme, type ThemeChoice, themeChoice } from './theme.ts';

/** The theme that is shown; a canvas redraws when it changes. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribeTheme, shownTheme);
}

/** What the user chose. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribeTheme, themeChoice);
}
