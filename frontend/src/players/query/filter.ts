import type { Cmp } from '../../../../admin/ui/src/filter/ast.ts';
import { matches } from '../../../../admin/ui/src/filter/match.ts';
import { parseSearch, type SearchExpr } from '../../../../admin/ui/src/filter/search.ts';
import { type Fault, faultOf, meantAt } from '../../items/query/check.ts';
import { fieldNamed, knownValues } from '../../items/query/fields.ts';
import { scan, unquoted } from '../../items/query/scan.ts';
import type { Player } from '../../live/player.ts';
import type { Known, PlayerField } from './fields.ts';

export interface PlayerQuery {
  /** Null when nothing is asked, or nothing that can be read: everybody passes. */
  test: ((player: Player, known: Known) => boolean) | null;
  fault: Fault | null;
}

/** Reads a filter in the language of the item search; a word by itself is part of a name. */
export function readPlayerQuery(text: string, fields: readonly PlayerField[]): PlayerQuery {
  const fault = faultOf(text, fields) ?? unknownChoice(text, fields);
  const expr = fault === null ? parseSearch(text).expr : null;
  if (expr === null) return { test: null, fault };
  return { test: (player, known) => holds(expr, player, known, fields), fault };
}

function holds(expr: SearchExpr, player: Player, known: Known, fields: readonly PlayerField[]): boolean {
  if ('and' in expr) return expr.and.every((term) => holds(term, player, known, fields));
  if ('or' in expr) return expr.or.some((term) => holds(term, player, known, fields));
  if ('not' in expr) return !holds(expr.not, player, known, fields);
  if ('word' in expr) {
    return holds({ path: 'name', op: ':', value: expr.word }, player, known, fields);
  }
  const field = fieldNamed(fields, expr.path) as PlayerField | undefined;
  if (field === undefined) return false;
  const values = field.read(player, known);
  const fits = (cmp: Cmp) =>
    (values.length === 0 ? [null] : values).some((value) =>
      matches(cmp, { [cmp.path]: value }, () => KINDS[field.kind], { now: new Date() }),
    );
  // None of several may be it; one that is another would not do.
  return expr.op === '!=' ? !fits({ ...expr, op: '=' }) : fits(expr);
}

const KINDS = { number: 'float', choice: 'enum', text: 'string' } as const;

function unknownChoice(text: string, fields: readonly PlayerField[]): Fault | null {
  let field: ReturnType<typeof fieldNamed>;
  for (const { kind, from, to } of scan(text)) {
    if (kind === 'key') field = fieldNamed(fields, text.slice(from, to));
    if (kind !== 'value' || field?.kind !== 'choice') continue;
    const value = unquoted(text.slice(from, to)).toLowerCase();
    if (knownValues(field).some((known) => known.value === value)) continue;
    const fault = { from, to, message: `“${value}” is nothing that a player is` };
    const meant = meantAt(text, fault, fields);
    return meant === undefined ? fault : { ...fault, fix: meant };
  }
  return null;
}
