const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** A span of time in its largest unit: "4 s", "14 min", "3 h", "6 days". Negative spans count as none. */
export function span(ms: number): string {
  if (ms < SECOND_MS) return '0 s';
  if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < 2 * DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  return `${Math.floor(ms / DAY_MS)} days`;
}

/** How long ago, or the day when that was more than a week ago. */
export function ago(at: Date, now: Date): string {
  const ms = now.getTime() - at.getTime();
  if (ms < -5 * SECOND_MS) return shortTime(at, now);
  if (ms < 5 * SECOND_MS) return 'just now';
  if (ms > 7 * DAY_MS) return shortDay(at, now);
  return `${span(ms)} ago`;
}

/** The day, with the year where it is another than now's: "22 Nov", "22 Nov 2024". */
export function shortDay(at: Date, now: Date): string {
  return (at.getFullYear() === now.getFullYear() ? dayAndMonth : dayOfYear).format(at);
}

/** To the second, as lists show it: "22 Nov 17:48:12"; midnight sharp of a day is the day alone. */
export function shortTime(at: Date, now: Date): string {
  const time = clock.format(at);
  const utcMidnight = at.getTime() % DAY_MS === 0;
  return utcMidnight && time === '00:00:00' ? shortDay(at, now) : `${shortDay(at, now)} ${time}`;
}

export function fullTime(at: Date): string {
  return full.format(at);
}
