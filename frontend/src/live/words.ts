import { formatAge, formatCount } from './age.ts';
import { describePosition } from './places.ts';
import { isOnline, type Player } from './player.ts';
import type { CharacterState } from './state.ts';

export const STATE_WORDS: Record<CharacterState, string> = {
  hunting: 'Hunting',
  travelling: 'Travelling',
  indoors: 'Indoors',
  town: 'In town',
  idle: 'Idle',
  dead: 'Dead',
};

/** The state as a person says it, with how long where that matters: "idle 14 m". */
export function stateWords(player: Player, nowMs: number): string {
  if (!isOnline(player)) {
    return player.seenAtMs === null ? 'Never seen' : `Offline ${formatAge(nowMs - player.seenAtMs)}`;
  }
  const words = STATE_WORDS[player.state];
  const timed = player.state === 'dead' || player.attention;
  return timed && player.sinceMs !== null ? `${words} ${formatAge(nowMs - player.sinceMs)}` : words;
}

/** A sentence about a character for those who do not see the map. */
export function announce(player: Player, nowMs: number): string {
  const parts = [player.name, stateWords(player, nowMs)];
  if (player.ew !== null && player.ns !== null)
    parts.push(`near ${describePosition(player.nearby, player.ew, player.ns)}`);
  const perHour = player.totals?.killsPerHour ?? null;
  if (isOnline(player) && perHour !== null) parts.push(`${formatCount(perHour)} kills an hour`);
  return parts.join(', ');
}
