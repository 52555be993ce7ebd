import { CircleAlert, CircleCheck, CircleDashed, CirclePause, Clock3, Square } from 'lucide-react';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Pill } from '../ui/Pill.tsx';
import card from './card.module.css';
import { duration } from './numbers.ts';
import styles from './ProofCard.module.css';
import { type Proof, proofOf, workWords } from './proof.ts';
import { isOver, type RunView } from './runView.ts';
import { SearchChartView } from './SearchChartView.tsx';

interface Props {
  view: RunView;
  top: number;
  distance: number;
  stopping: boolean;
  onStop: () => void;
}

const ICONS: Record<Proof['tone'], typeof CircleCheck> = {
  ok: CircleCheck,
  accent: CircleCheck,
  info: CircleDashed,
  neutral: Clock3,
  warn: CirclePause,
  danger: CircleAlert,
};

/** How far the search is, and how sure its best suit. */
export function ProofCard({ view, top, distance, stopping, onStop }: Props) {
  const proof = proofOf(view);
  const over = isOver(view.state);
  const share = over ? 1 : view.share;
  const work = workWords(view, top, distance);
  return (
    <section className={cx(card.card, styles.card)} aria-label="Search">
      <div className={styles.words}>
        <div className={styles.state}>
          <span role="status">
            <Pill tone={proof.tone} icon={ICONS[proof.tone]}>
              {proof.title}
            </Pill>
          </span>
          <span className={styles.detail}>{proof.detail}</span>
          {!over && (
            <Button small icon={Square} className={styles.stop} busy={stopping} onClick={onStop}>
              Stop
            </Button>
          )}
        </div>
        <div
          className={cx(styles.bar, share === null && styles.unknown)}
          role="progressbar"
          aria-label="Share of the search that is done"
          aria-valuemin={0}
          aria-valuemax={100}
          {...(share !== null && { 'aria-valuenow': Math.round(share * 100) })}
        >
          <i style={{ inlineSize: share === null ? '30%' : `${share * 100}%` }} />
        </div>
        <div className={styles.work}>
          <span>{work}</span>
          {view.seconds > 0 && <span>{duration(view.seconds)}</span>}
        </div>
      </div>
      <SearchChartView view={view} />
    </section>
  );
}
