import type { Meta } from '../api/types.ts';
import { FIRST_PAGE, PAGES } from './pages.ts';

export interface GoKey {
  key: string;
  label: string;
  to: string;
}

/** Which letter after g leads where: pages have theirs, types get the first letter of their name that is left. */
export function goKeys(meta: Meta): GoKey[] {
  const keys: GoKey[] = [FIRST_PAGE, ...PAGES.filter((page) => page.shown(meta))].map((page) => ({
    key: page.key,
    label: page.label,
    to: page.path,
  }));
  const taken = new Set(keys.map(({ key }) => key));
  for (const type of meta.types) {
    const key = [...type.plural.toLowerCase()].find(
      (letter) => /[a-z0-9]/.test(letter) && !taken.has(letter),
    );
    if (key === undefined) continue;
    taken.add(key);
    keys.push({ key, label: type.plural, to: `/${type.slug}` });
  }
  return keys;
}
