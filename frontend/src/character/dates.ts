const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const time = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** "22 Nov 2026" of a time as the server writes it. */
export function dayWords(at: string): string {
  return day.format(new Date(at));
}

/** "22 Nov, 17:50". */
export function dayTime(at: string): string {
  return time.format(new Date(at));
}
