import type { Type } from '../api/types.ts';
import { printValue } from './print.ts';
import { targetAt } from './targets.ts';

export interface Suggestion {
  /** What stands in the place of from…to when it is taken. */
  insert: string;
  label: string;
  detail: string;
}

export interface Completion {
  from: number;
  to: number;
  items: Suggestion[];
  /** Slug of the type whose rows' ids are asked for; the caller may look them up. */
  lookup?: string;
}

/** What may stand at the cursor of a filter over a type; nothing where the text before it is no filter. */
export function complete(text: string, cursor: number, type: Type, types: Type[]): Completion {
  const before = text.slice(0, cursor);
  const place = placeIn(before);
  const none = { from: cursor, to: cursor, items: [] };
  if (!place) return none;
  const typed = before.slice(place.from);
  const to = cursor + (/^[\w.]*/.exec(text.slice(cursor))?.[0].length ?? 0);
  if (place.path === undefined)
    return { from: place.from, to, items: names(typed, type, types, place.after) };
  const found = targetAt(place.path, type, types);
  if (!found) return none;
  const wanted = typed.replace(/^"/, '').toLowerCase();
  const items = found.values
    .filter(({ insert, label }) => `${insert} ${label}`.toLowerCase().includes(wanted))
    .map((item) => ({ ...item, insert: printValue(item.value, ':') }))
    .map(({ insert, label, detail }) => ({ insert, label, detail }));
  return { from: place.from, to: cursor, items, ...(found.lookup && { lookup: found.lookup }) };
}

interface Place {
  from: number;
  /** Of the comparison whose value stands here; undefined where a name does. */
  path?: string;
  /** A term stands before, so that "or" may follow. */
  after: boolean;
}

/** What stands at the end of a text. */
function placeIn(text: string): Place | null {
  let pos = 0;
  let after = false;
  const find = (pattern: RegExp): string => {
    pattern.lastIndex = pos;
    const found = pattern.exec(text)?.[0] ?? '';
    pos += found.length;
    return found;
  };
  for (;;) {
    find(/[\s()]*-?[\s(]*/y);
    const from = pos;
    const path = find(/[A-Za-z_][\w.]*/y);
    if (pos === text.length) return { from, after };
    if (!path) return null;
    if (/^(or|and|not)$/i.test(path) && /[\s(-]/.test(text.charAt(pos))) {
      after = false;
      continue;
    }
    if (!find(/\s*(?:!=|[<>]=?|[:=~])\s*/y)) return null;
    const isList = find(/\(\s*/y) !== '';
    do {
      const start = pos;
      find(/(?:"(?:[^"\\]|\\.)*"|[^\s(),".]|\.(?!\.))*/sy);
      if (find(/\.\./y) && pos < text.length) find(/(?:"(?:[^"\\]|\\.)*"|[^\s(),"])*/sy);
      if (pos === text.length || text.startsWith('"', pos)) {
        const end = text.lastIndexOf('..');
        return { from: end >= start ? end + 2 : start, path, after };
      }
    } while (isList && find(/\s*,\s*/y));
    if (isList && !find(/\s*\)/y)) return null;
    after = true;
  }
}

/** Fields, edges and keywords that begin as typed does. */
function names(typed: string, type: Type, types: Type[], after: boolean): Suggestion[] {
  const dot = typed.lastIndexOf('.');
  const prefix = typed.slice(0, dot + 1);
  let at: Type | undefined = type;
  for (const step of prefix.split('.').slice(0, -1)) {
    const slug: string | undefined = at?.edges.find((e) => e.name === step)?.type;
    at = types.find((t) => t.slug === slug);
  }
  if (!at) return [];
  const last = typed.slice(dot + 1).toLowerCase();
  const fits = (name: string, label: string) =>
    `${name} ${label}`
      .toLowerCase()
      .split(' ')
      .some((word) => word.startsWith(last));
  const items: Suggestion[] = [];
  for (const f of at.fields)
    if (f.filterable && fits(f.name, f.label))
      items.push({ insert: `${prefix}${f.name}`, label: f.label, detail: f.kind });
  for (const e of at.edges)
    if (fits(e.name, e.label)) items.push({ insert: `${prefix}${e.name}`, label: e.label, detail: e.type });
  if (at.id.kind && fits('id', 'ID')) items.push({ insert: `${prefix}id`, label: 'ID', detail: at.id.kind });
  if (prefix === '')
    for (const word of after ? ['or', 'and', 'not'] : ['not'])
      if (word.startsWith(last)) items.push({ insert: `${word} `, label: word, detail: '' });
  return items;
}
