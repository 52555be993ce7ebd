const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

// Made when they are first wanted: the first formatter of a page takes the browser long.
let dayFormat: Intl.DateTimeFormat | undefined;
let fullFormat: Intl.DateTimeFormat | undefined;

/** A span of time in its largest unit: "4 s", "14 min", "3 h", "6 days". Negative spans count as none. */
export function span(ms: number): string {
  if (ms < second) return '0 s';
  if (ms < minute) return `${Math.floor(ms / second)} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < 2 * day) return `${Math.floor(ms / hour)} h`;
  return `${Math.floor(ms / day)} days`;
}

/** How long ago, or the day when that was more than a week ago. */
export function ago(at: Date, now: Date): string {
  const ms = now.getTime() - at.getTime();
  if (ms < 5 * second) return 'just now';
  if (ms > 7 * day) {
    dayFormat ??= new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
    return dayFormat.format(at);
  }
  return `${span(ms)} ago`;
}

/** How long until then, or "over" when it has been. */
export function until(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  if (ms <= 0) return 'over';
  // What was made for a week a few minutes ago still ends in seven days.
  return `in ${span(ms < 2 * day ? ms : ms + hour)}`;
}

export function fullTime(at: Date): string {
  fullFormat ??= new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
  return fullFormat.format(at);
}
