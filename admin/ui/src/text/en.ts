import { numberText } from '../ui/numbers.ts';

/** "1 book", "2 books". */
export function plural(count: number, one: string, many: string): string {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}

/** What controls and every page say. A page's own words are in a file of its own beside this one. */
export const text = {
  add: 'Add',
  all: 'All',
  back: 'Back',
  cancel: 'Cancel',
  changed: 'Changed',
  clear: 'Clear',
  close: 'Close',
  copied: 'Copied',
  copy: 'Copy',
  create: 'Create',
  delete: 'Delete',
  deleteDots: 'Delete…',
  dismiss: 'Dismiss',
  edit: 'Edit',
  loading: 'Loading…',
  no: 'No',
  noMatch: 'Nothing matches.',
  none: 'None',
  off: 'Off',
  on: 'On',
  optional: 'optional',
  retry: 'Try again',
  save: 'Save',
  undo: 'Undo',
  undone: 'Undone',
  yes: 'Yes',
  remove: (what: string) => `Remove ${what}`,
  typeToConfirm: (word: string) => `Type “${word}” to confirm`,

  problem: {
    titles: {
      0: 'The server cannot be reached',
      401: 'You are signed out',
      403: 'Not allowed',
      404: 'Not found',
      409: 'In conflict with what is there',
      413: 'Too large',
      428: 'Somebody else may have changed it',
      429: 'Too many attempts',
      503: 'The server is busy or stopping',
    } as Record<number, string>,
    failed: 'The server failed',
    refused: 'The server refused',
    network: 'The server cannot be reached. Is the network up?',
  },
} as const;
