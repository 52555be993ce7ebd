import { edgeOf, typeOf } from '../api/schema.ts';
import type { Meta, Type } from '../api/types.ts';

export interface PathChoice {
  path: string;
  labels: string[];
}

/** The paths that a builder offers from a type: its fields and edges, and those one edge further. */
export function pathsOf(meta: Meta, type: Type): PathChoice[] {
  const near = ownPaths(type);
  const far = type.edges.flatMap((edge) => {
    const target = typeOf(meta, edge.type);
    if (target === undefined) return [];
    // Back over the edge that one came by is where one was.
    return ownPaths(target)
      .filter(({ path }) => path !== edge.inverse)
      .map(({ path, labels }) => ({ path: `${edge.name}.${path}`, labels: [edge.label, ...labels] }));
  });
  return [...near, ...far];
}

function ownPaths(type: Type): PathChoice[] {
  const fields = type.fields
    .filter(
      (field) => field.filterable && (field.edge === undefined || edgeOf(type, field.edge) === undefined),
    )
    .map((field) => ({ path: field.name, labels: [field.label] }));
  const edges = type.edges.map((edge) => ({ path: edge.name, labels: [edge.label] }));
  const id = type.id.kind === '' ? [] : [{ path: 'id', labels: ['ID'] }];
  return [...fields, ...edges, ...id];
}

/** The choices whose labels or names have every word that was typed; near ones first. */
export function matchingPaths(paths: readonly PathChoice[], query: string): PathChoice[] {
  const words = query
    .toLowerCase()
    .split(/[\s.›]+/)
    .filter(Boolean);
  return paths.filter(({ path, labels }) => {
    const names = `${labels.join(' ')} ${path}`.toLowerCase();
    return words.every((word) => names.includes(word));
  });
}
