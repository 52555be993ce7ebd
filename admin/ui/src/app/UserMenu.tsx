import { useSyncExternalStore } from 'react';
import { useAdmin } from '../api/context.ts';
import { useQueryClient } from '../api/query.ts';
import { showProblem } from '../api/writes.ts';
import { shell } from '../text/shell.ts';
import { Menu, type MenuItem } from '../ui/Menu.tsx';
import { density, setDensity, setTheme, subscribeTheme, themeChoice } from '../ui/theme.ts';
import styles from './Tools.module.css';

/** Who one is, how it looks, and the way out. */
export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { api, meta } = useAdmin();
  const queries = useQueryClient();
  const theme = useSyncExternalStore(subscribeTheme, themeChoice);
  const rows = useSyncExternalStore(subscribeTheme, density);
  const { me } = meta;

  async function leave(path: string) {
    try {
      await api.call('DELETE', path);
      queries.clear();
      location.reload();
    } catch (error) {
      showProblem(error);
    }
  }

  const items: MenuItem[] = [
    ...(['system', 'dark', 'light'] as const).map((choice) => ({
      label: shell.themes[choice],
      checked: theme === choice,
      run: () => setTheme(choice),
    })),
    ...(['compact', 'cozy', 'touch'] as const).map((choice, i) => ({
      label: shell.densities[choice],
      checked: rows === choice,
      apart: i === 0,
      run: () => setDensity(choice),
    })),
    { label: shell.shortcuts, icon: 'keyboard', hint: '?', apart: true, run: onShortcuts },
  ];
  if (me.impersonator) {
    items.push({
      label: shell.endImpersonation(me.name),
      icon: 'user-check',
      run: () => void leave('/_impersonate'),
    });
  }
  if (meta.features.users) {
    items.push({ label: shell.signOut, icon: 'log-out', run: () => void leave('/_session') });
  }
  const who = me.impersonator ? shell.youAs(me.name, me.impersonator.name) : shell.you(me.name);
  return (
    <Menu
      label={who}
      items={items}
      trigger={(props) => (
        <button
          type="button"
          className={styles.user}
          title={who}
          aria-label={who}
          data-borrowed={me.impersonator ? '' : undefined}
          {...props}
        >
          {me.name.slice(0, 1).toUpperCase()}
        </button>
      )}
    />
  );
}
