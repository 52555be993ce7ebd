import type { Field, Kind, Type } from '../api/types.ts';
import type { Value } from './ast.ts';
import type { Target } from './operators.ts';

/** A value that is offered for a field. */
export interface Offer {
  value: Value;
  insert: string;
  label: string;
  detail: string;
}

/** What is at the end of a path. */
export interface Found {
  target: Target;
  label: string;
  nullable: boolean;
  /** The field there, unless it is an edge or the id. */
  field?: Field;
  values: Offer[];
  /** Slug of the type whose ids are values here. */
  lookup?: string;
}

/** Follows a path from a type; null where it leads nowhere. */
export function targetAt(path: string, type: Type, types: Type[]): Found | null {
  let at: Type = type;
  let missing = false;
  const labels: string[] = [];
  const names = path.split('.');
  for (const [i, name] of names.entries()) {
    const isLast = i === names.length - 1;
    const edge = at.edges.find((e) => e.name === name);
    const target = edge && types.find((t) => t.slug === edge.type);
    if (edge && target) {
      labels.push(edge.label);
      missing ||= !edge.required || edge.rel === 'o2m' || edge.rel === 'm2m';
      if (isLast)
        return {
          target: 'edge',
          label: labels.join(' → '),
          nullable: missing,
          values: offers(missing),
          lookup: target.slug,
        };
      at = target;
      continue;
    }
    if (!isLast) return null;
    if (name === 'id' && at.id.kind)
      return {
        target: at.id.kind,
        label: [...labels, 'ID'].join(' → '),
        nullable: missing,
        values: [],
        lookup: at.slug,
      };
    const field = at.fields.find((f) => f.name === name && f.filterable);
    if (!field) return null;
    const nullable = missing || field.nullable === true;
    return {
      target: field.kind,
      label: [...labels, field.label].join(' → '),
      nullable,
      field,
      values: offers(nullable, field.kind, field),
    };
  }
  return null;
}

const TIMES: [string, string][] = [
  ['today', 'Today'],
  ['yesterday', 'Yesterday'],
  ['now-1h..', 'The last hour'],
  ['now-24h..', 'The last 24 hours'],
  ['today-7d..', 'The last 7 days'],
  ['today-30d..', 'The last 30 days'],
  ['today-1y..', 'The last year'],
];

function offers(nullable: boolean, kind?: Kind, field?: Field): Offer[] {
  const list: Offer[] = [];
  const add = (text: string, label: string, detail = '') =>
    list.push({ value: readOffer(text), insert: text, label, detail });
  if (kind === 'bool') {
    add('true', 'Yes');
    add('false', 'No');
  }
  if (kind === 'time') for (const [text, label] of TIMES) add(text, label);
  for (const choice of field?.choices ?? []) add(choice.value, choice.label);
  if (nullable) list.push({ value: { null: true }, insert: 'null', label: 'Empty', detail: '' });
  return list;
}

function readOffer(text: string): Value {
  return text.endsWith('..') ? { range: [{ text: text.slice(0, -2) }, null] } : { text };
}
