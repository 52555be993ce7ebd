import { useState } from 'react';
import { rowPath } from '../api/client.ts';
import { useAdmin } from '../api/context.ts';
import { typeOf } from '../api/schema.ts';
import type { Edge, Ref, RefList } from '../api/types.ts';
import { showProblem } from '../api/writes.ts';
import type { Links } from '../edit/form.ts';
import { useLookup } from '../fields/useLookup.ts';
import { forms } from '../text/forms.ts';
import { Chip } from '../ui/Chip.tsx';
import { Combobox } from '../ui/Combobox.tsx';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/Icon.tsx';
import { linked, NO_LINKS, unlinked } from './links.ts';
import styles from './ManyInput.module.css';

interface Props {
  edge: Edge;
  /** The row that the edge is of; null while there is none. */
  row: { slug: string; id: string } | null;
  /** What the edge leads to as it is saved. */
  saved: RefList | undefined;
  value: Links | undefined;
  onChange: (links: Links) => void;
  label: string;
  invalid?: boolean;
  describedBy?: string | undefined;
  disabled?: boolean;
}

/** The rows that an edge leads to as chips, and a box to look up more. */
export function ManyInput({
  edge,
  row,
  saved,
  value = NO_LINKS,
  onChange,
  label,
  invalid,
  describedBy,
  disabled,
}: Props) {
  const { api, meta } = useAdmin();
  const [more, setMore] = useState<{ items: Ref[]; next: string | null } | null>(null);
  const [query, setQuery] = useState('');
  const lookup = useLookup(edge.type, query);
  const items = [...(saved?.items ?? []), ...(more?.items ?? [])];
  const next = more === null ? (saved?.next ?? null) : more.next;
  const count = saved?.count ?? items.length;
  const struck = new Set(value.remove.map(({ id }) => id));
  const here = new Set([...items, ...value.add].map(({ id }) => id));
  const what = typeOf(meta, edge.type)?.label.toLowerCase() ?? label.toLowerCase();

  async function load() {
    if (row === null) return;
    try {
      const path = `${rowPath(row.slug, row.id)}/${edge.name}`;
      const page = await api.get<{ items: Ref[]; next: string | null }>(path, { after: next, limit: 200 });
      setMore({ items: [...(more?.items ?? []), ...page.items], next: page.next });
    } catch (error) {
      showProblem(error);
    }
  }

  return (
    <div className={cx(styles.box, invalid && styles.bad, disabled && styles.disabled)}>
      {items.map((ref) =>
        struck.has(ref.id) ? (
          <button
            key={ref.id}
            type="button"
            className={styles.struck}
            aria-label={forms.putBack(ref.label)}
            onClick={() => onChange(linked(value, ref, true))}
          >
            <s>{ref.label}</s>
            <Icon name="undo-2" size={13} />
          </button>
        ) : (
          <Chip
            key={ref.id}
            label={ref.label || ref.id}
            onRemove={disabled ? undefined : () => onChange(unlinked(value, ref))}
          />
        ),
      )}
      {next !== null && (
        <button
          type="button"
          className={styles.more}
          aria-label={forms.moreLong(String(Math.max(count - items.length, 1)))}
          onClick={() => void load()}
        >
          {forms.more(Math.max(count - items.length, 1))}
        </button>
      )}
      {value.add.map((ref) => (
        <span key={ref.id} className={styles.added}>
          <Chip label={ref.label || ref.id} onRemove={() => onChange(unlinked(value, ref))} />
        </span>
      ))}
      {!disabled && (
        <Combobox
          bare
          label={label}
          placeholder={forms.addOne(what)}
          describedBy={describedBy}
          invalid={invalid}
          query={query}
          onQuery={setQuery}
          options={lookup.options.filter(({ value: id }) => !here.has(id) || struck.has(id))}
          busy={lookup.busy}
          onPick={({ value: id, label: name }) => {
            setQuery('');
            onChange(linked(value, { id, label: name }, struck.has(id)));
          }}
          onBackspace={() => {
            const last = value.add.at(-1) ?? items.findLast(({ id }) => !struck.has(id));
            if (last !== undefined) onChange(unlinked(value, last));
          }}
          onBlur={() => setQuery('')}
        />
      )}
    </div>
  );
}
