import { type Condition, conditionsOf } from './conditions.ts';
import { added, removed, replaced } from './edit.ts';
import { quoted } from './scan.ts';

/** What a query says of the values of one field. */
export interface Choice {
  /** Any of these is wanted; none where all are. */
  wanted: readonly string[];
  /** None of these is. */
  unwanted: readonly string[];
}

/** A field of a query, under all its names, and which of its values are meant. */
export interface ChoiceField {
  name: string;
  aliases: readonly string[];
}

/** What is chosen of a field, read from the query's text. */
export function choiceOf(text: string, field: ChoiceField): Choice {
  const about = conditionsAbout(text, field);
  const values = (negated: boolean) =>
    about.flatMap(({ simple }) => (simple?.negated === negated ? simple.values : []));
  return { wanted: values(false), unwanted: values(true) };
}

/** The query with a value chosen, or no longer chosen. Values of one field are alternatives. */
export function toggled(text: string, field: ChoiceField, value: string): string {
  const about = conditionsAbout(text, field);
  const holding = about.find(({ simple }) => simple?.values.some((one) => same(one, value)));
  if (holding?.simple) {
    const left = holding.simple.values.filter((one) => !same(one, value));
    if (left.length === 0) return removed(text, holding);
    return replaced(text, holding, written(field.name, left, holding.simple.negated));
  }
  const wanting = about.find(({ simple }) => simple?.negated === false);
  if (wanting?.simple) return replaced(text, wanting, written(field.name, [...wanting.simple.values, value]));
  return added(text, written(field.name, [value]));
}

/** The query without what it asks of a field. */
export function without(text: string, field: ChoiceField): string {
  return conditionsAbout(text, field).reverse().reduce(removed, text);
}

/** A condition that any of the values is enough for: slot:(head,chest). */
export function written(field: string, values: readonly string[], negated = false): string {
  const listed = values.map((value) => (/\*/.test(value) ? value : quoted(value)));
  const list = listed.length === 1 ? listed[0] : `(${listed.join(',')})`;
  return `${negated ? '-' : ''}${field}:${list}`;
}

function conditionsAbout(text: string, { name, aliases }: ChoiceField): Condition[] {
  return conditionsOf(text).filter(({ simple }) => {
    if (simple === null || !/^[:=]$/.test(simple.op)) return false;
    return [name, ...aliases].includes(simple.field.toLowerCase());
  });
}

/** Whether two texts name the same value: the language minds neither case nor what is no letter. */
export function same(a: string, b: string): boolean {
  return squash(a) === squash(b);
}

function squash(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}*]/gu, '');
}
