import { CircleCheck } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { cx } from '../ui/cx.ts';
import card from './card.module.css';
import { differs, ratingScore, setWords } from './difference.ts';
import { thousands } from './numbers.ts';
import styles from './SuitTable.module.css';
import type { Suit } from './types.ts';

interface Props {
  suits: readonly Suit[];
  selected: number;
  onSelect: (index: number) => void;
  /** The list is held: so many suits are not in it yet. */
  waiting: number;
  onPointed: (pointed: boolean) => void;
  /** The sets that the search asks for. */
  sets: readonly number[];
  ratings: Readonly<Record<string, number>>;
  proven: boolean;
  running: boolean;
}

/** The suits, best first. */
export function SuitTable(props: Props) {
  const { suits, selected, onSelect, waiting, onPointed, sets, ratings, proven, running } = props;
  const best = suits[0];

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max(selected + step, 0), suits.length - 1);
    onSelect(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  }

  return (
    <section className={cx(card.card, styles.card)} aria-label="Suits">
      <table className={styles.table}>
        <caption className="visually-hidden">Suits, the best first</caption>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col" className={styles.number}>
              Cantrips
            </th>
            <th scope="col">Sets</th>
            <th scope="col" className={styles.number}>
              Armour
            </th>
            <th scope="col" className={cx(styles.number, styles.less)}>
              Ratings
            </th>
            <th scope="col" className={cx(styles.number, styles.less)}>
              Owners
            </th>
            <th scope="col" className={cx(styles.number, styles.less)}>
              Reduce
            </th>
            <th scope="col" className={styles.wide}>
              Differs from best
            </th>
          </tr>
        </thead>
        <tbody
          onKeyDown={onKeyDown}
          onPointerEnter={(event) => onPointed(event.pointerType === 'mouse')}
          onPointerLeave={() => onPointed(false)}
        >
          {suits.map((suit, index) => {
            const newest = running && index > 0 && index === suits.length - 1;
            return (
              <tr
                // biome-ignore lint/suspicious/noArrayIndexKey: a row is a rank
                key={index}
                className={cx(styles.row, index === selected && styles.selected, newest && styles.newest)}
                onClick={() => onSelect(index)}
              >
                <th scope="row">
                  <button
                    type="button"
                    aria-label={`Suit ${index + 1}`}
                    aria-pressed={index === selected}
                    tabIndex={index === selected ? 0 : -1}
                  >
                    {index + 1}
                  </button>
                </th>
                <td className={styles.number}>
                  <b>
                    {suit.covered} / {suit.wanted}
                  </b>
                </td>
                <td>{setWords(suit, sets)}</td>
                <td className={styles.number}>{thousands(suit.armor_level)}</td>
                <td className={cx(styles.number, styles.less)}>{ratingScore(suit, ratings)}</td>
                <td className={cx(styles.number, styles.less)}>{suit.owners}</td>
                <td className={cx(styles.number, styles.less)}>{suit.reductions}</td>
                <td className={styles.wide}>
                  <span className={styles.differs}>
                    <span>{index === 0 || best === undefined ? '–' : differs(best, suit).join(', ')}</span>
                    {index === 0 && proven && (
                      <span className={styles.proven}>
                        <CircleCheck size={14} aria-hidden="true" />
                        proven
                      </span>
                    )}
                    {newest && <span className={styles.new}>new</span>}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={cx(styles.held, waiting === 0 && styles.none)} role="status">
        {waiting > 0 && `List held while you point at it · ${waiting} new`}
      </p>
    </section>
  );
}
