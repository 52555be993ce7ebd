import type { Kind } from '../api/types.ts';
import type { Cmp, Expr, Op, Range, Scalar, Value } from './ast.ts';
import { instantOf, spanOf } from './times.ts';

/** What a filter is evaluated in. */
export interface Scene {
  now: Date;
  /** Values of $me and the like. */
  vars?: Record<string, string>;
}

/**
 * Whether a filter holds for values as they stand on the wire; kindOf says what a name is, null what is no field. It is
 * for conditions of forms: paths do not go on behind an edge. What the server would refuse does not hold.
 */
export function matches(
  expr: Expr | null,
  values: Record<string, unknown>,
  kindOf: (name: string) => Kind | 'edge' | null,
  scene: Scene,
): boolean {
  if (expr === null) return true;
  if ('and' in expr) return expr.and.every((term) => matches(term, values, kindOf, scene));
  if ('or' in expr) return expr.or.some((term) => matches(term, values, kindOf, scene));
  if ('not' in expr) return !matches(expr.not, values, kindOf, scene);
  const kind = kindOf(expr.path);
  return kind !== null && compare(expr, values[expr.path] ?? null, kind, scene);
}

function compare({ op, value }: Cmp, actual: unknown, kind: Kind | 'edge', scene: Scene): boolean {
  const found = kind === 'edge' ? idsOf(actual) : [actual];
  if (op === '!=') return !found.some((one) => holds('=', value, one, kind, scene));
  return found.some((one) => holds(op, value, one, kind, scene));
}

/** The ids that an edge holds, as texts; [null] for none. */
function idsOf(value: unknown): unknown[] {
  const ids = (Array.isArray(value) ? value : [value])
    .map((one: unknown) => (one !== null && typeof one === 'object' && 'id' in one ? one.id : one))
    .filter((id) => id !== null && id !== '');
  return ids.length > 0 ? ids : [null];
}

function holds(op: Op, value: Value, actual: unknown, kind: Kind | 'edge', scene: Scene): boolean {
  if ('list' in value) return value.list.some((item) => holds(op, item, actual, kind, scene));
  if ('null' in value) return actual === null;
  if (actual === null) return false;
  if ('range' in value) return inRange(value, actual, kind, scene);
  const inText = kind === 'json' || op === '~' || (op === ':' && kind === 'string');
  if (inText)
    return fits('pattern' in value ? value.pattern : ['', textOf(value, scene), ''], spelled(actual));
  const text = textOf(value, scene);
  const [low, high] = order(actual, text, kind, scene, op === ':');
  if (op === '>') return high > 0;
  if (op === '>=') return low >= 0;
  if (op === '<') return low < 0;
  if (op === '<=') return high <= 0;
  return low >= 0 && high <= 0;
}

function inRange({ range: [low, high] }: Range, actual: unknown, kind: Kind | 'edge', scene: Scene): boolean {
  if (low && !(order(actual, textOf(low, scene), kind, scene)[0] >= 0)) return false;
  return !high || order(actual, textOf(high, scene), kind, scene)[1] <= 0;
}

function textOf(value: Scalar, scene: Scene): string {
  if ('text' in value) return value.text;
  if ('pattern' in value) return value.pattern.join('*');
  return 'var' in value ? (scene.vars?.[value.var] ?? '') : '';
}

function spelled(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether text is the literals, whatever its case, with anything between each two of them. */
function fits(pattern: string[], text: string): boolean {
  const [first = '', ...rest] = pattern.map((literal) => literal.toLowerCase());
  const last = rest.pop() ?? '';
  let left = text.toLowerCase();
  if (!left.startsWith(first)) return false;
  left = left.slice(first.length);
  for (const literal of rest) {
    const at = left.indexOf(literal);
    if (at < 0) return false;
    left = left.slice(at + literal.length);
  }
  return left.endsWith(last);
}

const INCOMPARABLE: [number, number] = [Number.NaN, Number.NaN];

/** How a value lies to the beginning and to the end of what a text stands for: below 0, in it, above. */
function order(
  value: unknown,
  text: string,
  kind: Kind | 'edge',
  scene: Scene,
  anyCase = false,
): [number, number] {
  let sign: number;
  switch (kind) {
    case 'int':
    case 'float':
    case 'other':
      sign = numeric(String(value), text, kind);
      break;
    case 'bool':
      sign = truth(String(value)) === truth(text) ? 0 : Number.NaN;
      break;
    case 'time': {
      const at = instantOf(String(value));
      const span = spanOf(text.trim(), scene.now);
      if (at === null || span === null) return INCOMPARABLE;
      const [from, to] = span;
      return [signOf(at, from), from === to ? signOf(at, to) : at < to ? Math.min(signOf(at, from), 0) : 1];
    }
    case 'enum':
      sign =
        String(value) === text || (anyCase && String(value).toLowerCase() === text.toLowerCase())
          ? 0
          : Number.NaN;
      break;
    default:
      sign = signOf(String(value), text);
  }
  return [sign, sign];
}

function signOf<T extends string | number | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function numeric(a: string, b: string, kind: Kind): number {
  const whole = /^[+-]?\d+$/;
  if (whole.test(a) && whole.test(b)) return signOf(BigInt(a.replace('+', '')), BigInt(b.replace('+', '')));
  const [x, y] = [Number(a || 'x'), Number(b || 'x')];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return signOf(x, y);
  return kind === 'other' ? signOf(a, b) : Number.NaN;
}

function truth(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  if (['true', 't', 'yes', 'y', 'on', '1'].includes(word)) return true;
  return ['false', 'f', 'no', 'n', 'off', '0'].includes(word) ? false : null;
}
