/** What the log's filters know: channels of the game's chat, and what was sent to the character from here. */
export const CHANNELS = [
  'allegiance',
  'fellowship',
  'tells',
  'rooms',
  'speech',
  'combat',
  'magic',
  'system',
  'commands',
] as const;
export type Channel = (typeof CHANNELS)[number];
