import type { Count, Person, Type } from '../api/types.ts';
import { list as words } from '../text/list.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { countText } from '../ui/numbers.ts';
import { Select } from '../ui/Select.tsx';
import styles from './ListFoot.module.css';
import { PAGE_SIZES } from './pageSize.ts';

interface Props {
  type: Type;
  /** How many rows the page shows. */
  rows: number;
  /** It is the first page, so that rows can be numbered. */
  first: boolean;
  count: Count | undefined;
  onExact: () => void;
  size: number;
  onSize: (size: number) => void;
  /** Everybody who edits a row of this type. */
  editing: readonly (readonly Person[])[];
  fresh: number;
  onFresh: () => void;
  onNewer: (() => void) | undefined;
  onOlder: (() => void) | undefined;
}

/** The list's end: where one is, who is here, what is new, and the way on. */
export function ListFoot(props: Props) {
  const { type, rows, first, count, onExact, size, onSize, editing, fresh, onFresh, onNewer, onOlder } =
    props;
  const who = [...new Map(editing.flat().map((person) => [person.id, person])).values()];
  const total = count === undefined ? '' : countText(count);
  return (
    <footer className={styles.foot}>
      <span aria-live="polite">
        {count === undefined
          ? words.rowsOnly(rows)
          : first && rows > 0
            ? words.rows(1, rows, total)
            : words.of(rows, total)}
      </span>
      {count?.capped && (
        <button type="button" className={styles.exact} onClick={onExact}>
          {words.exact}
        </button>
      )}
      <span className={styles.size}>
        <Select
          aria-label={words.perPage}
          value={size}
          onChange={(event) => onSize(Number(event.target.value))}
        >
          {PAGE_SIZES.map((n) => (
            <option key={n} value={n}>
              {n}
            </option>
          ))}
        </Select>
      </span>
      {who[0] !== undefined && (
        <span className={styles.who}>
          <Avatar name={who[0].name} />
          {editing.length === 1
            ? words.editing.one(who[0].name)
            : words.editing.many(who.map((p) => p.name).join(', '), editing.length)}
        </span>
      )}
      <span className={styles.end}>
        <span role="status">
          {fresh > 0 && (
            <button type="button" className={styles.fresh} onClick={onFresh}>
              <Icon name="refresh-cw" size={14} />
              {words.fresh(fresh, type.label.toLowerCase(), type.plural.toLowerCase())} · {words.show}
            </button>
          )}
        </span>
        <Button small disabled={onNewer === undefined} onClick={onNewer}>
          <Icon name="chevron-left" size={14} />
          {words.later}
        </Button>
        <Button small disabled={onOlder === undefined} onClick={onOlder}>
          {words.earlier}
          <Icon name="chevron-right" size={14} />
        </Button>
      </span>
    </footer>
  );
}
