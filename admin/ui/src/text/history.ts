import { numberText } from '../ui/numbers.ts';
import { plural } from './en.ts';

const done: Record<string, string> = {
  create: 'Created',
  delete: 'Deleted',
  restore: 'Brought back',
  purge: 'Deleted for good',
  undo: 'Taken back',
  revert: 'Reverted',
  import: 'Imported',
  link: 'Linked from elsewhere',
};

/** What the history of a row says. */
export const history = {
  title: 'History',
  bulk: (rows: number, what: string) => `part of a change of ${numberText(rows)} ${what}`,
  by: (name: string, other: string) => `${other} as ${name}`,
  close: 'Close the history',
  done: (action: string, fields: number) =>
    done[action] ?? (action === 'update' ? `Changed ${plural(fields, 'field', 'fields')}` : action),
  failed: 'The history cannot be shown',
  none: 'Nothing was recorded yet.',
  older: 'Older',
  revert: 'Revert to before this',
  revertNow: 'Revert',
  revertTitle: (n: number) => `Back to before revision ${n}?`,
  revertWhy: 'Every change since then is taken back, as one new revision. This can be undone.',
  reverted: (label: string, revision: number) => `${label} is as it was before revision ${revision}`,
  revision: (n: number) => `rev ${n}`,
  revisions: (n: number, more: boolean) =>
    `${numberText(n)}${more ? '+' : ''} ${n === 1 ? 'revision' : 'revisions'}`,
  you: 'you, not saved yet',
  viaKey: 'by API key',
} as const;
