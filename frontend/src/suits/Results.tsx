import { useMutation } from '@tanstack/react-query';
import { ShieldCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../api/problem.ts';
import { useHeld } from '../live/useHeld.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { showToast } from '../ui/toasts.ts';
import { FetchCard } from './FetchCard.tsx';
import type { SuitForm } from './form.ts';
import { ProofCard } from './ProofCard.tsx';
import { isProven } from './proof.ts';
import { stopRun } from './queries.ts';
import styles from './Results.module.css';
import { isOver, type RunView } from './runView.ts';
import { SuitDetail } from './SuitDetail.tsx';
import { SuitTable } from './SuitTable.tsx';
import type { Relaxation } from './types.ts';
import { Unmet } from './Unmet.tsx';
import { useWhereabouts } from './useWhereabouts.ts';

interface Props {
  runId: string;
  view: RunView;
  /** As the fields are now. */
  form: SuitForm;
  /** As the run was asked. */
  asked: SuitForm;
  onChange: (form: SuitForm) => void;
  onRelax: (relaxation: Relaxation) => void;
  onShowItem: (id: number, anchor: Element) => void;
}

const NO_FETCH: never[] = [];

/** A run: how far it is, its suits, and one of them in full. */
export function Results({ runId, view, form, asked, onChange, onRelax, onShowItem }: Props) {
  const [selected, setSelected] = useState(0);
  const [pointed, setPointed] = useState(false);
  const stop = useMutation({
    mutationFn: () => stopRun(runId),
    onError: (error) => showToast(messageOf(error), { tone: 'danger' }),
  });
  const held = useHeld(view.suits, pointed);
  const suits = held.length === 0 ? view.suits : held;
  const waiting = suits === view.suits ? 0 : newSuits(suits, view.suits);
  const rank = Math.min(selected, suits.length - 1);
  const suit = suits[rank];
  const answer = view.answer;
  const whereabouts = useWhereabouts(answer?.fetch ?? NO_FETCH);

  const infeasible = answer?.infeasible ?? null;
  return (
    <div className={styles.results} data-part="results">
      <ProofCard
        view={view}
        top={asked.top}
        distance={asked.distance}
        stopping={stop.isPending}
        onStop={() => stop.mutate()}
      />
      {suit === undefined && infeasible !== null && (
        <EmptyState icon={TriangleAlert} title="No suit keeps all the rules" why={infeasible.why}>
          {infeasible.relax.map((relaxation) => (
            <Button key={relaxation.label} onClick={() => onRelax(relaxation)}>
              {relaxation.label}
              {relaxation.gain && `: ${relaxation.gain}`}
            </Button>
          ))}
        </EmptyState>
      )}
      {suit === undefined && infeasible === null && isOver(view.state) && (
        <EmptyState
          icon={ShieldCheck}
          title={view.state === 'failed' ? 'The search failed' : 'It was stopped before the first suit'}
          why={view.failure || 'Search again to have it go on; first suits come within a moment.'}
        />
      )}
      {suit !== undefined && (
        <>
          <SuitTable
            suits={suits}
            selected={rank}
            onSelect={setSelected}
            waiting={waiting}
            onPointed={setPointed}
            sets={[asked.primary, asked.secondary].flatMap((rule) => (rule === null ? [] : rule.set))}
            ratings={asked.ratings}
            proven={isProven(view)}
            running={!isOver(view.state)}
          />
          <div className={styles.detail}>
            <SuitDetail
              key={rank}
              suit={suit}
              rank={rank + 1}
              worn={answer?.worn ?? null}
              form={form}
              runnersUp={rank === 0 ? (answer?.runner_up ?? {}) : {}}
              onChange={onChange}
              onShowItem={onShowItem}
            />
            <div className={styles.side}>
              <FetchCard runId={runId} suit={suit} wearer={asked.wearer} whereabouts={whereabouts} />
              {rank === 0 && <Unmet unmet={answer?.unmet ?? []} onRelax={onRelax} />}
            </div>
          </div>
        </>
      )}
    </div>
  );
}

/** How many suits of a list are not in an older one. */
function newSuits(old: RunView['suits'], now: RunView['suits']): number {
  const known = new Set(old);
  return now.filter((suit) => !known.has(suit)).length;
}
