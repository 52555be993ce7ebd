export const COLOURS = 12;

/** A character's colour, 0 to 11: the same on the map, in lists and on charts, today and tomorrow. */
export function colourOf(name: string): number {
  let hash = 2166136261;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 16777619);
  hash ^= hash >>> 15;
  return (hash >>> 0) % COLOURS;
}
