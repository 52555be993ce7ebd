import type { Type } from '../api/types.ts';
import { print } from '../filter/print.ts';
import type { Group, Item } from '../filter/rows.ts';
import { exprOf } from '../filter/rows.ts';
import { filterText } from '../text/filter.ts';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './FilterGroup.module.css';
import { FilterRow } from './FilterRow.tsx';

interface Props {
  type: Type;
  group: Group;
  /** typed says that more is on its way. */
  onChange: (group: Group, typed?: boolean) => void;
  /** Of a group within another. */
  onRemove?: () => void;
  problem?: string;
}

/** Conditions of which all must hold, or any; groups among them are drawn the same way. */
export function FilterGroup({ type, group, onChange, onRemove, problem = '' }: Props) {
  const { items } = group;
  const inner = onRemove !== undefined;
  const set = (i: number, item: Item, typed?: boolean) =>
    onChange({ ...group, items: items.map((old, at) => (at === i ? item : old)) }, typed);
  const remove = (i: number) => onChange({ ...group, items: items.filter((_, at) => at !== i) });
  const [now, next] = group.all ? [filterText.allOf, filterText.anyOf] : [filterText.anyOf, filterText.allOf];

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as this one is
    <div
      role="group"
      aria-label={filterText.group}
      className={cx(styles.group, inner && styles.inner, !group.all && styles.any)}
    >
      <div className={styles.join}>
        {items.length > 0 && (
          <>
            {group.not && (
              <button
                type="button"
                className={cx(styles.word, styles.not)}
                title={filterText.notLabel}
                onClick={() => onChange({ ...group, not: false })}
              >
                {filterText.not}
              </button>
            )}
            <button
              type="button"
              className={styles.word}
              aria-label={filterText.flip(now, next)}
              onClick={() => onChange({ ...group, all: !group.all })}
            >
              {now}
            </button>
          </>
        )}
      </div>
      <div className={styles.items}>
        {items.map((item, i) => {
          const key = `${i}`;
          if ('items' in item) {
            return (
              <FilterGroup
                key={key}
                type={type}
                group={item}
                onChange={(changed, typed) => set(i, changed, typed)}
                onRemove={() => remove(i)}
              />
            );
          }
          if ('raw' in item) {
            return (
              <div key={key} className={styles.line}>
                <code className={styles.raw} title={filterText.unknown}>
                  {print(exprOf(item))}
                </code>
                <IconButton
                  small
                  icon="x"
                  label={filterText.remove}
                  className={styles.cross}
                  onClick={() => remove(i)}
                />
              </div>
            );
          }
          return (
            <div key={key} className={styles.line}>
              <FilterRow type={type} row={item} onChange={(changed, typed) => set(i, changed, typed)} />
              <IconButton
                small
                icon="x"
                label={filterText.remove}
                className={styles.cross}
                onClick={() => remove(i)}
              />
            </div>
          );
        })}
        {inner && (
          <div className={styles.inside}>
            <IconButton
              small
              icon="plus"
              label={filterText.add}
              onClick={() =>
                onChange({ ...group, items: [...items, { path: '', operator: 'is', values: [] }] })
              }
            />
            {!group.not && (
              <button
                type="button"
                className={styles.add}
                title={filterText.notLabel}
                onClick={() => onChange({ ...group, not: true })}
              >
                {filterText.not}
              </button>
            )}
            <IconButton small icon="trash-2" label={filterText.removeGroup} onClick={onRemove} />
          </div>
        )}
        {problem !== '' && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
      </div>
    </div>
  );
}
