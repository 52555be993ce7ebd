/** One key that a list is ordered by. */
export interface OrderKey {
  name: string;
  descending: boolean;
}

export function readOrder(sort: string): OrderKey[] {
  return sort
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '-')
    .map((part) => ({ name: part.replace(/^-/, ''), descending: part.startsWith('-') }));
}

export function writeOrder(keys: readonly OrderKey[]): string {
  return keys.map(({ name, descending }) => (descending ? `-${name}` : name)).join(',');
}

/**
 * The order after a click on a heading: up, down, then not at all. With add the other keys stay, and a new one comes
 * behind them; without it the column alone orders.
 */
export function clickedOrder(keys: readonly OrderKey[], name: string, add: boolean): OrderKey[] {
  const now = keys.find((key) => key.name === name);
  const next =
    now === undefined ? [{ name, descending: false }] : now.descending ? [] : [{ name, descending: true }];
  if (!add) return keys.length > 1 && now !== undefined ? [{ name, descending: now.descending }] : next;
  if (now === undefined) return [...keys, ...next];
  return keys.flatMap((key) => (key.name === name ? next : [key]));
}
