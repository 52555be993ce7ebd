import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { type WindowKind, withWindow } from './win.ts';

/** Opens a character's window over whatever page is shown, its chat unless another is said; it then stands in the address. */
export function useOpenWindow(): (name: string, kind?: WindowKind) => void {
  const navigate = useNavigate();
  return useCallback(
    (name, kind = 'chat') => {
      void navigate({
        to: '.',
        search: (now) => ({ ...now, win: withWindow(now.win, `${kind}:${name}`) }),
        replace: true,
      });
      // A chat that is opened takes the cursor itself; one that is there already is given it.
      if (kind === 'chat')
        document.querySelector<HTMLElement>(`[data-command-for="${CSS.escape(name)}"]`)?.focus();
    },
    [navigate],
  );
}
