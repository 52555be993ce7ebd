/** Colours from cold to hot as red, green and blue, evenly apart. */
export type Ramp = readonly (readonly [number, number, number])[];

/** The colour at a share of the way, 0 to 1, as "r g b" for CSS. */
export function rampColour(ramp: Ramp, share: number): string {
  const at = Math.min(1, Math.max(0, share)) * (ramp.length - 1);
  const from = ramp[Math.floor(at)];
  const to = ramp[Math.ceil(at)];
  if (from === undefined || to === undefined) return '0 0 0';
  const t = at - Math.floor(at);
  return from.map((value, i) => Math.round(value + ((to[i] ?? value) - value) * t)).join(' ');
}
