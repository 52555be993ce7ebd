import { Check, Plus, Star, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { FormError } from '../ui/FormError.tsx';
import { CantripDialog } from './CantripDialog.tsx';
import {
  commonTier,
  meets,
  PRESETS,
  shortFamily,
  TIERS,
  tierLabel,
  wishName,
  withFamilies,
} from './cantrips.ts';
import type { SuitForm } from './form.ts';
import styles from './GoalsColumn.module.css';
import { Stepper } from './Stepper.tsx';
import type { Suit, Tier } from './types.ts';

interface Props {
  head: ReactNode;
  form: SuitForm;
  onChange: (form: SuitForm) => void;
  /** The best suit for these wishes; null while there is none. */
  best: Suit | null;
  /** What it does not meet now it never will. */
  over: boolean;
  error: string | undefined;
}

/** The wishes, with what the best suit makes of them. */
export function CantripGoal({ head, form, onChange, best, over, error }: Props) {
  const [open, setOpen] = useState<{ at: string | null } | null>(null);
  const tier = commonTier(form.wishes);
  return (
    <>
      <div className={styles.head}>
        {head}
        {form.wishes.length > 0 && (
          <select
            className={styles.order}
            aria-label="Tier of all wishes"
            value={tier ?? ''}
            onChange={(event) => {
              const wanted = event.target.value as Tier;
              onChange({ ...form, wishes: form.wishes.map((wish) => ({ ...wish, tier: wanted })) });
            }}
          >
            {tier === null && <option value="">several tiers</option>}
            {TIERS.map((each) => (
              <option key={each} value={each}>
                {tierLabel(each)}
                {each !== 'legendary' && ' or better'}
              </option>
            ))}
          </select>
        )}
      </div>
      {form.wishes.length === 0 ? (
        <div className={styles.presets}>
          {PRESETS.map((preset) => (
            <Button
              key={preset.label}
              small
              onClick={() => onChange({ ...form, wishes: withFamilies([], preset.families, 'epic') })}
            >
              {preset.label}
            </Button>
          ))}
        </div>
      ) : (
        <ul className={styles.wishes}>
          {form.wishes.map((wish) => {
            const met = best?.items.some((piece) => piece.cantrips.some((each) => meets(wish, each)));
            const state = met ? 'met' : best !== null && over ? 'unmet' : 'asked';
            return (
              <li key={wish.family}>
                <button
                  type="button"
                  className={cx(styles.wish, styles[state])}
                  title={wishName(wish)}
                  onClick={() => setOpen({ at: wish.family })}
                >
                  {state === 'met' && <Check size={14} aria-hidden="true" />}
                  {state === 'unmet' && <TriangleAlert size={14} aria-hidden="true" />}
                  {state === 'asked' && <i className={styles.dot} aria-hidden="true" />}
                  <span>
                    {tier === null && <small>{wish.tier.charAt(0).toUpperCase()} </small>}
                    {shortFamily(wish.family)}
                  </span>
                  {wish.must && <Star size={11} fill="currentColor" aria-hidden="true" />}
                  <span className="visually-hidden">
                    {wish.must && ', must have'}
                    {state === 'met' && ', met'}
                    {state === 'unmet' && ', not met'}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <button type="button" className={styles.add} onClick={() => setOpen({ at: null })}>
        <Plus size={14} aria-hidden="true" />
        {form.wishes.length === 0 ? 'Choose cantrips one by one' : 'Add a cantrip'}
      </button>
      {form.weights !== null && (
        <div className={styles.line}>
          A wish counts
          <Stepper
            label="Weight of a wish"
            value={form.weights.cantrips}
            min={0}
            max={1000}
            step={50}
            onChange={(cantrips) =>
              form.weights !== null &&
              onChange({ ...form, weights: { ...form.weights, cantrips: cantrips ?? 0 } })
            }
          />
        </div>
      )}
      <FormError text={error ?? ''} />
      {open !== null && (
        <CantripDialog
          wishes={form.wishes}
          at={open.at}
          onChange={(wishes) => onChange({ ...form, wishes })}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
