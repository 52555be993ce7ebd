import { lazy, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { editable, typeOf } from '../api/schema.ts';
import type { Type } from '../api/types.ts';
import { shell } from '../text/shell.ts';
import { buttonClass } from '../ui/buttonClass.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Link, usePath } from '../ui/router.tsx';
import { listenForShortcuts } from '../ui/shortcuts.ts';
import { followTheme } from '../ui/theme.ts';
import { useShortcut } from '../ui/useShortcut.ts';
import { HeadSlot, PageHead } from './PageHead.tsx';
import { DashboardPage, ImportPage, ListPage, PAGES, type Page, RowPage, TrashPage } from './pages.ts';
import styles from './Shell.module.css';
import { Sidebar } from './Sidebar.tsx';
import { Tools } from './Tools.tsx';
import { useFocusOnPage } from './useFocusOnPage.ts';
import { useGoTo } from './useGoTo.ts';

const loadPalette = () => import('./Palette.tsx');
const Palette = lazy(loadPalette);
const ImpersonationBanner = lazy(() => import('../people/ImpersonationBanner.tsx'));
const ShortcutsDialog = lazy(() => import('./ShortcutsDialog.tsx'));

/** How long after the first page the palette is fetched. */
const PALETTE_MS = 1500;

/** What stands around every page, and the keys that work everywhere. */
export function Shell({ tools }: { tools: ReactNode }) {
  const { meta, embedded } = useAdmin();
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  const [head, setHead] = useState<HTMLElement | null>(null);
  const [menu, setMenu] = useState(false);
  const path = usePath();
  const main = useRef<HTMLElement>(null);

  useFocusOnPage(main, path);
  useEffect(() => (embedded ? undefined : followTheme()), [embedded]);
  useEffect(() => listenForShortcuts(window), []);
  // It is there before it is asked for: nothing that is typed into it gets lost.
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), PALETTE_MS);
    return () => clearTimeout(timer);
  }, []);
  useGoTo();
  useShortcut('mod+k', shell.goOrRun, shell.all, () => setOpen('palette'), tools === undefined);
  useShortcut('?', shell.shortcuts, shell.all, () => setOpen('shortcuts'), tools === undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu of a phone closes when a page was chosen
  useEffect(() => setMenu(false), [path]);

  const pages = useMemo(() => PAGES.filter((page) => page.shown(meta)), [meta]);

  return (
    <div className={styles.shell} data-menu={menu || undefined} data-embedded={embedded || undefined}>
      {/* biome-ignore lint/a11y/useValidAnchor: a link within the page; its address would leave the one of the page */}
      <a
        className={styles.skip}
        href="#adm-main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {shell.skip}
      </a>
      <header className={styles.head}>
        <IconButton
          icon={menu ? 'x' : 'menu'}
          label={shell.menu}
          className={styles.menu}
          aria-expanded={menu}
          onClick={() => setMenu(!menu)}
        />
        <div ref={setHead} className={styles.slot} />
        {tools ?? <Tools onPalette={() => setOpen('palette')} onShortcuts={() => setOpen('shortcuts')} />}
      </header>
      <Sidebar pages={pages} />
      {meta.me.impersonator && (
        <div className={styles.banner}>
          <Suspense>
            <ImpersonationBanner />
          </Suspense>
        </div>
      )}
      <main ref={main} id="adm-main" className={styles.main} tabIndex={-1}>
        <HeadSlot value={head}>
          <Suspense fallback={<div aria-busy="true" />}>
            <Content path={path} pages={pages} />
          </Suspense>
        </HeadSlot>
      </main>
      <Suspense>
        {open === 'palette' && (
          <Palette pages={pages} onClose={() => setOpen(null)} onShortcuts={() => setOpen('shortcuts')} />
        )}
        {open === 'shortcuts' && <ShortcutsDialog onClose={() => setOpen(null)} />}
      </Suspense>
    </div>
  );
}

/** The page that stands at a path. */
function Content({ path, pages }: { path: string; pages: readonly Page[] }) {
  const { meta } = useAdmin();
  const own = pages.find((page) => page.path === path);
  if (path === '') return null; // The host has left for a page of its own.
  if (path === '/') return <DashboardPage />;
  if (own !== undefined) return <own.page />;
  const [, slug = '', id, ...more] = path.split('/').map(decoded);
  const type = typeOf(meta, slug);
  return type === undefined || more.length > 0 ? <NoPage /> : <TypePage key={slug} type={type} id={id} />;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The page of a type or of one of its rows. */
function TypePage({ type, id }: { type: Type; id: string | undefined }) {
  if (id === undefined) return <ListPage type={type} />;
  if (id === 'new' && editable(type)) return <RowPage type={type} id={null} />;
  if (id === 'import' && type.rights.import) return <ImportPage type={type} />;
  if (id === 'trash' && type.soft_delete) return <TrashPage type={type} />;
  return <RowPage key={id} type={type} id={id} />;
}

function NoPage() {
  return (
    <>
      <PageHead title={shell.noPage} />
      <EmptyState icon="map" title={shell.noPage} why={shell.noPageWhy}>
        <Link href="/" className={buttonClass()}>
          {shell.toHome}
        </Link>
      </EmptyState>
    </>
  );
}
