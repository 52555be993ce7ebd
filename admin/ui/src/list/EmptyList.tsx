import { editable } from '../api/schema.ts';
import type { Type } from '../api/types.ts';
import { all, type Expr } from '../filter/ast.ts';
import { parse } from '../filter/parse.ts';
import { print } from '../filter/print.ts';
import { list as words } from '../text/list.ts';
import { Button } from '../ui/Button.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Icon, iconNamed } from '../ui/Icon.tsx';
import { countText } from '../ui/numbers.ts';
import { Link } from '../ui/router.tsx';
import { type ListAddress, writeAddress } from './address.ts';
import styles from './EmptyList.module.css';
import { wholeFilter } from './series.ts';
import { useCount } from './useList.ts';

interface Props {
  type: Type;
  address: ListAddress;
  onChange: (change: Partial<ListAddress>) => void;
}

/** Says why a list is empty, and how many rows there would be with one condition less. */
export function EmptyList({ type, address, onChange }: Props) {
  const what = type.plural.toLowerCase();
  if (address.after !== '' || address.before !== '') {
    return (
      <EmptyState icon="list" title={words.empty.page}>
        <Button onClick={() => onChange({ after: '', before: '' })}>{words.empty.first}</Button>
      </EmptyState>
    );
  }
  if (address.filter !== '' || address.search !== '')
    return <Loosen type={type} address={address} onChange={onChange} />;
  if (type.time_field !== undefined && address.range !== 'all') {
    return (
      <EmptyState icon="clock" title={words.empty.noMatch(what)} why={words.empty.range}>
        <Button onClick={() => onChange({ range: 'all' })}>{words.empty.widen}</Button>
      </EmptyState>
    );
  }
  const mayCreate = type.rights.create && editable(type);
  return (
    <EmptyState
      icon={iconNamed(type.icon, 'table')}
      title={words.empty.none(what)}
      why={mayCreate ? words.empty.noneWhy : words.empty.noneView}
    >
      {mayCreate && (
        <Link href={`/${type.slug}/new`} className={buttonClass({ kind: 'main' })}>
          <Icon name="plus" />
          {words.new(type.label.toLowerCase())}
        </Link>
      )}
      {type.rights.import && (
        <Link href={`/${type.slug}/import`} className={buttonClass()}>
          <Icon name="upload" />
          {words.import}
        </Link>
      )}
    </EmptyState>
  );
}

/** More conditions than these are not counted without one by one. */
const MOST = 6;

function Loosen({ type, address, onChange }: Props) {
  const terms = topTerms(address.filter).slice(0, MOST);
  const without = terms.map((term) => print(all(...terms.filter((other) => other !== term))));
  return (
    <EmptyState
      icon="search"
      title={words.empty.noMatch(type.plural.toLowerCase())}
      why={terms.length + (address.search === '' ? 0 : 1) > 1 ? words.empty.noMatchWhy : undefined}
    >
      <ul className={styles.ways}>
        {address.search !== '' && (
          <Way
            type={type}
            address={{ ...address, search: '' }}
            label={words.empty.clearSearch(address.search)}
            onPick={() => onChange({ search: '' })}
          />
        )}
        {terms.length > 1 &&
          terms.map((term, i) => (
            <Way
              key={print(term)}
              type={type}
              address={{ ...address, filter: without[i] ?? '' }}
              label={words.empty.without(print(term))}
              onPick={() => onChange({ filter: without[i] ?? '' })}
            />
          ))}
        <li>
          <Link href={`/${type.slug}${writeAddress({ range: address.range })}`} className={buttonClass()}>
            {words.empty.clearAll}
          </Link>
        </li>
      </ul>
    </EmptyState>
  );
}

interface WayProps {
  type: Type;
  address: ListAddress;
  label: string;
  onPick: () => void;
}

function Way({ type, address, label, onPick }: WayProps) {
  const count = useCount(type, wholeFilter(address, type.time_field), address.search);
  if (count?.value === 0) return null;
  return (
    <li>
      <Button onClick={onPick} className={styles.way}>
        <span className={styles.condition}>{label}</span>
        {count !== undefined && <span className={styles.count}>{countText(count)}</span>}
      </Button>
    </li>
  );
}

/** The conditions that must all hold. */
function topTerms(filter: string): Expr[] {
  try {
    const expr = parse(filter);
    if (expr === null) return [];
    return 'and' in expr ? expr.and : [expr];
  } catch {
    return [];
  }
}
