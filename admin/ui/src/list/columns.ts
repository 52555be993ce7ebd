import { type Column, columnsOf } from '../api/schema.ts';
import type { Type } from '../api/types.ts';

/** The columns of a list in the order that was chosen; names that the type has no more are left out. */
export function shownColumns(type: Type, chosen: readonly string[] | null): Column[] {
  const all = columnsOf(type);
  const byName = new Map(all.map((column) => [column.name, column]));
  const wanted = chosen ?? type.columns;
  const shown = wanted.flatMap((name) => byName.get(name) ?? []);
  return shown.length > 0 ? shown : all.slice(0, 6);
}

/** Where one user's choice for a type is kept. */
function key(user: string, slug: string): string {
  return `admin.columns.${user}.${slug}`;
}

export function storedColumns(user: string, slug: string): string[] | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key(user, slug)) ?? 'null');
    return Array.isArray(stored) && stored.every((name) => typeof name === 'string') ? stored : null;
  } catch {
    return null;
  }
}

/** Keeps a choice; null is the type's own. */
export function storeColumns(user: string, slug: string, columns: readonly string[] | null): void {
  try {
    if (columns === null) localStorage.removeItem(key(user, slug));
    else localStorage.setItem(key(user, slug), JSON.stringify(columns));
  } catch {
    // Storage is refused or full: the choice holds until the page is left.
  }
}

/** The list with one name moved by some places, inside of it. */
export function moved(names: readonly string[], name: string, by: number): string[] {
  const from = names.indexOf(name);
  if (from < 0) return [...names];
  const others = names.filter((other) => other !== name);
  const to = Math.max(0, Math.min(others.length, from + by));
  return [...others.slice(0, to), name, ...others.slice(to)];
}
