const DAY_SECONDS = 86_400;
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayClock = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** What stands under a time axis: the hour, and the day where one begins. */
export function timeTick(t: number, stepSeconds: number): string {
  const at = new Date(t * 1000);
  const midnight = at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0;
  if (stepSeconds >= DAY_SECONDS || midnight) return day.format(at);
  return (stepSeconds < 60 ? seconds : clock).format(at);
}

/** One moment of a chart in words: the time, with the day where the chart is longer than one. */
export function moment(t: number, spanSeconds: number): string {
  return (spanSeconds > DAY_SECONDS ? dayClock : clock).format(t * 1000);
}

/** "1.2 k", "3.4 M": a number for the narrow room beside an axis. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${trim(value / 1e6)} M`;
  if (size >= 1e4) return `${trim(value / 1e3)} k`;
  return trim(value);
}

function trim(value: number): string {
  return String(Number(value.toFixed(1))).replace('-', '−');
}
