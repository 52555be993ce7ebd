/** What the trash of a type says. */
export const trash = {
  title: 'Trash',
  deleted: 'Deleted',
  empty: 'The trash is empty',
  emptyWhy: 'What is deleted comes here first, and can be taken back.',
  purge: 'Delete for good…',
  purgeNow: (what: string) => `Delete ${what} for good`,
  purgeTitle: (what: string) => `Delete ${what} for good?`,
  purgeWhy: 'They leave the trash, and what belongs to them goes too.',
  purged: (what: string) => `Deleted ${what} for good`,
  restore: 'Take back',
  restored: (what: string) => `Took back ${what}`,
  row: (what: string) => `Select ${what}`,
  search: 'Search the trash',
  selected: (n: number) => `${n} selected`,
} as const;
