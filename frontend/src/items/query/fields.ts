/** A field of the language, as the server's table describes it. */
export interface Field {
  name: string;
  aliases: readonly string[];
  kind: 'number' | 'choice' | 'text';
  label: string;
  /** What the label is in a row of figures: "AL". */
  short: string;
  unit: string;
  help: string;
  /** The values of a choice, or the list that has them. */
  values: readonly FieldValue[] | ValueSource | null;
  /** Whether items can be sorted by it. */
  sorts: boolean;
}

export interface FieldValue {
  value: string;
  label: string;
  help?: string;
}

/** Lists of values that are asked for. */
export type ValueSource = 'sets' | 'spells' | 'cantrips' | 'materials' | 'characters';

/** The field that goes by a name, in whatever case. */
export function fieldNamed(fields: readonly Field[], name: string): Field | undefined {
  const wanted = name.toLowerCase();
  return fields.find((field) => field.name === wanted || field.aliases.includes(wanted));
}

/** The values that are known without asking. */
export function knownValues(field: Field): readonly FieldValue[] {
  return Array.isArray(field.values) ? field.values : [];
}
