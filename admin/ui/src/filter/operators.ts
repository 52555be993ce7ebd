import type { Kind } from '../api/types.ts';

/** How people compare, as the builder offers it; rows.ts says what each is in the language. */
export type OperatorKey =
  | 'contains'
  | 'lacks'
  | 'starts'
  | 'ends'
  | 'is'
  | 'isNot'
  | 'oneOf'
  | 'noneOf'
  | 'over'
  | 'atLeast'
  | 'under'
  | 'atMost'
  | 'between'
  | 'empty'
  | 'filled';

export interface Operator {
  key: OperatorKey;
  label: string;
  /** How many values it takes. */
  input: 'none' | 'one' | 'two' | 'many';
}

/** What stands at the end of a path: a field of a kind, or an edge. */
export type Target = Kind | 'edge';

const CONTAINS: Operator[] = [
  { key: 'contains', label: 'contains', input: 'one' },
  { key: 'lacks', label: 'does not contain', input: 'one' },
];
const AFFIXES: Operator[] = [
  { key: 'starts', label: 'begins with', input: 'one' },
  { key: 'ends', label: 'ends with', input: 'one' },
];
const IS: Operator[] = [
  { key: 'is', label: 'is', input: 'one' },
  { key: 'isNot', label: 'is not', input: 'one' },
];
const ONE_OF: Operator[] = [
  { key: 'oneOf', label: 'is one of', input: 'many' },
  { key: 'noneOf', label: 'is none of', input: 'many' },
];
const BETWEEN: Operator = { key: 'between', label: 'is between', input: 'two' };
const NUMBERS: Operator[] = [
  { key: 'over', label: 'is more than', input: 'one' },
  { key: 'atLeast', label: 'is at least', input: 'one' },
  { key: 'under', label: 'is less than', input: 'one' },
  { key: 'atMost', label: 'is at most', input: 'one' },
  BETWEEN,
];
const TIMES: Operator[] = [
  { key: 'over', label: 'is after', input: 'one' },
  { key: 'atLeast', label: 'is on or after', input: 'one' },
  { key: 'under', label: 'is before', input: 'one' },
  { key: 'atMost', label: 'is on or before', input: 'one' },
  BETWEEN,
];
const NULLS: Operator[] = [
  { key: 'empty', label: 'is empty', input: 'none' },
  { key: 'filled', label: 'is not empty', input: 'none' },
];

const OPERATORS: Record<Target, Operator[]> = {
  string: [...CONTAINS, ...AFFIXES, ...IS, ...ONE_OF, ...NUMBERS],
  int: [...IS, ...NUMBERS, ...ONE_OF],
  float: [...IS, ...NUMBERS, ...ONE_OF],
  bool: IS,
  time: [...TIMES, ...IS],
  enum: [...IS, ...ONE_OF],
  uuid: [...IS, ...ONE_OF],
  json: CONTAINS,
  bytes: IS,
  other: [...IS, ...NUMBERS, ...ONE_OF],
  edge: [...IS, ...ONE_OF],
};

/** The operators that suit a target, the likeliest first. */
export function operatorsOf(target: Target, nullable = true): Operator[] {
  return nullable ? [...OPERATORS[target], ...NULLS] : OPERATORS[target];
}
