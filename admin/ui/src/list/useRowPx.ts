import { useSyncExternalStore } from 'react';
import { subscribeTheme } from '../ui/theme.ts';

/** How high a row of a list is now, in pixels: density and pointer say. */
export function useRowPx(): number {
  return useSyncExternalStore(subscribeTheme, read);
}

function read(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--adm-row')) || 34;
}
