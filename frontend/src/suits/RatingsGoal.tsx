import type { ReactNode } from 'react';
import { FormError } from '../ui/FormError.tsx';
import type { SuitForm } from './form.ts';
import styles from './GoalsColumn.module.css';
import { RATINGS, ratingLabel } from './ratings.ts';
import { Stepper } from './Stepper.tsx';

interface Props {
  head: ReactNode;
  form: SuitForm;
  onChange: (form: SuitForm) => void;
  error: string | undefined;
}

/** The gear ratings that count, each with its weight; one of no weight goes. */
export function RatingsGoal({ head, form, onChange, error }: Props) {
  const set = (key: string, weight: number | null) => {
    const { [key]: _, ...others } = form.ratings;
    onChange({ ...form, ratings: weight === null ? others : { ...form.ratings, [key]: weight } });
  };
  const chosen = Object.entries(form.ratings);
  return (
    <>
      <div className={styles.head}>
        {head}
        <select
          className={styles.order}
          aria-label="Add a rating"
          value=""
          onChange={(event) => set(event.target.value, 1)}
        >
          <option value="">{chosen.length === 0 ? 'none count' : 'add one'}</option>
          {Object.entries(RATINGS)
            .filter(([key]) => form.ratings[key] === undefined)
            .map(([key, label]) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
        </select>
      </div>
      {chosen.map(([key, weight]) => (
        <div key={key} className={styles.line}>
          {ratingLabel(key)}
          <span className={styles.times}>
            ×
            <Stepper
              label={`${ratingLabel(key)}, weight`}
              value={weight}
              max={99}
              onChange={(next) => set(key, next || null)}
            />
          </span>
        </div>
      ))}
      <FormError text={error ?? ''} />
    </>
  );
}
