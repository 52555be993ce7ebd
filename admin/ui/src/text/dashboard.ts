/** What the overview says. */
export const dashboard = {
  barsLabel: (sum: string) => `${sum} changes in the last 30 days, by day`,
  changes: 'Changes of the last 30 days',
  day: (day: string, count: string) => `${day}: ${count}`,
  new: (what: string) => `New ${what}`,
  noRecent: 'Nobody has changed anything of late.',
  own: {
    _roles: 'a role',
    _members: 'somebody’s roles',
    _keys: 'an API key',
    _people: 'a user',
    _audit: 'the audit log',
  } as Record<string, string>,
  recent: 'Of late',
  total: (sum: string) => `${sum} in all`,
  verbs: {
    create: 'created',
    update: 'changed',
    delete: 'deleted',
    restore: 'took back',
    purge: 'deleted for good',
    undo: 'undid a change of',
    revert: 'reverted',
    import: 'imported',
    link: 'linked',
  } as Record<string, string>,
} as const;
