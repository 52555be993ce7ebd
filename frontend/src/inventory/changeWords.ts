/** What changed of an item, before and after: "stack count 980 → 975". Says nothing of what it does not understand. */
export function detailWords(detail: Readonly<Record<string, unknown>> | null | undefined): string {
  return Object.entries(detail ?? {})
    .map(([key, value]) => {
      const [before, after] = beforeAndAfter(value);
      if (after === undefined) return '';
      return `${key.replaceAll('_', ' ')} ${text(before)} → ${text(after)}`;
    })
    .filter((words) => words !== '')
    .join(', ');
}

function beforeAndAfter(value: unknown): readonly [unknown, unknown] {
  if (Array.isArray(value) && value.length === 2) return [value[0], value[1]];
  if (typeof value === 'object' && value !== null && 'after' in value) {
    return [(value as { before?: unknown }).before ?? null, value.after ?? null];
  }
  return [undefined, undefined];
}

function text(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
