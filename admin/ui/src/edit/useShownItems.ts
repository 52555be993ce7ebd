import { useMemo } from 'react';
import { useAdmin } from '../api/context.ts';
import { edgeOf, fieldOf } from '../api/schema.ts';
import type { Type } from '../api/types.ts';
import type { Expr } from '../filter/ast.ts';
import { matches } from '../filter/match.ts';
import { parse } from '../filter/parse.ts';

/** Tells which fields are shown where their schema says when: by the form's own values. */
export function useShownItems(
  type: Type,
): (name: string, values: Readonly<Record<string, unknown>>) => boolean {
  const { me } = useAdmin().meta;
  return useMemo(() => {
    const conditions = new Map<string, Expr | null>();
    for (const field of type.fields) {
      if (!field.when) continue;
      try {
        conditions.set(field.edge ?? field.name, parse(field.when));
      } catch {
        // A condition that cannot be read hides nothing.
      }
    }
    const kindOf = (name: string) =>
      fieldOf(type, name)?.kind ?? (edgeOf(type, name) ? ('edge' as const) : null);
    const vars = { me: me.id, name: me.name };
    return (name, values) => {
      const condition = conditions.get(name);
      return condition === undefined || matches(condition, { ...values }, kindOf, { now: new Date(), vars });
    };
  }, [type, me]);
}
