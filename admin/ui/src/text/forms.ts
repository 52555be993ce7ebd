import { numberText } from '../ui/numbers.ts';

/** What the controls of forms say. */
export const forms = {
  addOne: (what: string) => `Add ${what}…`,
  chooseFile: 'Choose a file',
  download: 'Download',
  hide: 'Hide',
  more: (n: number) => `+ ${numberText(n)}`,
  moreLong: (n: string) => `Show ${n} more`,
  open: (what: string) => `Open ${what}`,
  putBack: (what: string) => `Put ${what} back`,
  show: 'Show',
  tooLarge: (size: number, most: number) =>
    `The file has ${numberText(size)} bytes; at most ${numberText(most)} fit.`,
  valid: 'Valid',
} as const;
