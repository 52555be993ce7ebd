import { useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { useQuery } from '../api/query.ts';
import type { Ref } from '../api/types.ts';
import { useLookup } from '../fields/useLookup.ts';
import { filterText } from '../text/filter.ts';
import { Chip } from '../ui/Chip.tsx';
import { Combobox } from '../ui/Combobox.tsx';
import styles from './FilterRow.module.css';

interface Props {
  /** The type that the edge leads to. */
  slug: string;
  many: boolean;
  /** Ids, or variables such as "$me". */
  values: readonly string[];
  label: string;
  onChange: (values: string[]) => void;
}

const variables: Record<string, string> = { $me: filterText.me, $name: filterText.myName };

/** Rows that an edge may lead to, looked up by name. */
export function EdgeValues({ slug, many, values, label, onChange }: Props) {
  const [query, setQuery] = useState('');
  const { options, busy } = useLookup(slug, query);
  return (
    <div className={styles.many}>
      {values.map((value) => (
        <EdgeChip
          key={value}
          slug={slug}
          id={value}
          onRemove={() => onChange(values.filter((other) => other !== value))}
        />
      ))}
      {(many || values.length === 0) && (
        <Combobox
          bare
          label={label}
          placeholder={values.length === 0 ? filterText.choose : ''}
          query={query}
          onQuery={setQuery}
          options={options.filter((option) => !values.includes(option.value))}
          busy={busy}
          onPick={(option) => {
            setQuery('');
            onChange(many ? [...values, option.value] : [option.value]);
          }}
          onBackspace={() => onChange(values.slice(0, -1))}
          onBlur={() => setQuery('')}
        />
      )}
    </div>
  );
}

interface EdgeChipProps {
  slug: string;
  id: string;
  onRemove: () => void;
}

/** A row whose id is known: a lookup names the row first whose id it was asked for. */
function EdgeChip({ slug, id, onRemove }: EdgeChipProps) {
  const { api } = useAdmin();
  const variable = variables[id];
  const found = useQuery({
    queryKey: ['rows', slug, 'name', id],
    queryFn: ({ signal }) => api.get<{ items: Ref[] }>(`/${slug}/_lookup`, { q: id, limit: 1 }, signal),
    enabled: variable === undefined,
    staleTime: 300_000,
  });
  const row = found.data?.items.find((one) => one.id === id);
  return <Chip label={variable ?? row?.label ?? id} onRemove={onRemove} />;
}
