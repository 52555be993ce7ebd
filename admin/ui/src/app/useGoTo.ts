import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useAdmin } from '../api/context.ts';
import { shell } from '../text/shell.ts';
import { addShortcut } from '../ui/shortcuts.ts';
import { goKeys } from './goKeys.ts';

/** Binds g and a letter to every page and to the types that a letter is left for. */
export function useGoTo(): void {
  const { meta } = useAdmin();
  const [, navigate] = useLocation();
  const latest = useRef(navigate);
  useEffect(() => {
    latest.current = navigate;
  });
  useEffect(() => {
    const removes = goKeys(meta).map(({ key, label, to }) =>
      addShortcut({
        keys: `g ${key}`,
        label: shell.goTo(label),
        group: shell.all,
        run: () => latest.current(to),
      }),
    );
    return () => {
      for (const remove of removes) remove();
    };
  }, [meta]);
}
