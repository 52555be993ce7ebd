// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import {
  density,
  followTheme,
  readDensity,
  readThemeChoice,
  resolveTheme,
  setDensity,
  setTheme,
  shownTheme,
  subscribeTheme,
  themeChoice,
} from './theme.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
  delete document.documentElement.dataset.theme;
  delete document.documentElement.dataset.density;
});

test.each([
  ['system', true, 'light'],
  ['system', false, 'dark'],
  ['dark', true, 'dark'],
  ['light', false, 'light'],
] as const)('the choice %s on a system that is light: %s, shows %s', (choice, light, shown) => {
  expect(resolveTheme(choice, light)).toBe(shown);
});

test.each([
  ['dark', 'dark'],
  ['light', 'light'],
  ['system', 'system'],
  ['purple', 'system'],
  [null, 'system'],
])('%s in the storage is the choice %s', (raw, choice) => {
  expect(readThemeChoice(raw)).toBe(choice);
});

test('a density that nobody knows is cozy', () => {
  expect(readDensity('compact')).toBe('compact');
  expect(readDensity('huge')).toBe('cozy');
  expect(readDensity(null)).toBe('cozy');
});

test('setting a theme shows it, keeps it and tells those who listen', () => {
  const heard = vi.fn();
  const stop = subscribeTheme(heard);
  setTheme('light');
  expect(shownTheme()).toBe('light');
  expect(themeChoice()).toBe('light');
  setDensity('compact');
  expect(density()).toBe('compact');
  expect(document.documentElement.dataset.density).toBe('compact');
  expect(heard).toHaveBeenCalledTimes(2);
  stop();
});

test('a refused storage does not break it', () => {
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new DOMException('denied', 'SecurityError');
    },
    setItem: () => {
      throw new DOMException('denied', 'SecurityError');
    },
    clear: () => undefined,
  });
  expect(() => setTheme('light')).not.toThrow();
  expect(themeChoice()).toBe('system');
});

test('another tab is followed until the end', () => {
  const stop = followTheme();
  localStorage.setItem('admin.theme', 'light');
  window.dispatchEvent(new StorageEvent('storage', { key: 'admin.theme' }));
  expect(shownTheme()).toBe('light');
  stop();
  localStorage.setItem('admin.theme', 'dark');
  window.dispatchEvent(new StorageEvent('storage', { key: 'admin.theme' }));
  expect(shownTheme()).toBe('light');
});

test.each([
  [null, false, 'dark'],
  [null, true, 'light'],
  ['light', false, 'light'],
  ['dark', true, 'dark'],
  ['nonsense', true, 'light'],
])(
  'the script before the first paint, with %s kept and a light system %s, shows %s',
  (kept, light, shown) => {
    if (kept !== null) localStorage.setItem('admin.theme', kept);
    localStorage.setItem('admin.density', 'touch');
    vi.stubGlobal('matchMedia', () => ({ matches: light }));
    new Function(readFileSync('public/theme.js', 'utf8'))();
    expect(document.documentElement.dataset.theme).toBe(shown);
    expect(document.documentElement.dataset.density).toBe('touch');
  },
);
