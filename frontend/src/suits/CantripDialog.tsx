import { useQuery } from '@tanstack/react-query';
import { Star } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { messageOf } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { DialogFoot } from '../ui/DialogFoot.tsx';
import { FormError } from '../ui/FormError.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { TextField } from '../ui/TextField.tsx';
import styles from './CantripDialog.module.css';
import {
  commonTier,
  grouped,
  PRESETS,
  plainFamily,
  TIERS,
  tierLabel,
  type Wish,
  withFamilies,
  withWish,
} from './cantrips.ts';
import { thousands } from './numbers.ts';
import { cantripsQuery } from './queries.ts';
import type { CantripCount, Tier } from './types.ts';

interface Props {
  wishes: readonly Wish[];
  /** The family to begin at. */
  at: string | null;
  onChange: (wishes: Wish[]) => void;
  onClose: () => void;
}

const WEIGHTS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Every cantrip that a suit can give, by family and tier; the numbers are how many pieces carry it. */
export function CantripDialog({ wishes, at, onChange, onClose }: Props) {
  const families = useQuery(cantripsQuery);
  const [words, setWords] = useState('');
  const tier = commonTier(wishes) ?? 'epic';
  const wanted = words.trim().toLowerCase();
  const groups = grouped(
    (families.data ?? []).filter((family) => family.name.toLowerCase().includes(wanted)),
  );
  return (
    <Dialog title="Cantrips" onClose={onClose} wide>
      <div className={styles.presets}>
        {PRESETS.map((preset) => (
          <Button
            key={preset.label}
            small
            onClick={() => onChange(withFamilies(wishes, preset.families, tier))}
          >
            {preset.label}
          </Button>
        ))}
        <Button small kind="quiet" disabled={wishes.length === 0} onClick={() => onChange([])}>
          None
        </Button>
      </div>
      <TextField
        label="Find a cantrip"
        value={words}
        onChange={(event) => setWords(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus={at === null || undefined}
      />
      {families.isError && <FormError text={messageOf(families.error)} />}
      {families.isPending && <Skeleton height="320px" />}
      {groups.map((group) => (
        <section key={group.label} aria-label={group.label}>
          <div className={cx(styles.row, styles.heading)} aria-hidden="true">
            <h3>{group.label}</h3>
            <span />
            {TIERS.map((each) => (
              <span key={each}>{tierLabel(each)}</span>
            ))}
          </div>
          {group.families.map((family) => (
            <FamilyRow
              key={family.family}
              family={family}
              wish={wishes.find((each) => plainFamily(each.family) === plainFamily(family.name)) ?? null}
              focused={at !== null && plainFamily(at) === plainFamily(family.name)}
              onChange={(change) => onChange(withWish(wishes, plainFamily(family.name), change))}
            />
          ))}
        </section>
      ))}
      <DialogFoot>
        <span className={styles.sum}>
          {wishes.length} {wishes.length === 1 ? 'wish' : 'wishes'}
        </span>
        <Button kind="main" onClick={onClose}>
          Done
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

interface RowProps {
  family: CantripCount;
  wish: Wish | null;
  focused: boolean;
  onChange: (change: Partial<Omit<Wish, 'family'>> | null) => void;
}

function FamilyRow({ family, wish, focused, onChange }: RowProps) {
  const row = useRef<HTMLFieldSetElement>(null);
  const name = plainFamily(family.name);
  useEffect(() => {
    if (focused) row.current?.querySelector<HTMLInputElement>('input:checked')?.focus();
  }, [focused]);
  return (
    <fieldset ref={row} className={cx(styles.row, wish !== null && styles.wished)}>
      <legend className="visually-hidden">{name}</legend>
      <span className={styles.name} aria-hidden="true">
        {name}
      </span>
      <Cell family={name} label="Not wished for" checked={wish === null} onChange={() => onChange(null)}>
        –
      </Cell>
      {TIERS.map((tier: Tier) => (
        <Cell
          key={tier}
          family={name}
          label={`${tierLabel(tier)}, ${family.pieces[tier] ?? 0} pieces`}
          checked={wish?.tier === tier}
          onChange={() => onChange({ tier })}
        >
          {thousands(family.pieces[tier] ?? 0)}
        </Cell>
      ))}
      {wish !== null && (
        <>
          <button
            type="button"
            className={styles.must}
            aria-label={`${name}: must have`}
            title="Must have: comes before all that are none"
            aria-pressed={wish.must}
            onClick={() => onChange({ must: !wish.must })}
          >
            <Star size={15} aria-hidden="true" fill={wish.must ? 'currentColor' : 'none'} />
          </button>
          <select
            className={styles.weight}
            aria-label={`${name}: weight`}
            title="Counts so many times"
            value={wish.weight}
            onChange={(event) => onChange({ weight: Number(event.target.value) })}
          >
            {WEIGHTS.map((weight) => (
              <option key={weight} value={weight}>
                × {weight}
              </option>
            ))}
          </select>
        </>
      )}
    </fieldset>
  );
}

interface CellProps {
  family: string;
  label: string;
  checked: boolean;
  onChange: () => void;
  children: string;
}

function Cell({ family, label, checked, onChange, children }: CellProps) {
  return (
    <label className={styles.cell}>
      <input
        type="radio"
        name={`cantrip ${family}`}
        aria-label={label}
        checked={checked}
        onChange={onChange}
      />
      <span aria-hidden="true">{children}</span>
    </label>
  );
}
