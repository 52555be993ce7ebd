import { useState } from 'react';
import type { Type } from '../api/types.ts';
import { valueText } from '../fields/wire.ts';
import { edit as words } from '../text/edit.ts';
import { ago } from '../ui/age.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { isLinks, itemOf } from './form.ts';
import styles from './MergeDialog.module.css';
import type { Merge } from './merge3.ts';
import { isRef } from './same.ts';

interface Props {
  type: Type;
  merge: Merge;
  /** The row as it is now, and my changes. */
  theirs: Readonly<Record<string, unknown>>;
  mine: Readonly<Record<string, unknown>>;
  /** Who saved it and when; undefined while that is not known. */
  by: { name: string; at: string; revision: number } | undefined;
  /** Also saves; otherwise the merged values go into the form. */
  saving: boolean;
  /** The names of those of my changes that give way. */
  onMerge: (givenUp: readonly string[]) => void;
  onClose: () => void;
}

/** Two people changed the same fields: picks a value for each, and shows what comes together by itself. */
export function MergeDialog({ type, merge, theirs, mine, by, saving, onMerge, onClose }: Props) {
  const names = merge.conflicts.map(({ name }) => name);
  const [givenUp, setGivenUp] = useState<ReadonlySet<string>>(new Set());
  const revision = by === undefined ? '' : ` · rev ${by.revision}`;
  const text = conflictText(type);
  const label = (name: string) => itemOf(type, name)?.label ?? name;

  function choose(name: string, side: 'mine' | 'theirs') {
    const next = new Set(givenUp);
    if (side === 'mine') next.delete(name);
    else next.add(name);
    setGivenUp(next);
  }

  return (
    <Dialog
      wide
      sticky
      icon="triangle-alert"
      tone="warn"
      title={words.conflict
        .title(
          by?.name ?? words.conflict.somebody,
          type.label.toLowerCase(),
          by === undefined ? '' : ago(new Date(by.at), new Date()),
        )
        .trim()}
      hint={words.conflict.asked(names.length, merge.mine.length + merge.theirs.length)}
      onClose={onClose}
      onSubmit={() => onMerge([...givenUp])}
      foot={
        <>
          <span className={styles.sides}>
            <Button kind="quiet" onClick={() => setGivenUp(new Set())}>
              {words.conflict.allMine}
            </Button>
            <Button kind="quiet" onClick={() => setGivenUp(new Set(names))}>
              {words.conflict.allTheirs}
            </Button>
          </span>
          <Button onClick={onClose}>{words.conflict.keep}</Button>
          <Button type="submit" kind="main">
            {saving
              ? words.conflict.save(by === undefined ? '' : ` as rev ${by.revision + 1}`)
              : words.conflict.take}
          </Button>
        </>
      }
    >
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.conflict.field}</th>
              <th scope="col">{words.conflict.mine}</th>
              <th scope="col">{words.conflict.theirs(revision)}</th>
              <th scope="col">{words.before}</th>
            </tr>
          </thead>
          <tbody>
            {merge.conflicts.map((conflict, i) => (
              <tr key={conflict.name}>
                <th scope="row">{label(conflict.name)}</th>
                {(['mine', 'theirs'] as const).map((side) => {
                  const picked = givenUp.has(conflict.name) === (side === 'theirs');
                  return (
                    <td key={side} className={cx(styles.choice, picked && styles.picked)}>
                      <label>
                        <input
                          type="radio"
                          name={conflict.name}
                          checked={picked}
                          data-autofocus={i === 0 && side === 'mine' ? '' : undefined}
                          aria-label={`${label(conflict.name)}, ${side === 'mine' ? words.conflict.mine : words.conflict.theirs('')}: ${text(conflict.name, conflict[side])}`}
                          onChange={() => choose(conflict.name, side)}
                        />
                        <span>{text(conflict.name, conflict[side])}</span>
                      </label>
                    </td>
                  );
                })}
                <td className={styles.weak}>{text(conflict.name, conflict.base)}</td>
              </tr>
            ))}
          </tbody>
          {merge.mine.length + merge.theirs.length > 0 && (
            <tbody>
              <tr>
                <th className={styles.heading} scope="rowgroup" colSpan={4}>
                  {words.conflict.merged}
                </th>
              </tr>
              {[...merge.mine, ...merge.theirs].map((name) => {
                const own = merge.mine.includes(name);
                return (
                  <tr key={name}>
                    <th scope="row">{label(name)}</th>
                    <td className={own ? undefined : styles.weak}>
                      {own ? text(name, mine[name]) : words.conflict.unchanged}
                    </td>
                    <td className={own ? styles.weak : undefined}>
                      {own ? words.conflict.unchanged : text(name, theirs[name])}
                    </td>
                    <td className={styles.good}>
                      <Icon name="check" size={14} /> {own ? words.conflict.yours : words.conflict.others}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          )}
        </table>
      </div>
    </Dialog>
  );
}

/** A value of the form in words: of a field, of an edge, or what was linked and unlinked. */
function conflictText(type: Type) {
  return (name: string, value: unknown): string => {
    if (isRef(value)) return value.label || value.id;
    if (isLinks(value)) {
      return [
        ...value.add.map((ref) => `+ ${ref.label}`),
        ...value.remove.map((ref) => `− ${ref.label}`),
      ].join(', ');
    }
    return valueText(itemOf(type, name)?.field, value);
  };
}
