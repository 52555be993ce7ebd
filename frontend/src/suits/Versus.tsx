import { shortFamily } from './cantrips.ts';
import { changes } from './difference.ts';
import { signed, thousands } from './numbers.ts';
import { SlotGlyph } from './SlotGlyph.tsx';
import styles from './SuitDetail.module.css';
import { anySlotName } from './slots.ts';
import type { Suit, SuitPiece } from './types.ts';

/** What would change for the wearer, place by place. */
export function Versus({ suit, worn }: { suit: Suit; worn: Suit }) {
  const list = changes(worn, suit);
  return (
    <>
      <dl className={styles.sums}>
        <Sum label="Wishes" before={worn.covered} after={suit.covered} />
        <Sum label="Armour" before={worn.armor_level} after={suit.armor_level} />
        <Sum label="Pieces" before={worn.items.length} after={suit.items.length} />
      </dl>
      {list.length === 0 ? (
        <p className={styles.same}>It is what is worn already.</p>
      ) : (
        <ul className={styles.list}>
          {list.map((change) => (
            <li key={change.slots.join()} className={styles.change}>
              <SlotGlyph slot={change.slots[0] ?? 'trinket'} />
              <div>
                <span className="visually-hidden">{change.slots.map(anySlotName).join(', ')}: </span>
                <Pieces pieces={change.before} none="nothing" gone />
                <Pieces pieces={change.after} none="stays empty" />
              </div>
              <span className={change.armor < 0 ? styles.loss : styles.gain}>
                {signed(change.armor) || '±0'}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Sum({ label, before, after }: { label: string; before: number; after: number }) {
  const delta = signed(after - before);
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {thousands(before)} → <b>{thousands(after)}</b>{' '}
        {delta !== '' && <span className={after < before ? styles.loss : styles.gain}>{delta}</span>}
      </dd>
    </div>
  );
}

function Pieces({ pieces, none, gone }: { pieces: readonly SuitPiece[]; none: string; gone?: boolean }) {
  if (pieces.length === 0) return <p className={styles.gone}>{none}</p>;
  return pieces.map((piece) => (
    <p key={piece.id} className={gone ? styles.gone : undefined}>
      {gone ? '− ' : '+ '}
      {piece.name}
      <small>
        {[...piece.cantrips.map((cantrip) => shortFamily(cantrip.name)), ...(gone ? [] : [piece.owner])].join(
          ' · ',
        )}
      </small>
    </p>
  ));
}
