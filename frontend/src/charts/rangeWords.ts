import type { Range } from './range.ts';

const HOURS: Record<Range, number> = { '1h': 1, '6h': 6, '24h': 24, '7d': 168, '30d': 720 };

export function rangeHours(range: Range): number {
  return HOURS[range];
}

/** "the last 24 hours", "the last 7 days". */
export function rangeWords(range: Range): string {
  const hours = HOURS[range];
  if (hours === 1) return 'the last hour';
  return hours <= 24 ? `the last ${hours} hours` : `the last ${hours / 24} days`;
}
