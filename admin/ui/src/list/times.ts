import { spanOf } from '../filter/times.ts';
import { shortTime } from '../ui/age.ts';

/** The server's days are those of UTC. */
const utcDay = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

export const UNITS = { m: 'minutes', h: 'hours', d: 'days', w: 'weeks', mo: 'months', y: 'years' } as const;
const ONE = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week', mo: 'month', y: 'year' } as const;

/** The point in time that a filter's value stands for, or begins at; null where it is none. */
export function resolveTime(text: string, now: Date): Date | null {
  const span = spanOf(text, now);
  return span === null ? null : new Date(Number(span[0] / 1000n));
}

export interface Distance {
  amount: number;
  unit: keyof typeof UNITS;
}

/** "now-7d" and "today-7d" as 7 and "d"; null for any other time. */
export function distanceOf(text: string): Distance | null {
  const found = /^(?:now|today)-(\d{1,5})(mo|[mhdwy])$/i.exec(text);
  if (found === null) return null;
  return { amount: Number(found[1]), unit: (found[2] ?? 'd').toLowerCase() as keyof typeof UNITS };
}

export interface TimeWords {
  /** "7 days ago". */
  words: string;
  /** The day or moment that it is, where the words do not say it. */
  exact: string;
}

/** How a filter's time reads. */
export function timeWords(text: string, now: Date): TimeWords {
  const at = resolveTime(text, now);
  if (at === null) return { words: text, exact: '' };
  const exact = utcDay.format(at);
  const distance = distanceOf(text);
  if (distance !== null) {
    const { amount, unit } = distance;
    return { words: `${amount} ${amount === 1 ? ONE[unit] : UNITS[unit]} ago`, exact };
  }
  if (/^[a-z]/i.test(text))
    return { words: text.toLowerCase(), exact: text.toLowerCase() === 'now' ? '' : exact };
  if (/^\d{4}(-\d\d)?$/.test(text)) return { words: text, exact: '' };
  return { words: /T/.test(text) ? shortTime(at, now) : exact, exact: '' };
}
