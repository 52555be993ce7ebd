import { useEffect } from 'react';
import { useAdmin } from '../api/context.ts';
import { shell } from '../text/shell.ts';
import { useNavigate } from '../ui/router.tsx';
import { addShortcut } from '../ui/shortcuts.ts';
import { goKeys } from './goKeys.ts';

/** Binds g and a letter to every page and to the types that a letter is left for. */
export function useGoTo(): void {
  const { meta } = useAdmin();
  const navigate = useNavigate();
  useEffect(() => {
    const removes = goKeys(meta).map(({ key, label, to }) =>
      addShortcut({
        keys: `g ${key}`,
        label: shell.goTo(label),
        group: shell.all,
        run: () => navigate(to),
      }),
    );
    return () => {
      for (const remove of removes) remove();
    };
  }, [meta, navigate]);
}
