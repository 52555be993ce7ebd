/** The list with one of its elements at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [element] = next.splice(from, 1);
  if (element !== undefined) next.splice(Math.min(Math.max(to, 0), next.length), 0, element);
  return next;
}

/**
 * Where a dragged element belongs now: past a neighbour once the pointer is beyond that neighbour's middle. Boxes are those
 * of all elements, in their order, in the pointer's own coordinates.
 */
export function dragTarget(
  pointerY: number,
  boxes: readonly { top: number; bottom: number }[],
  at: number,
): number {
  let target = at;
  const middle = (i: number) => {
    const box = boxes[i];
    return box === undefined ? Number.NaN : (box.top + box.bottom) / 2;
  };
  while (pointerY > middle(target + 1)) target += 1;
  while (pointerY < middle(target - 1)) target -= 1;
  return target;
}
