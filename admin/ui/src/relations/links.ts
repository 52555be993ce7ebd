import type { Ref } from '../api/types.ts';
import type { Links } from '../edit/form.ts';

export const NO_LINKS: Links = { add: [], remove: [] };

const without = (refs: readonly Ref[], id: string) => refs.filter((ref) => ref.id !== id);

/** One more row linked, or one that was struck put back. */
export function linked(links: Links, ref: Ref, had: boolean): Links {
  const remove = without(links.remove, ref.id);
  return {
    remove,
    add: had || remove.length < links.remove.length ? links.add : [...without(links.add, ref.id), ref],
  };
}

/** One row struck, or one that was added left out again. */
export function unlinked(links: Links, ref: Ref): Links {
  const add = without(links.add, ref.id);
  return {
    add,
    remove: add.length < links.add.length ? links.remove : [...without(links.remove, ref.id), ref],
  };
}
