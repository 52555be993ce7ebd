import { toOne } from '../api/schema.ts';
import type { Type } from '../api/types.ts';
import { map as words } from '../text/map.ts';
import type { Box, Line } from './layout.ts';

/** A type as a box: its name and some of its fields. */
export interface TypeBox extends Box {
  title: string;
  rows: { name: string; kind: string; key: boolean }[];
}

export const HEAD_PX = 32;
export const ROW_PX = 20;
const WIDTH_PX = 210;
const MOST_ROWS = 9;
const FOOT_PX = 8;

/** The boxes and lines of some types: references first, each edge once. */
export function diagram(types: readonly Type[]): { boxes: TypeBox[]; lines: (Line & { name: string })[] } {
  const lines: (Line & { name: string })[] = [];
  const seen = new Set<string>();
  const boxes = types.map((type): TypeBox => {
    const own = type.edges.filter((edge) => toOne(edge) && (edge.rel === 'm2o' || edge.field !== undefined));
    const columns = new Set(own.map((edge) => edge.field));
    const fields = type.fields.filter((field) => !columns.has(field.name) && field.edge === undefined);
    const rows = [
      ...own.map((edge) => ({
        name: edge.name,
        kind: types.find((t) => t.slug === edge.type)?.label ?? edge.type,
        key: true,
      })),
      ...fields.map((field) => ({ name: field.name, kind: field.kind as string, key: false })),
    ];
    const shown = rows.length > MOST_ROWS ? rows.slice(0, MOST_ROWS - 1) : rows;
    if (shown.length < rows.length)
      shown.push({ name: words.more(rows.length - shown.length), kind: '', key: false });
    own.forEach((edge, i) => {
      seen.add(`${type.slug}.${edge.name}`).add(`${edge.type}.${edge.inverse}`);
      const at = HEAD_PX + ROW_PX * (Math.min(i, MOST_ROWS - 1) + 0.5);
      lines.push({ name: edge.name, from: type.slug, to: edge.type, at, loose: false });
    });
    return {
      key: type.slug,
      title: type.plural,
      rows: shown,
      width: WIDTH_PX,
      height: HEAD_PX + shown.length * ROW_PX + FOOT_PX,
    };
  });
  for (const type of types) {
    for (const edge of type.edges) {
      const name = `${type.slug}.${edge.name}`;
      if (seen.has(name)) continue;
      seen.add(name).add(`${edge.type}.${edge.inverse}`);
      lines.push({ name: edge.name, from: type.slug, to: edge.type, at: HEAD_PX / 2, loose: true });
    }
  }
  return { boxes, lines };
}
