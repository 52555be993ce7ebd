import { useNavigate, useRouterState } from '@tanstack/react-router';
import {
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useMe } from '../auth/me.ts';
import { useSignedOut } from '../auth/useSignedOut.ts';
import { cx } from '../ui/cx.ts';
import { PageTools } from '../ui/PageHead.tsx';
import { listenForShortcuts } from '../ui/shortcuts.ts';
import { followTheme } from '../ui/theme.ts';
import { useShortcut } from '../ui/useShortcut.ts';
import { BottomBar } from './BottomBar.tsx';
import { isAdmin, noPages, pagesFor } from './navigation.ts';
import { Rail } from './Rail.tsx';
import { railPinned, setRailPinned, subscribeRail } from './railPin.ts';
import styles from './Shell.module.css';
import { Tools } from './Tools.tsx';
import { useFocusOnPage } from './useFocusOnPage.ts';
import { useGoTo } from './useGoTo.ts';

// None of these is in the first picture. Banner and toasts load at once behind it: offline they could not any more.
const ConnectionBanner = lazy(() => import('./ConnectionBanner.tsx'));
const Toasts = lazy(() => import('../ui/Toasts.tsx'));
const Windows = lazy(() => import('./windows/Windows.tsx'));
const Palette = lazy(() => import('./Palette.tsx'));
const ShortcutsDialog = lazy(() => import('./ShortcutsDialog.tsx'));

/** What stands around every page: rail or bottom bar, banner, palette, toasts, and the keys that work everywhere. */
export function Shell({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  const pinned = useSyncExternalStore(subscribeRail, railPinned);
  const me = useMe().data;
  const pages = useMemo(() => pagesFor(me), [me]);
  const navigate = useNavigate();
  const windows = useRouterState({ select: ({ location }) => location.search.win });
  // The admin has keys, a palette and an overview of its own.
  const keys = useRouterState({ select: ({ location }) => !isAdmin(location.pathname) });

  const main = useRef<HTMLElement>(null);

  useFocusOnPage(main);
  useSignedOut();
  useEffect(() => followTheme(), []);
  useEffect(() => listenForShortcuts(window), []);
  useGoTo(keys ? pages : noPages, (to) => navigate({ to }));
  useShortcut(
    'mod+k',
    'Go to a page or character, run an action',
    'Everywhere',
    () => setOpen('palette'),
    keys,
  );
  useShortcut('?', 'Show the keys', 'Everywhere', () => setOpen('shortcuts'), keys);

  const tools = useMemo(() => <Tools onPalette={() => setOpen('palette')} />, []);

  return (
    <div className={cx(styles.shell, pinned && styles.pinned)}>
      <a className={styles.skip} href="#main">
        Skip to the page
      </a>
      <Rail pages={pages} username={me?.username} pinned={pinned} onPin={setRailPinned} />
      <div className={styles.banner}>
        <Suspense>
          <ConnectionBanner />
        </Suspense>
      </div>
      <main ref={main} id="main" className={styles.main} tabIndex={-1}>
        <PageTools value={tools}>{children}</PageTools>
      </main>
      <BottomBar pages={pages} username={me?.username} />
      <Suspense>
        <Toasts />
      </Suspense>
      {windows !== undefined && (
        <Suspense>
          <Windows win={windows} />
        </Suspense>
      )}
      {open !== null && (
        <Suspense>
          {open === 'palette' && (
            <Palette pages={pages} onClose={() => setOpen(null)} onShortcuts={() => setOpen('shortcuts')} />
          )}
          {open === 'shortcuts' && <ShortcutsDialog onClose={() => setOpen(null)} />}
        </Suspense>
      )}
    </div>
  );
}
