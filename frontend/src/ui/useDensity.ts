import { useSyncExternalStore } from 'react';
import { type Density, density, subscribeTheme } from './theme.ts';

export function useDensity(): Density {
  return useSyncExternalStore(subscribeTheme, density);
}
