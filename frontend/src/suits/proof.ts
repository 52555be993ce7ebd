import { thousands } from './numbers.ts';
import { isOver, type RunView } from './runView.ts';

export interface Proof {
  tone: 'ok' | 'accent' | 'info' | 'warn' | 'danger' | 'neutral';
  /** The state in a few words. */
  title: string;
  /** What is known beyond it; may be empty. */
  detail: string;
}

/** How sure the best suit is, plainly. */
export function proofOf(view: RunView): Proof {
  const best = view.suits[0];
  switch (view.state) {
    case 'connecting':
      return { tone: 'neutral', title: 'Starting', detail: '' };
    case 'queued':
      return { tone: 'info', title: 'Queued', detail: queueWords(view.ahead) };
    case 'failed':
      return { tone: 'danger', title: 'The search failed', detail: view.failure };
  }
  if (view.answer?.infeasible != null) return { tone: 'warn', title: 'No suit keeps the rules', detail: '' };
  if (best === undefined) {
    return isOver(view.state)
      ? { tone: 'warn', title: 'Stopped before the first suit', detail: '' }
      : { tone: 'info', title: 'Looking for a first suit', detail: '' };
  }
  if (isProven(view)) return { tone: 'ok', title: 'Best suit proven', detail: boundWords(view) };
  const wishes = wishGap(view);
  const armor = armorGap(view);
  if (isOver(view.state)) {
    return { tone: 'warn', title: 'Stopped: best so far', detail: possibleWords(wishes, armor) };
  }
  if (wishes === null) return { tone: 'info', title: 'Still searching', detail: '' };
  if (wishes > 0)
    return { tone: 'info', title: `Within ${wishes} of best, still searching`, detail: boundWords(view) };
  return { tone: 'info', title: 'Most wishes proven, still searching', detail: boundWords(view) };
}

/** Whether nothing can be better than the first suit. */
export function isProven(view: RunView): boolean {
  if (view.answer !== null && isOver(view.state)) return view.answer.proven || nothingBetter(view);
  return nothingBetter(view);
}

function nothingBetter(view: RunView): boolean {
  return wishGap(view) === 0 && armorGap(view) === 0;
}

/** How many more wishes might be met; null while there is no bound. */
function wishGap({ suits: [best], bound }: RunView): number | null {
  return best === undefined || bound === null ? null : Math.max(0, bound.covered - best.covered);
}

/** How much more armour might be had with as many wishes; null where that says nothing. */
function armorGap({ suits: [best], bound }: RunView): number | null {
  if (best === undefined || bound === null || bound.covered > best.covered) return null;
  return Math.max(0, bound.armorLevel - best.armor_level);
}

function possibleWords(wishes: number | null, armor: number | null): string {
  if (wishes === null) return 'How much better one could be is not known';
  if (wishes > 0) return `At most ${wishes} ${wishes === 1 ? 'wish' : 'wishes'} better possible`;
  if (armor === null || armor === 0) return 'None meets more wishes or has more armour';
  return `No suit meets more wishes; at most ${thousands(armor)} armour better possible`;
}

/** "bound 19 / 2 606 · gap 0" */
function boundWords(view: RunView): string {
  if (view.bound === null) return '';
  const wishes = wishGap(view) ?? 0;
  const armor = armorGap(view) ?? 0;
  const gap =
    wishes > 0
      ? `${wishes} ${wishes === 1 ? 'wish' : 'wishes'}`
      : armor > 0
        ? `${thousands(armor)} armour`
        : '0';
  const armour = view.bound.armorLevel > 0 ? ` / ${thousands(view.bound.armorLevel)}` : '';
  return `bound ${view.bound.covered}${armour} · gap ${gap}`;
}

function queueWords(ahead: number): string {
  if (ahead === 0) return 'Starts as soon as a place is free';
  return ahead === 1 ? 'One run is ahead of it' : `${ahead} runs are ahead of it`;
}

/** What the search does now, under its bar. */
export function workWords(view: RunView, top: number, distance: number): string {
  if (view.state === 'queued' || view.state === 'connecting' || view.state === 'failed') return '';
  const kept = view.suits.length;
  const apart = distance === 1 ? '1 piece apart' : `${distance} pieces apart`;
  if (isOver(view.state))
    return kept === 0 ? '' : `${kept === 1 ? 'One suit' : `${kept} suits`} kept, ${apart}`;
  if (kept > 0 && isProven(view)) return `Looking for the next best: ${kept} of ${top} kept, ${apart}`;
  return view.phase === '' || view.phase === 'running' ? '' : phaseWords(view.phase);
}

function phaseWords(phase: string): string {
  const words = phase.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
