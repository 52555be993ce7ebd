import type { Nearby } from './places.ts';
import type { Totals, Vitals } from './protocol.ts';
import type { KnownCharacter } from './roster.ts';
import type { CharacterState, Freshness } from './state.ts';

/** One character as lists and cards show it. Never changed: a new report makes a new one. */
export interface Player {
  slot: number;
  name: string;
  tag: string;
  /** 0 to 11, see colourOf. */
  colour: number;
  level: number | null;
  state: CharacterState;
  /** Since when it has been dead or idle, in the page's clock. */
  sinceMs: number | null;
  attention: boolean;
  freshness: Freshness;
  /** When it was last heard of, in the page's clock; null when never. */
  seenAtMs: number | null;
  /** Last position outdoors; null when none is known. */
  ew: number | null;
  ns: number | null;
  nearby: Nearby | null;
  vtState: string;
  totals: Totals | null;
  vitals: Vitals | null;
  known: KnownCharacter | null;
}

/** Heard of within the last minute. */
export function isOnline(player: Player): boolean {
  return player.freshness === 'fresh' || player.freshness === 'dim';
}

/** A vital as a share of its maximum, 0 to 1; null when unknown. */
export function vitalShare(player: Player, name: 'health' | 'stamina' | 'mana'): number | null {
  const vital = player.vitals?.[name];
  if (vital === undefined || vital.current === null || vital.max === null || vital.max <= 0) return null;
  return Math.min(1, Math.max(0, vital.current / vital.max));
}

/** Below this share of health someone should look. */
export const LOW_HEALTH = 0.35;
