/**
 * Where the things of a pack are shown after a change: what was there stays where it was, what is gone leaves a hole, what
 * is new takes the first hole. So nothing moves under the pointer.
 */
export function settle(before: readonly (number | null)[], now: readonly number[]): (number | null)[] {
  const present = new Set(now);
  const places = before.map((id) => (id !== null && present.has(id) ? id : null));
  const placed = new Set(places);
  let hole = 0;
  for (const id of now) {
    if (placed.has(id)) continue;
    while (hole < places.length && places[hole] !== null) hole += 1;
    places[hole] = id;
  }
  while (places.length > 0 && places.at(-1) === null) places.pop();
  return places;
}
