import { useEffect, useRef } from 'react';
import { addShortcut } from './shortcuts.ts';

/** Binds a key for as long as the component is shown; the `?` overview lists it. */
export function useShortcut(
  keys: string,
  label: string,
  group: string,
  run: () => void,
  enabled = true,
): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    return addShortcut({ keys, label, group, run: () => latest.current() });
  }, [keys, label, group, enabled]);
}
