import { useEffect, useId, useRef, useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { useQuery } from '../api/query.ts';
import { editable, typeOf } from '../api/schema.ts';
import type { Ref } from '../api/types.ts';
import { useRested } from '../fields/useLookup.ts';
import { text } from '../text/en.ts';
import { paletteText } from '../text/palette.ts';
import { shell } from '../text/shell.ts';
import { cx } from '../ui/cx.ts';
import dialogStyles from '../ui/Dialog.module.css';
import { Icon, iconNamed } from '../ui/Icon.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { nextIndex } from '../ui/place.ts';
import { useNavigate } from '../ui/router.tsx';
import { setDensity, setTheme } from '../ui/theme.ts';
import { goKeys } from './goKeys.ts';
import styles from './Palette.module.css';
import { FIRST_PAGE, type Page } from './pages.ts';
import { matching, type PaletteItem } from './paletteItems.ts';

interface Props {
  pages: readonly Page[];
  onClose: () => void;
  onShortcuts: () => void;
}

interface Found {
  groups: { type: string; items: (Ref & { detail?: string })[] }[];
}

/** The shortest text that rows are looked for with. */
const SHORTEST = 2;

/** Go to a type, a page or a row, or run an action, by typing a few letters of it. */
export default function Palette({ pages, onClose, onShortcuts }: Props) {
  const { api } = useAdmin();
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const items = useItems(pages, onShortcuts);
  const q = useRested(query.trim());
  const rows = useQuery({
    queryKey: ['rows', '', 'search', q],
    queryFn: ({ signal }) => api.get<Found>('/_search', { q }, signal),
    enabled: q.length >= SHORTEST,
    placeholderData: (before) => before,
    retry: false,
  });
  const found = useRowItems(q.length >= SHORTEST ? rows.data : undefined);
  const groups = [...matching(items, query.trim()), ...found];
  const flat = groups.flatMap(([, list]) => list);
  const chosen = Math.min(at, flat.length - 1);
  const busy = query.trim().length >= SHORTEST && (rows.isFetching || q !== query.trim());

  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  useEffect(() => {
    document.getElementById(`${listId}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, listId]);

  function pick(item: PaletteItem | undefined) {
    if (item === undefined) return;
    onClose();
    item.run();
  }

  let i = -1;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the backdrop's key, and comes as cancel
    <dialog
      ref={dialog}
      className={cx(dialogStyles.dialog, styles.dialog)}
      aria-label={shell.goOrRun}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className={styles.query}>
        <Icon name="search" size={18} />
        <input
          autoFocus
          className={styles.input}
          role="combobox"
          aria-label={shell.goOrRun}
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={flat.length > 0 ? `${listId}-${chosen}` : undefined}
          placeholder={paletteText.hint}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Enter') {
              event.preventDefault();
              pick(flat[chosen]);
            } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
              event.preventDefault();
              setAt(nextIndex(event.key, chosen, flat.length) ?? 0);
            }
          }}
        />
        <Kbd keys="Escape" />
      </div>
      <div
        id={listId}
        role="listbox"
        aria-label={paletteText.answers}
        aria-busy={busy}
        className={styles.list}
      >
        {groups.map(([group, list]) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
          <div key={group} role="group" aria-label={group}>
            <div className={styles.heading} aria-hidden="true">
              {group}
            </div>
            {list.map((item) => {
              i += 1;
              const index = i;
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's
                // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the input
                <div
                  key={item.id}
                  id={`${listId}-${index}`}
                  role="option"
                  aria-selected={index === chosen}
                  className={cx(styles.item, index === chosen && styles.chosen)}
                  onMouseMove={() => setAt(index)}
                  onClick={() => pick(item)}
                >
                  <Icon name={item.icon} />
                  <span className={styles.label}>{item.label}</span>
                  {item.hint !== undefined && <span className={styles.hint}>{item.hint}</span>}
                  {item.keys !== undefined && <Kbd keys={item.keys} />}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {flat.length === 0 && (
        <p className={styles.empty}>{busy ? text.loading : paletteText.nothing(query.trim())}</p>
      )}
    </dialog>
  );
}

/** What can be gone to and done without asking the server. */
function useItems(pages: readonly Page[], onShortcuts: () => void): PaletteItem[] {
  const { meta } = useAdmin();
  const navigate = useNavigate();
  const keys = new Map(goKeys(meta).map(({ to, key }) => [to, `g ${key}`]));
  const at = (to: string) => {
    const key = keys.get(to);
    return { run: () => navigate(to), ...(key !== undefined && { keys: key }) };
  };
  const items: PaletteItem[] = meta.types.map((type) => ({
    id: `type:${type.slug}`,
    group: paletteText.types,
    label: type.plural,
    words: `${type.label} ${type.slug} ${type.group ?? ''}`,
    icon: iconNamed(type.icon, 'table'),
    ...at(`/${type.slug}`),
  }));
  for (const page of [FIRST_PAGE, ...pages]) {
    items.push({
      id: `page:${page.path}`,
      group: paletteText.pages,
      label: page.label,
      icon: page.icon,
      ...at(page.path),
    });
  }
  for (const type of meta.types) {
    if (type.rights.create && editable(type)) {
      items.push({
        id: `new:${type.slug}`,
        group: paletteText.actions,
        label: paletteText.new(type.label.toLowerCase()),
        words: 'add create',
        icon: 'plus',
        run: () => navigate(`/${type.slug}/new`),
      });
    }
  }
  for (const theme of ['dark', 'light', 'system'] as const) {
    items.push({
      id: `theme:${theme}`,
      group: paletteText.actions,
      label: `${shell.theme}: ${shell.themes[theme].toLowerCase()}`,
      words: 'colours appearance',
      icon: theme === 'dark' ? 'moon' : theme === 'light' ? 'sun' : 'monitor',
      run: () => setTheme(theme),
    });
  }
  for (const density of ['compact', 'cozy', 'touch'] as const) {
    items.push({
      id: `density:${density}`,
      group: paletteText.actions,
      label: `${shell.density}: ${shell.densities[density].toLowerCase()}`,
      icon: 'menu',
      run: () => setDensity(density),
    });
  }
  items.push({
    id: 'shortcuts',
    group: paletteText.actions,
    label: shell.shortcuts,
    words: 'shortcuts keyboard help',
    icon: 'keyboard',
    keys: '?',
    run: onShortcuts,
  });
  return items;
}

/** Rows that the server found, by type. */
function useRowItems(found: Found | undefined): [string, PaletteItem[]][] {
  const { meta } = useAdmin();
  const navigate = useNavigate();
  return (found?.groups ?? []).flatMap(({ type: slug, items }) => {
    const type = typeOf(meta, slug);
    if (type === undefined || items.length === 0) return [];
    const list = items.map(
      (row): PaletteItem => ({
        id: `row:${slug}/${row.id}`,
        group: type.plural,
        label: row.label || row.id,
        icon: iconNamed(type.icon, 'file'),
        ...(row.detail !== undefined && row.detail !== '' && { hint: row.detail }),
        run: () => navigate(`/${slug}/${encodeURIComponent(row.id)}`),
      }),
    );
    return [[type.plural, list] as [string, PaletteItem[]]];
  });
}
