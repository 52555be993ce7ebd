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
    set_password: 'Password',
    impersonate: 'Act as',
  } as Record<string, string>,
  any: 'Any',
  from: 'From',
  none: 'Nothing was recorded',
  noneWhy: 'Nobody has changed anything, or not so.',
  rowsOf: (n: number, what: string) => `${numberText(n)} ${what}`,
  show: 'Show what changed',
  special: {
    _roles: ['role', 'Roles'],
    _members: ['member’s roles', 'Members of roles'],
    _keys: ['API key', 'API keys'],
    _people: ['person', 'People'],
  } as Record<string, readonly [string, string]>,
  to: 'To',
  type: 'Of what',
  undone: (by: string) => `taken back by ${by}`,
  who: 'Who',
  whoHint: 'Name or id',
} as const;
