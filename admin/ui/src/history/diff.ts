import { fieldOf } from '../api/schema.ts';
import type { Ref, Type } from '../api/types.ts';
import { itemOf } from '../edit/form.ts';
import { isRef, same } from '../edit/same.ts';
import { valueText } from '../fields/wire.ts';

/** What happened to one field or edge, or to a part of its JSON. */
export interface DiffLine {
  /** "Condition › for_minutes". */
  label: string;
  /** Gone; null where there was nothing. */
  minus: string | null;
  plus: string | null;
}

export type Diff = Readonly<Record<string, unknown>>;

/** How many parts of one JSON value are told apart before it is shown whole. */
const MOST_PARTS = 12;

/** What a revision changed, in words, one line a field; JSON is taken apart. */
export function diffLines(type: Type | undefined, diff: Diff): DiffLine[] {
  return Object.entries(diff).flatMap(([name, change]) => {
    // A foreign key is told as its edge.
    const edge = type && fieldOf(type, name)?.edge;
    if (edge !== undefined && Object.hasOwn(diff, edge)) return [];
    const label = (type && itemOf(type, name)?.label) ?? name;
    if (Array.isArray(change)) {
      const [from, to] = change as [unknown, unknown];
      const field = type && fieldOf(type, name);
      if (isTree(from) && isTree(to)) {
        const parts = partsOf(from, to);
        if (parts.length <= MOST_PARTS)
          return parts.map((part) => ({ ...part, label: [label, part.label].filter(Boolean).join(' › ') }));
      }
      const words = (value: unknown) =>
        isNone(value) ? null : isRef(value) ? value.label || value.id : valueText(field, value);
      return [{ label, minus: words(from), plus: words(to) }];
    }
    const { added = [], removed = [] } = (change ?? {}) as { added?: Ref[]; removed?: Ref[] };
    const names = (refs: Ref[]) =>
      refs.length === 0 ? null : refs.map((ref) => ref.label || ref.id).join(', ');
    return [{ label, minus: names(removed), plus: names(added) }];
  });
}

function isNone(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isRef(value);
}

function partsOf(from: unknown, to: unknown): DiffLine[] {
  if (same(from, to)) return [];
  if (!isTree(from) || !isTree(to) || Array.isArray(from) || Array.isArray(to)) {
    const words = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
    return [{ label: '', minus: words(from), plus: words(to) }];
  }
  const [a, b] = [from as Record<string, unknown>, to as Record<string, unknown>];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    partsOf(a[key], b[key]).map((part) => ({
      ...part,
      label: [key, part.label].filter(Boolean).join(' › '),
    })),
  );
}
