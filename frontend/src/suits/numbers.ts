/** "2 606": a thin space between thousands. */
export function thousands(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u2009');
}

/** "+14", "−3", and nothing for none. */
export function signed(value: number): string {
  if (value === 0) return '';
  return value > 0 ? `+${thousands(value)}` : `−${thousands(-value)}`;
}

/** "0.41 s", "12 s", "2 min" */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
