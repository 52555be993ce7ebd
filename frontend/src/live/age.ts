/** A length of time in one short word: "8 s", "14 m", "3 h", "2 d". */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

/** The plugin's online time "1.02:58:07" or "02:58:07" as "26:58" or "2:58"; null when there is none. */
export function formatOnlineTime(text: string): string | null {
  const match = /^(?:(\d+)\.)?(\d+):(\d{2}):(\d{2})$/.exec(text.trim());
  if (match === null) return null;
  const hours = Number(match[1] ?? 0) * 24 + Number(match[2]);
  return `${hours}:${match[3]}`;
}

/** Digits in groups of three, set apart by thin spaces. */
export function formatCount(value: number | null): string {
  if (value === null) return '–';
  const text = Math.abs(Math.round(value)).toString();
  const grouped = text.replace(/\B(?=(\d{3})+$)/g, '\u2009');
  return value < 0 ? `−${grouped}` : grouped;
}
