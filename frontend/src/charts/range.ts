/** How far back a chart looks, as it stands in the address. */
export const RANGES = ['1h', '6h', '24h', '7d', '30d'] as const;
export type Range = (typeof RANGES)[number];

export const FIRST_RANGE: Range = '24h';

const HOURS: Record<Range, number> = { '1h': 1, '6h': 6, '24h': 24, '7d': 168, '30d': 720 };

export function readRange(raw: unknown): Range | undefined {
  return RANGES.find((known) => known === raw);
}

export function rangeHours(range: Range): number {
  return HOURS[range];
}

/** "the last 24 hours", "the last 7 days". */
export function rangeWords(range: Range): string {
  const hours = HOURS[range];
  if (hours === 1) return 'the last hour';
  return hours <= 24 ? `the last ${hours} hours` : `the last ${hours / 24} days`;
}
