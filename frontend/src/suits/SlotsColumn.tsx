import { Ban, Lock, Pin, X } from 'lucide-react';
import { useState } from 'react';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { CandidatesDialog } from './CandidatesDialog.tsx';
import { CharactersDialog } from './CharactersDialog.tsx';
import card from './card.module.css';
import { mayHandOver, type SuitForm, slotOrderOf, withFreeSlot } from './form.ts';
import type { KnownPiece } from './known.ts';
import { thousands } from './numbers.ts';
import { SlotGlyph } from './SlotGlyph.tsx';
import styles from './SlotsColumn.module.css';
import { Stepper } from './Stepper.tsx';
import { SLOTS, type Slot, slotLabel, slotName, slotSide } from './slots.ts';
import type { Candidates, SuitCharacter } from './types.ts';

const MOST_LORE = 10_000;

interface Props {
  form: SuitForm;
  onChange: (form: SuitForm) => void;
  counts: Pick<Candidates, 'counts' | 'pieces'> | undefined;
  characters: readonly SuitCharacter[];
  known: ReadonlyMap<number, KnownPiece>;
  onSelectPiece: (piece: KnownPiece) => void;
}

/** The seventeen slots with what is ordered for each, and whose pieces may be used. */
export function SlotsColumn({ form, onChange, counts, characters, known, onSelectPiece }: Props) {
  const [open, setOpen] = useState<Slot | 'characters' | null>(null);
  const included = characters.filter(({ name }) => mayHandOver(form, name)).length;
  const wearers =
    form.wearer === null || characters.some(({ name }) => name === form.wearer)
      ? characters
      : [{ name: form.wearer, level: null, items: 0, online: false }, ...characters];
  return (
    <section className={cx(card.card, styles.column)} aria-label="Slots" data-part="slots">
      <header className={card.head}>
        <h2 className={card.title}>Slots</h2>
        <span className={card.count}>{SLOTS.length}</span>
        <span className={card.aside}>candidates</span>
      </header>
      <ul className={styles.list}>
        {SLOTS.map((slot) => (
          <SlotRow
            key={slot}
            slot={slot}
            form={form}
            candidates={counts?.counts[slot]}
            excluded={form.exclude.filter((id) => known.get(id)?.slots.includes(slot)).length}
            known={known}
            onOpen={() => setOpen(slot)}
            onFree={() => onChange(withFreeSlot(form, slot, false))}
          />
        ))}
      </ul>
      <dl className={styles.limits}>
        <div>
          <dt>
            <label htmlFor="suit-wearer">Wearer</label>
          </dt>
          <dd>
            <select
              id="suit-wearer"
              className={styles.wearer}
              value={form.wearer ?? ''}
              onChange={(event) => onChange({ ...form, wearer: event.target.value || null })}
            >
              <option value="">anybody</option>
              {wearers.map(({ name, level }) => (
                <option key={name} value={name}>
                  {level === null ? name : `${name}, level ${level}`}
                </option>
              ))}
            </select>
          </dd>
        </div>
        <div>
          <dt>
            <label htmlFor="suit-lore">Arcane lore</label>
          </dt>
          <dd>
            <input
              id="suit-lore"
              className={styles.lore}
              inputMode="numeric"
              autoComplete="off"
              placeholder="enough"
              title="Buffed. Pieces that need more to activate are out."
              value={form.arcaneLore ?? ''}
              onChange={({ target }) => onChange({ ...form, arcaneLore: loreOf(target.value) })}
            />
          </dd>
        </div>
        <div>
          <dt>Owners</dt>
          <dd>
            <button type="button" className={styles.owners} onClick={() => setOpen('characters')}>
              <b>
                {included} of {characters.length}
              </b>
              {included < characters.length && ` · ${characters.length - included} out`}
              {form.maxOwners !== null && ` · at most ${form.maxOwners}`}
            </button>
          </dd>
        </div>
        <div>
          <dt>Reductions, at most</dt>
          <dd>
            <Stepper
              label="Reductions, at most"
              value={form.maxReductions}
              max={17}
              none="any"
              onChange={(maxReductions) => onChange({ ...form, maxReductions })}
            />
          </dd>
        </div>
        <div>
          <dt>Pieces in play</dt>
          <dd>
            {counts === undefined ? (
              '–'
            ) : (
              <>
                <b>{thousands(counts.pieces.in_play)}</b> of {thousands(counts.pieces.of)}
              </>
            )}
          </dd>
        </div>
      </dl>
      {open === 'characters' && (
        <CharactersDialog
          form={form}
          characters={characters}
          onChange={onChange}
          onClose={() => setOpen(null)}
        />
      )}
      {open !== null && open !== 'characters' && (
        <CandidatesDialog
          slot={open}
          form={form}
          onChange={onChange}
          onSelectPiece={onSelectPiece}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}

/** The digits of what was typed, as the server takes them; null where there are none. */
function loreOf(text: string): number | null {
  return Math.min(Number(text.replace(/\D/g, '')), MOST_LORE) || null;
}

interface RowProps {
  slot: Slot;
  form: SuitForm;
  candidates: number | undefined;
  excluded: number;
  known: ReadonlyMap<number, KnownPiece>;
  onOpen: () => void;
  onFree: () => void;
}

function SlotRow({ slot, form, candidates, excluded, known, onOpen, onFree }: RowProps) {
  const order = slotOrderOf(form, slot);
  const piece = order.kind === 'locked' ? known.get(order.item) : undefined;
  const own = piece !== undefined && piece.owner === form.wearer;
  return (
    <li className={cx(styles.row, order.kind === 'locked' && styles.locked)} data-slot={slot}>
      <button type="button" className={styles.open} onClick={onOpen}>
        <SlotGlyph slot={slot} />
        <span className={styles.slot}>
          {slotLabel(slot)}
          <span className="visually-hidden">{slotSide(slot)}</span>
        </span>
        {order.kind === 'any' && <span className={styles.any}>any</span>}
        {order.kind === 'empty' && <span className={styles.any}>stays empty</span>}
        {order.kind === 'locked' && (
          <span className={styles.piece}>
            <b>{piece?.name ?? `Item ${order.item}`}</b>
            {piece !== undefined && !own && <small>{piece.owner}</small>}
          </span>
        )}
        {excluded > 0 && (
          <span className={styles.out} title={`${excluded} excluded`}>
            <Ban size={12} aria-hidden="true" />
            {excluded}
            <span className="visually-hidden"> excluded</span>
          </span>
        )}
        {order.kind === 'any' && (
          <span className={styles.number}>
            {candidates === undefined ? '' : thousands(candidates)}
            <span className="visually-hidden"> candidates</span>
          </span>
        )}
      </button>
      {order.kind !== 'any' && (
        <span className={styles.mark}>
          {order.kind === 'empty' ? (
            <Ban size={15} aria-hidden="true" />
          ) : own ? (
            <Lock size={15} aria-hidden="true" />
          ) : (
            <Pin size={15} aria-hidden="true" />
          )}
          <IconButton
            small
            icon={X}
            className={styles.free}
            label={`${slotName(slot)}: any piece again`}
            onClick={onFree}
          />
        </span>
      )}
    </li>
  );
}
