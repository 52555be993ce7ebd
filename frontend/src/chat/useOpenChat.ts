import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { withChat } from './win.ts';

/** Opens a character's chat over whatever page is shown; it then stands in the address. */
export function useOpenChat(): (name: string) => void {
  const navigate = useNavigate();
  return useCallback(
    (name) => {
      void navigate({
        to: '.',
        search: (now) => ({ ...now, win: withChat(now.win, name) }),
        replace: true,
      });
      // One that is opened takes the cursor itself; one that is there already is given it.
      document.querySelector<HTMLElement>(`[data-command-for="${CSS.escape(name)}"]`)?.focus();
    },
    [navigate],
  );
}
