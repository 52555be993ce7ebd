import { useRef, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { ArmourGoal } from './ArmourGoal.tsx';
import { CantripGoal } from './CantripGoal.tsx';
import card from './card.module.css';
import { FIRST_WEIGHTS, type Goal, type SuitForm } from './form.ts';
import { GoalHead } from './GoalHead.tsx';
import styles from './GoalsColumn.module.css';
import { dragTarget, moved } from './order.ts';
import { RatingsGoal } from './RatingsGoal.tsx';
import { SetRules } from './SetRules.tsx';
import { Stepper } from './Stepper.tsx';
import type { Suit, SuitSet } from './types.ts';

interface Props {
  form: SuitForm;
  onChange: (form: SuitForm) => void;
  sets: readonly SuitSet[];
  /** Of the run that is shown, where it asked for the same wishes: what it meets is marked. */
  best: Suit | null;
  over: boolean;
  reachable: number | null;
  /** What is wrong with which field. */
  errors: Readonly<Record<string, string>>;
  busy: boolean;
  again: boolean;
  onSearch: () => void;
}

const LABELS: Record<Goal, string> = { cantrips: 'Cantrips', armor: 'Armour level', ratings: 'Ratings' };

/** What the suit is to be, in the order that decides. */
export function GoalsColumn(props: Props) {
  const { form, onChange, sets, best, over, reachable, errors, busy, again, onSearch } = props;
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<Goal | null>(null);
  const [said, setSaid] = useState('');

  function move(goal: Goal, to: number) {
    const from = form.order.indexOf(goal);
    const target = Math.min(Math.max(to, 0), form.order.length - 1);
    if (target === from) return;
    onChange({ ...form, order: moved(form.order, from, target) });
    setSaid(`${LABELS[goal]}: ${target + 1} of ${form.order.length}`);
  }

  function dragTo(goal: Goal, y: number) {
    const boxes = [...(list.current?.children ?? [])].map((element) => element.getBoundingClientRect());
    move(goal, dragTarget(y, boxes, form.order.indexOf(goal)));
  }

  const head = (goal: Goal) => (
    <GoalHead
      label={LABELS[goal]}
      place={form.order.indexOf(goal) + 1}
      of={form.order.length}
      weighted={form.weights !== null}
      onMove={(by) => move(goal, form.order.indexOf(goal) + by)}
      onDrag={(y) => {
        setDragged(goal);
        dragTo(goal, y);
      }}
      onDrop={() => setDragged(null)}
    />
  );

  const parts: Record<Goal, () => React.ReactNode> = {
    cantrips: () => (
      <CantripGoal
        head={head('cantrips')}
        form={form}
        onChange={onChange}
        best={best}
        over={over}
        error={errors.want}
      />
    ),
    armor: () => (
      <ArmourGoal
        head={head('armor')}
        form={form}
        onChange={onChange}
        reachable={reachable}
        error={errors.armor_floor}
      />
    ),
    ratings: () => (
      <RatingsGoal head={head('ratings')} form={form} onChange={onChange} error={errors.ratings} />
    ),
  };

  return (
    <section className={cx(card.card, styles.column)} aria-label="Goals" data-part="goals">
      <header className={card.head}>
        <h2 className={card.title}>Goals</h2>
        <select
          className={styles.order}
          aria-label="How goals are weighed"
          value={form.weights === null ? 'order' : 'sum'}
          onChange={(event) =>
            onChange({ ...form, weights: event.target.value === 'sum' ? FIRST_WEIGHTS : null })
          }
        >
          <option value="order">in order of weight</option>
          <option value="sum">as a weighted sum</option>
        </select>
      </header>
      <div className={styles.scroll}>
        <ol ref={list} className={styles.goals}>
          {form.order.map((goal) => (
            <li key={goal} className={cx(styles.goal, dragged === goal && styles.dragged)}>
              {parts[goal]()}
            </li>
          ))}
        </ol>
        <SetRules form={form} onChange={onChange} sets={sets} errors={errors} />
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <footer className={styles.foot}>
        <div className={styles.keep}>
          Keep
          <Stepper
            label="Suits to keep"
            value={form.top}
            min={1}
            max={32}
            onChange={(top) => onChange({ ...form, top: top ?? 1 })}
          />
          suits,
          <Stepper
            label="Pieces apart"
            value={form.distance}
            min={1}
            max={9}
            onChange={(distance) => onChange({ ...form, distance: distance ?? 1 })}
          />
          apart
        </div>
        <Button kind="main" wide busy={busy} onClick={onSearch}>
          {again ? 'Search again' : 'Search'}
          <span className={styles.keys}>
            <Kbd keys="mod+Enter" />
          </span>
        </Button>
      </footer>
    </section>
  );
}
