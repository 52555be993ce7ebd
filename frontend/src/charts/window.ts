/** The stretch of time that charts show: up to now, or between two moments. */
export type ChartWindow = { back: Preset } | { from: number; to: number };

export const PRESETS = ['1h', '6h', '24h', '7d', '30d'] as const;
export type Preset = (typeof PRESETS)[number];
export const FIRST_PRESET: Preset = '6h';

const SECONDS: Record<Preset, number> = {
  '1h': 3_600,
  '6h': 21_600,
  '24h': 86_400,
  '7d': 604_800,
  '30d': 2_592_000,
};
/** A shorter stretch has nothing to show; the longest is what the server answers at once. */
const LEAST_SECONDS = 60;
const MOST_SECONDS = 366 * 86_400;

/** Reads "6h", or "FROM,TO" as Unix seconds or ISO times; what makes no sense is the first preset. */
export function readWindow(text: string | undefined): ChartWindow {
  const back = PRESETS.find((preset) => preset === text);
  if (back !== undefined) return { back };
  const [from, to] = (text ?? '').split(',').map(readMoment);
  if (from == null || to == null || to - from < LEAST_SECONDS || to - from > MOST_SECONDS)
    return { back: FIRST_PRESET };
  return { from, to };
}

/** Writes it; undefined for the first preset, which the address need not say. */
export function writeWindow(window: ChartWindow): string | undefined {
  if ('back' in window) return window.back === FIRST_PRESET ? undefined : window.back;
  return `${iso(window.from)},${iso(window.to)}`;
}

/** The two ends in Unix seconds, the present being `now`. */
export function endsOf(window: ChartWindow, now: number): { from: number; to: number } {
  return 'back' in window ? { from: now - SECONDS[window.back], to: now } : window;
}

/** A stretch that was drawn over a chart, or null where it is too short to be meant. */
export function zoomed(a: number, b: number): ChartWindow | null {
  const from = Math.round(Math.min(a, b));
  const to = Math.round(Math.max(a, b));
  return to - from < LEAST_SECONDS ? null : { from, to };
}

function readMoment(text: string): number | null {
  if (/^\d{9,11}$/.test(text)) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.round(at / 1000);
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000', '');
}
