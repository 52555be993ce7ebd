import { thousands } from './numbers.ts';
import { anySlotName, slotOrder } from './slots.ts';
import type { Suit, SuitPiece } from './types.ts';

/** A piece that a tailor has to cut down, and with what. */
export interface Reduction {
  piece: SuitPiece;
  tool: string;
  to: string;
}

/** What one character hands to the wearer, and what of it must be reduced first. */
export interface Handover {
  owner: string;
  pieces: SuitPiece[];
  reductions: Reduction[];
}

const MAIN = 'Armor Main Reduction Tool';
const LOWER = 'Armor Lower Reduction Tool';
const MIDDLE = 'Armor Middle Reduction Tool';

/** Server rule of tailoring: each tool leaves its own parts, whatever the piece covered before. */
const TOOLS: Readonly<Record<string, string>> = {
  chest: MAIN,
  abdomen: MAIN,
  upper_arms: MAIN,
  lower_arms: LOWER,
  lower_legs: LOWER,
  feet: LOWER,
  upper_legs: MIDDLE,
};

/**
 * Who hands what to the wearer, by owner's name; what the wearer has already is left out, but for what of it must be
 * reduced. A suit without a wearer is fetched from everybody.
 */
export function fetchList(suit: Suit, wearer: string | null): Handover[] {
  const groups = new Map<string, Handover>();
  for (const piece of [...suit.items].sort((a, b) => slotOrder(a.slots) - slotOrder(b.slots))) {
    const own = piece.owner === wearer;
    if (own && !piece.reduced) continue;
    const group = groups.get(piece.owner) ?? { owner: piece.owner, pieces: [], reductions: [] };
    groups.set(piece.owner, group);
    if (!own) group.pieces.push(piece);
    if (piece.reduced) {
      const slot = piece.slots[0] ?? piece.slot;
      group.reductions.push({ piece, tool: TOOLS[slot] ?? MAIN, to: anySlotName(slot).toLowerCase() });
    }
  }
  // Numbers count: Mule 5 before Mule 11.
  return [...groups.values()].sort((a, b) => a.owner.localeCompare(b.owner, 'en', { numeric: true }));
}

/** "Holtburg 0.4 NE, online" of a character; empty where nothing is known. */
export type Whereabouts = (name: string) => string;

/** The fetch list to paste into a chat or a note; what is ticked off is marked. */
export function fetchText(
  suit: Suit,
  wearer: string | null,
  whereabouts: Whereabouts,
  ticked: ReadonlySet<string>,
): string {
  const lines = [
    `Suit for ${wearer ?? 'anybody'}: ${suit.covered} of ${suit.wanted} wishes, armour ${thousands(suit.armor_level)}`,
  ];
  for (const { owner, pieces, reductions } of fetchList(suit, wearer)) {
    const where = whereabouts(owner);
    lines.push('', `${ticked.has(owner) ? '[x]' : '[ ]'} ${owner}${where === '' ? '' : ` (${where})`}`);
    for (const piece of pieces) lines.push(`    ${piece.name} (${anySlotName(piece.slot).toLowerCase()})`);
    for (const { piece, tool, to } of reductions)
      lines.push(`    reduce ${piece.name} to ${to} with an ${tool}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The commands that reduce pieces and hand them over, each under the character that is to type them. */
export function fetchCommands(suit: Suit, wearer: string | null): string {
  return fetchList(suit, wearer)
    .map((handover) => [`# ${handover.owner}`, ...commandsOf(handover, wearer)].join('\n'))
    .join('\n')
    .concat('\n');
}

/** What a character types: cut down first, then give. The commands are Mag-Tools'. */
function commandsOf({ pieces, reductions }: Handover, wearer: string | null): string[] {
  return [
    ...reductions.map(({ piece, tool }) => `/mt use ${tool} on ${piece.name}`),
    ...(wearer === null ? [] : pieces.map(({ name }) => `/mt give ${name} to ${wearer}`)),
  ];
}
