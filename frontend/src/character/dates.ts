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

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** "22 Nov, 17:50 to 18:20", with the second day where it is another. */
export function spanWords(from: string, to: string): string {
  const same = dayWords(from) === dayWords(to);
  return `${dayTime(from)} to ${same ? clock.format(new Date(to)) : dayTime(to)}`;
}

/** "22 Nov, 17:50". */
export function dayTime(at: string): string {
  return time.format(new Date(at));
}
