import { Ban, Info, Lock, Pin, PinOff, Replace, Scissors } from 'lucide-react';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { meets, shortFamily } from './cantrips.ts';
import { type SuitForm, withExcluded, withLock } from './form.ts';
import { signed } from './numbers.ts';
import { SlotGlyph } from './SlotGlyph.tsx';
import styles from './SuitDetail.module.css';
import { anySlotName } from './slots.ts';
import type { RunnerUp, Suit, SuitPiece } from './types.ts';

interface Props {
  piece: SuitPiece;
  form: SuitForm;
  runnerUp: RunnerUp | null;
  suit: Suit;
  open: boolean;
  onOpen: (open: boolean) => void;
  onChange: (form: SuitForm) => void;
  onShowItem: (id: number, anchor: Element) => void;
}

/** A piece of a suit; opened, it names the runner-up and what that would cost. */
export function PieceRow({ piece, form, runnerUp, suit, open, onOpen, onChange, onShowItem }: Props) {
  const { id, name, owner, armor_level, reduced } = piece;
  const slot = piece.slots[0] ?? piece.slot;
  const own = owner === form.wearer;
  const locked = form.locks.some((lock) => lock.item === id);
  const wished = piece.cantrips.filter((cantrip) => form.wishes.some((wish) => meets(wish, cantrip)));
  return (
    <li className={cx(styles.item, open && styles.open)} data-piece={slot}>
      <button type="button" className={styles.row} aria-expanded={open} onClick={() => onOpen(!open)}>
        <SlotGlyph slot={slot} />
        <span className={styles.name}>
          <span className="visually-hidden">{piece.slots.map(anySlotName).join(', ')}: </span>
          {name}
          {reduced && <Scissors size={12} role="img" aria-label="to be reduced" />}
          {locked && <Lock size={12} role="img" aria-label="locked" />}
        </span>
        <span className={styles.number}>{armor_level === 0 ? '–' : armor_level}</span>
        <span className={styles.gives}>
          {wished.length === 0 ? '' : wished.map((cantrip) => shortFamily(cantrip.name)).join(', ')}
        </span>
        <span className={cx(styles.owner, own && styles.own)}>{owner}</span>
      </button>
      {open && (
        <div className={styles.more}>
          <p className={styles.all}>
            {piece.slots.map(anySlotName).join(', ')}
            {piece.set !== null && ` · ${piece.set.name}`}
            {piece.cantrips.length > 0 && ` · ${piece.cantrips.map(({ label }) => label).join(', ')}`}
          </p>
          {runnerUp === null ? (
            <p>No other piece fits here while all else stays.</p>
          ) : (
            <p>
              <b>Runner-up:</b> {runnerUp.name} of {runnerUp.owner}
              <span className={styles.cost}>{costWords(runnerUp, suit)}</span>
            </p>
          )}
          <div className={styles.actions}>
            <Button
              small
              icon={locked ? PinOff : Pin}
              onClick={() =>
                locked
                  ? onChange({ ...form, locks: form.locks.filter((each) => each.item !== id) })
                  : onChange(withLock(form, id, piece.slots))
              }
            >
              {locked ? 'Let it go' : 'Lock'}
            </Button>
            <Button small icon={Ban} onClick={() => onChange(withExcluded(form, id, true))}>
              Exclude
            </Button>
            {runnerUp !== null && (
              <Button
                small
                icon={Replace}
                onClick={() => onChange(withLock(form, runnerUp.id, runnerUp.slots))}
              >
                Take the runner-up
              </Button>
            )}
            <Button small icon={Info} onClick={(event) => onShowItem(id, event.currentTarget)}>
              Item
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}

/** What the suit would lose and gain with the runner-up. */
function costWords(runnerUp: RunnerUp, suit: Suit): string {
  const armour = signed(runnerUp.suit_armor_level - suit.armor_level);
  const words = [
    runnerUp.loses.length > 0 && `loses ${runnerUp.loses.join(', ')}`,
    runnerUp.gains.length > 0 && `gains ${runnerUp.gains.join(', ')}`,
    armour !== '' && `${armour} armour`,
  ].filter(Boolean);
  return words.length === 0 ? 'costs nothing' : words.join(', ');
}
