import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Link2, ShieldCheck } from 'lucide-react';
import { useMemo, useState } from 'react';
import { messageOf } from '../api/problem.ts';
import { ItemPopup } from '../items/ItemPopup.tsx';
import { Button } from '../ui/Button.tsx';
import { copyText } from '../ui/copyText.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { showToast } from '../ui/toasts.ts';
import { useShortcut } from '../ui/useShortcut.ts';
import { PRESETS, withFamilies } from './cantrips.ts';
import { formFromAddress, formOf, patched, type SuitForm, sameQuestion } from './form.ts';
import { GoalsColumn } from './GoalsColumn.tsx';
import { charactersQuery, countsQuery, setsQuery } from './queries.ts';
import { Results } from './Results.tsx';
import { isOver } from './runView.ts';
import { SlotsColumn } from './SlotsColumn.tsx';
import styles from './SuitsPage.module.css';
import type { SuitsSearch } from './search.ts';
import type { Relaxation } from './types.ts';
import { useKnownPieces } from './useKnownPieces.ts';
import { useRun } from './useRun.ts';
import { useSearch } from './useSearch.ts';

interface Props {
  runId: string | undefined;
  search: SuitsSearch;
}

const STEPS = [
  { value: 'slots', label: 'Slots' },
  { value: 'goals', label: 'Goals' },
  { value: 'results', label: 'Results' },
] as const;
type Step = (typeof STEPS)[number]['value'];

/** The suit builder: what is asked at the left, the run that the address names at the right. */
export function SuitsPage({ runId, search }: Props) {
  const navigate = useNavigate();
  const { run, view, error } = useRun(runId);
  // What has been changed since the run that is shown; another run has its own question.
  const [edited, setEdited] = useState<{ on: string | undefined; form: SuitForm } | null>(null);
  const asked = useMemo(() => (run === null ? null : formOf(run.request)), [run]);
  const fresh = useMemo(() => formFromAddress(search), [search]);
  const form = edited !== null && edited.on === runId ? edited.form : (asked ?? fresh);
  const setForm = (next: SuitForm) => setEdited({ on: runId, form: next });

  const [step, setStep] = useState<Step>(runId === undefined ? 'goals' : 'results');
  const [item, setItem] = useState<{ id: number; anchor: Element } | null>(null);
  const characters = useQuery(charactersQuery);
  const sets = useQuery(setsQuery);
  const counts = useQuery(countsQuery(form));
  const [known, pick] = useKnownPieces([...form.locks.map((lock) => lock.item), ...form.exclude], view.suits);
  const start = useSearch((id) => {
    setStep('results');
    void navigate({ to: '/suits/$runId', params: { runId: id } });
  });
  const begin = (question: SuitForm) => !start.busy && start.search(question);
  useShortcut('mod+Enter', 'Search', 'Suits', () => begin(form));

  function relax({ change }: Relaxation) {
    const next = patched(asked ?? form, change);
    setForm(next);
    begin(next);
  }

  const sameWishes = asked !== null && JSON.stringify(asked.wishes) === JSON.stringify(form.wishes);
  const shownCounts = useMemo(() => {
    const told = view.answer;
    if (told?.pieces == null || asked === null || !sameQuestion(asked, form)) return counts.data;
    return { counts: told.candidates, pieces: told.pieces };
  }, [view.answer, asked, form, counts.data]);

  return (
    <div className={styles.page}>
      <PageHead title={form.wearer === null ? 'Suits' : `Suit for ${form.wearer}`}>
        {runId !== undefined && (
          <span className={styles.run}>
            run {runId.slice(0, 4)}
            {asked !== null && ` · ${describe(asked)}`}
            <IconButton
              small
              icon={Link2}
              label="Copy the link to this run"
              onClick={async () => {
                if (await copyText(location.href)) showToast('Link copied.', { tone: 'ok' });
              }}
            />
          </span>
        )}
      </PageHead>
      <div className={styles.steps}>
        <Segmented label="Part of the suit builder" value={step} options={STEPS} onChange={setStep} />
      </div>
      <div className={styles.columns} data-step={step}>
        <SlotsColumn
          form={form}
          onChange={setForm}
          counts={shownCounts}
          characters={characters.data ?? []}
          known={known}
          onSelectPiece={pick}
        />
        <GoalsColumn
          form={form}
          onChange={setForm}
          sets={sets.data ?? []}
          best={sameWishes ? (view.suits[0] ?? null) : null}
          over={isOver(view.state)}
          reachable={view.answer?.reachable.armor_level || null}
          errors={start.errors}
          busy={start.busy}
          again={runId !== undefined}
          onSearch={() => begin(form)}
        />
        {runId !== undefined && error === null && asked !== null && (
          <Results
            key={runId}
            runId={runId}
            view={view}
            form={form}
            asked={asked}
            onChange={setForm}
            onRelax={relax}
            onShowItem={(id, anchor) => setItem({ id, anchor })}
          />
        )}
        {runId !== undefined && error !== null && (
          <div className={styles.nothing} data-part="results">
            <EmptyState
              icon={ShieldCheck}
              title="This run is not here"
              why={`${messageOf(error)} Runs are kept for 90 days; what stands at the left can be asked again.`}
            />
          </div>
        )}
        {runId === undefined && (
          <div className={styles.nothing} data-part="results">
            <EmptyState
              icon={ShieldCheck}
              title="The best suit of everything the guild owns"
              why="Say what it is to give and who will wear it. The search finds the best piece for every slot, proves that nothing is better, and lists who hands what to whom."
            >
              {form.wishes.length === 0 ? (
                PRESETS.slice(0, 4).map((preset) => (
                  <Button
                    key={preset.label}
                    onClick={() => setForm({ ...form, wishes: withFamilies([], preset.families, 'epic') })}
                  >
                    {preset.label}
                  </Button>
                ))
              ) : (
                <Button kind="main" busy={start.busy} onClick={() => begin(form)}>
                  Search
                </Button>
              )}
            </EmptyState>
          </div>
        )}
      </div>
      {item !== null && <ItemPopup id={item.id} anchor={item.anchor} onClose={() => setItem(null)} />}
    </div>
  );
}

/** What a run asked, in a few words: "20 wishes, 5 + 4". */
function describe(form: SuitForm): string {
  const rules = [form.primary, form.secondary].flatMap((rule) => rule ?? []);
  const sets = rules.map(({ min, max }) => (min > 0 ? min : (max ?? 'any'))).join(' + ');
  const wishes = form.wishes.length === 1 ? '1 wish' : `${form.wishes.length} wishes`;
  return sets === '' ? wishes : `${wishes}, ${sets}`;
}
