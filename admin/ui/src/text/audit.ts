import { numberText } from '../ui/numbers.ts';

/** What the audit log says. */
export const audit = {
  title: 'Audit log',
  action: 'What',
  actions: {
    create: 'Create',
    update: 'Change',
    delete: 'Delete',
    restore: 'Restore',
    purge: 'Delete for good',
    undo: 'Undo',
    revert: 'Revert',
    import: 'Import',
  } as Record<string, string>,
  any: 'Any',
  from: 'From',
  none: 'Nothing was recorded',
  noneWhy: 'Nobody has changed anything, or not so.',
  rowsOf: (n: number, what: string) => `${numberText(n)} ${what}`,
  show: 'Show what changed',
  special: {
    _roles: 'Roles',
    _members: 'Members of roles',
    _keys: 'API keys',
    _people: 'People',
  } as Record<string, string>,
  to: 'To',
  type: 'Of what',
  undone: (by: string) => `taken back by ${by}`,
  who: 'Who',
  whoHint: 'Id of a person',
} as const;
