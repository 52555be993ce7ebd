import { useState } from 'react';
import { cx } from '../ui/cx.ts';
import { Segmented } from '../ui/Segmented.tsx';
import card from './card.module.css';
import type { SuitForm } from './form.ts';
import { PieceRow } from './PieceRow.tsx';
import styles from './SuitDetail.module.css';
import { slotOrder } from './slots.ts';
import type { RunnerUp, Suit } from './types.ts';
import { Versus } from './Versus.tsx';

interface Props {
  suit: Suit;
  rank: number;
  worn: Suit | null;
  form: SuitForm;
  /** By slot; only the best suit has them. */
  runnersUp: Readonly<Record<string, RunnerUp>>;
  onChange: (form: SuitForm) => void;
  onShowItem: (id: number, anchor: Element) => void;
}

/** A suit piece by piece, or against what is worn now. */
export function SuitDetail({ suit, rank, worn, form, runnersUp, onChange, onShowItem }: Props) {
  const [part, setPart] = useState<'pieces' | 'worn'>('pieces');
  const [open, setOpen] = useState<number | null>(null);
  const pieces = [...suit.items].sort((a, b) => slotOrder(a.slots) - slotOrder(b.slots));
  return (
    <section className={cx(card.card, styles.card)} aria-label={`Suit ${rank}`}>
      <header className={card.head}>
        <h2 className={card.title}>Suit {rank}</h2>
        <span className={card.count}>
          {pieces.length} {pieces.length === 1 ? 'piece' : 'pieces'}
        </span>
        <span className={cx(card.aside, styles.part)}>
          {worn === null ? (
            'Click a piece for the runner-up'
          ) : (
            <Segmented
              label="What is shown of the suit"
              value={part}
              options={[
                { value: 'pieces', label: 'Pieces' },
                { value: 'worn', label: 'Against worn' },
              ]}
              onChange={setPart}
            />
          )}
        </span>
      </header>
      {part === 'worn' && worn !== null ? (
        <Versus suit={suit} worn={worn} />
      ) : (
        <ul className={styles.list}>
          {pieces.map((piece) => (
            <PieceRow
              key={piece.id}
              piece={piece}
              form={form}
              runnerUp={piece.slots.map((slot) => runnersUp[slot]).find((each) => each !== undefined) ?? null}
              suit={suit}
              open={open === piece.id}
              onOpen={(now) => setOpen(now ? piece.id : null)}
              onChange={onChange}
              onShowItem={onShowItem}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
