import type { FacetValue } from './item.ts';
import type { FacetName } from './queries.ts';
import { type Field, fieldNamed, knownValues } from './query/fields.ts';

export interface ChoiceFacet {
  name: Exclude<FacetName, 'armor_level'>;
  label: string;
  field: Field;
  /** How many are listed before "more" is asked for. */
  first: number;
  /** Its values are written by their names: the server counts them by numbers. */
  byName: boolean;
}

type Shape = Omit<ChoiceFacet, 'field'> & { fieldName: string };

/** The facets that offer values, in their order, and the field that each writes. */
const SHAPES: readonly Shape[] = [
  { name: 'slot', fieldName: 'slot', label: 'Slot', first: 9, byName: false },
  { name: 'set', fieldName: 'set', label: 'Set', first: 5, byName: true },
  { name: 'character', fieldName: 'on', label: 'Held by', first: 5, byName: false },
  { name: 'material', fieldName: 'mat', label: 'Material', first: 5, byName: true },
  { name: 'class', fieldName: 'class', label: 'Kind', first: 6, byName: true },
];

export function choiceFacets(fields: readonly Field[]): ChoiceFacet[] {
  return SHAPES.flatMap(({ fieldName, ...shape }) => {
    const field = fieldNamed(fields, fieldName);
    return field === undefined ? [] : [{ ...shape, field }];
  });
}

/** A facet's values as the query has them; those of a closed list in its order, others as the server counted them. */
export function valuesOfFacet(
  { byName, field }: ChoiceFacet,
  counted: readonly FacetValue[] = [],
): readonly FacetValue[] {
  if (byName) return counted.map((one) => ({ ...one, value: one.label }));
  const order = knownValues(field).map(({ value }) => value);
  return order.length === 0
    ? counted
    : [...counted].sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value));
}
