/** How far back a chart looks, as it stands in the address. */
export const RANGES = ['1h', '6h', '24h', '7d', '30d'] as const;
export type Range = (typeof RANGES)[number];

export const FIRST_RANGE: Range = '24h';

export function readRange(raw: unknown): Range | undefined {
  return RANGES.find((known) => known === raw);
}
