import type { Channel } from './channels.ts';

export const CHANNEL_WORDS: Record<Channel, string> = {
  allegiance: 'Allegiance',
  fellowship: 'Fellowship',
  tells: 'Tells',
  rooms: 'Rooms',
  speech: 'Speech',
  combat: 'Combat',
  magic: 'Magic',
  system: 'System',
  commands: 'Commands',
};

/** A token's name: its colour can be read on every surface of both themes. */
export type Tone =
  | 'text'
  | 'text2'
  | 'stamina'
  | 'warn'
  | 'gold'
  | 'danger'
  | 'health'
  | 'mana'
  | 'info'
  | 'rare'
  | 'ok'
  | 'accent';

export interface ChatType {
  channel: Channel;
  /** Stands before the line, so that the colour is never all that tells it. */
  label: string;
  tone: Tone;
}

/** The game's chat types with colours near those of its own window. */
const TYPES: Record<number, ChatType> = {
  0: { channel: 'system', label: 'Broadcast', tone: 'ok' },
  1: { channel: 'system', label: 'All', tone: 'ok' },
  2: { channel: 'speech', label: 'Say', tone: 'text' },
  3: { channel: 'tells', label: 'Tell', tone: 'stamina' },
  4: { channel: 'tells', label: 'Tell to', tone: 'gold' },
  5: { channel: 'system', label: 'System', tone: 'rare' },
  6: { channel: 'combat', label: 'Combat', tone: 'danger' },
  7: { channel: 'magic', label: 'Magic', tone: 'mana' },
  8: { channel: 'rooms', label: 'Channel', tone: 'warn' },
  9: { channel: 'rooms', label: 'Channel', tone: 'warn' },
  10: { channel: 'allegiance', label: 'Social', tone: 'stamina' },
  11: { channel: 'allegiance', label: 'Social', tone: 'gold' },
  12: { channel: 'speech', label: 'Emote', tone: 'text2' },
  13: { channel: 'system', label: 'Advance', tone: 'accent' },
  14: { channel: 'system', label: 'Abuse', tone: 'info' },
  15: { channel: 'system', label: 'Help', tone: 'danger' },
  16: { channel: 'system', label: 'Appraise', tone: 'ok' },
  17: { channel: 'magic', label: 'Cast', tone: 'mana' },
  18: { channel: 'allegiance', label: 'Allegiance', tone: 'warn' },
  19: { channel: 'fellowship', label: 'Fellowship', tone: 'stamina' },
  20: { channel: 'system', label: 'World', tone: 'accent' },
  21: { channel: 'combat', label: 'Combat', tone: 'danger' },
  22: { channel: 'combat', label: 'Combat', tone: 'health' },
  23: { channel: 'system', label: 'Recall', tone: 'rare' },
  24: { channel: 'system', label: 'Craft', tone: 'ok' },
  25: { channel: 'system', label: 'Salvage', tone: 'ok' },
  31: { channel: 'tells', label: 'Admin', tone: 'info' },
};
const OTHER: ChatType = { channel: 'system', label: 'Game', tone: 'text2' };

/** The game's chat rooms; their lines come with a type of another channel and the room's name before them. */
const ROOMS: Record<string, Pick<ChatType, 'channel' | 'tone'>> = {
  allegiance: { channel: 'allegiance', tone: 'warn' },
  fellowship: { channel: 'fellowship', tone: 'stamina' },
  general: { channel: 'rooms', tone: 'info' },
  trade: { channel: 'rooms', tone: 'info' },
  lfg: { channel: 'rooms', tone: 'info' },
  roleplay: { channel: 'rooms', tone: 'info' },
  society: { channel: 'rooms', tone: 'info' },
  olthoi: { channel: 'rooms', tone: 'info' },
};

/** What a line of a chat type is, which a room's name before it narrows. */
export function chatType(color: number, room: string | null): ChatType {
  const type = TYPES[color] ?? OTHER;
  if (room === null) return type;
  const known = ROOMS[room.toLowerCase()] ?? { channel: type.channel, tone: type.tone };
  return { ...known, label: room };
}
