/** Whether two values of the wire say the same; the order of an object's members does not count. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b || (a ?? null) === (b ?? null)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  // What a row is called may have changed; it is the same row.
  if (isRef(left) && isRef(right)) return left.id === right.id;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]))
  );
}

/** Whether a value is what an edge leads to. */
export function isRef(value: unknown): value is { id: string; label: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { id, label, ...rest } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof label === 'string' && Object.keys(rest).length === 0;
}
