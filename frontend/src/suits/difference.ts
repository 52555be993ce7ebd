import { anySlotName, isSlot, slotLabel, slotOrder } from './slots.ts';
import type { Suit, SuitPiece } from './types.ts';

/** The slots where two suits wear something else, in words without repeats: "Head, Lower legs, Ring". */
export function differs(from: Suit, suit: Suit): string[] {
  const before = new Set(from.items.map(({ id }) => id));
  const after = new Set(suit.items.map(({ id }) => id));
  const changed = [
    ...from.items.filter(({ id }) => !after.has(id)),
    ...suit.items.filter(({ id }) => !before.has(id)),
  ];
  const slots = changed.flatMap((piece) => piece.slots).sort((a, b) => slotOrder([a]) - slotOrder([b]));
  return [...new Set(slots.map((slot) => (isSlot(slot) ? slotLabel(slot) : anySlotName(slot))))];
}

/** One place of the body in two suits. */
export interface Change {
  slots: string[];
  before: SuitPiece[];
  after: SuitPiece[];
  armor: number;
}

/**
 * What changes from one suit to another, place by place from head to trinket. Pieces that share a slot stand together: a
 * coat against breastplate and sleeves. What stays is left out.
 */
export function changes(from: Suit, to: Suit): Change[] {
  const kept = new Set(
    from.items.map(({ id }) => id).filter((id) => to.items.some((each) => each.id === id)),
  );
  const open: Change[] = [];
  const place = (piece: SuitPiece, side: 'before' | 'after') => {
    const own: Change = { slots: [...piece.slots], before: [], after: [], armor: 0 };
    own[side].push(piece);
    own.armor = side === 'after' ? piece.armor_level : 0 - piece.armor_level;
    for (const other of open.filter((each) => each.slots.some((slot) => piece.slots.includes(slot)))) {
      open.splice(open.indexOf(other), 1);
      own.slots = [...new Set([...other.slots, ...own.slots])];
      own.before.unshift(...other.before);
      own.after.unshift(...other.after);
      own.armor += other.armor;
    }
    open.push(own);
  };
  for (const piece of from.items) if (!kept.has(piece.id)) place(piece, 'before');
  for (const piece of to.items) if (!kept.has(piece.id)) place(piece, 'after');
  return open
    .map((change) => ({
      ...change,
      slots: change.slots.sort((a, b) => slotOrder([a]) - slotOrder([b])),
    }))
    .sort((a, b) => slotOrder(a.slots) - slotOrder(b.slots));
}

/** How many pieces of the primary and of the secondary set: "5 + 4". */
export function setWords(suit: Suit, asked: readonly number[]): string {
  const counts =
    asked.length > 0
      ? asked.map((id) => suit.sets.find((set) => set.id === id)?.count ?? 0)
      : suit.sets
          .map(({ count }) => count)
          .sort((a, b) => b - a)
          .slice(0, 2);
  return counts.length === 0 ? '–' : counts.join(' + ');
}

/** The ratings of a suit as one number, by their weights. */
export function ratingScore(suit: Suit, weights: Readonly<Record<string, number>>): number {
  return Object.entries(suit.ratings).reduce((sum, [key, value]) => sum + value * (weights[key] ?? 0), 0);
}
