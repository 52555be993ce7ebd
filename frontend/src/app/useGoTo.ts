import { useEffect, useRef } from 'react';
import { addShortcut } from '../ui/shortcuts.ts';
import type { Page } from './navigation.ts';

/** Binds g and a letter to every page that may be opened. */
export function useGoTo(pages: readonly Page[], go: (to: Page['to']) => void): void {
  const latest = useRef(go);
  useEffect(() => {
    latest.current = go;
  });
  useEffect(() => {
    const removes = pages.map((page) =>
      addShortcut({
        keys: `g ${page.key}`,
        label: `Go to ${page.label.toLowerCase()}`,
        group: 'Everywhere',
        run: () => latest.current(page.to),
      }),
    );
    return () => {
      for (const remove of removes) remove();
    };
  }, [pages]);
}
