/** What a text stands for as a time: from the first moment on, and up to the second one, which is no part of it
 * unless the two are the same. null where it is no time. Days begin and end in UTC, as on the server. */
export function spanOf(text: string, now: Date): [bigint, bigint] | null {
  const calendar = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
  if (calendar) {
    const [year, month, day] = calendar.slice(1).map((part) => (part ? Number(part) : null));
    const from = utc(year ?? 0, (month ?? 1) - 1, day ?? 1);
    if (month != null && from.getUTCMonth() !== month - 1) return null;
    return [micros(from), micros(moved(from, day != null ? 'd' : month != null ? 'mo' : 'y', 1))];
  }
  const relative = /^(now|today|yesterday|tomorrow)((?:[+-]\d{1,5}(?:mo|[smhdwy]))*)$/.exec(
    text.toLowerCase(),
  );
  if (!relative) {
    const instant = instantOf(text);
    return instant === null ? null : [instant, instant];
  }
  const [, base = '', distances = ''] = relative;
  let isDay = base !== 'now';
  let at = now;
  if (isDay) {
    at = utc(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
    at = moved(at, 'd', { today: 0, yesterday: -1, tomorrow: 1 }[base] ?? 0);
  }
  for (const [, n = '', unit = ''] of distances.matchAll(/([+-]\d+)(mo|[smhdwy])/g)) {
    at = moved(at, unit, Number(n));
    if (/[smh]$/.test(unit)) isDay = false;
  }
  return [micros(at), micros(isDay ? moved(at, 'd', 1) : at)];
}

/** A time of RFC 3339 in microseconds, more than which a Date does not hold; without a zone it is in UTC. */
export function instantOf(text: string): bigint | null {
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?$/.exec(
    text.trim(),
  );
  if (!parts) return null;
  const [, day, minute, second = ':00', fraction = '', zone = 'Z'] = parts;
  const ms = Date.parse(`${day}T${minute}${second}${zone}`);
  return Number.isNaN(ms) ? null : BigInt(ms) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
}

function utc(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date;
}

function micros(date: Date): bigint {
  return BigInt(date.getTime()) * 1000n;
}

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600 };

function moved(date: Date, unit: string, n: number): Date {
  const to = new Date(date);
  if (unit === 'd' || unit === 'w') to.setUTCDate(to.getUTCDate() + (unit === 'w' ? 7 * n : n));
  else if (unit === 'mo') to.setUTCMonth(to.getUTCMonth() + n);
  else if (unit === 'y') to.setUTCFullYear(to.getUTCFullYear() + n);
  else to.setTime(to.getTime() + n * 1000 * (SECONDS[unit] ?? 0));
  return to;
}
