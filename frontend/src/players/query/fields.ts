import type { Field } from '../../items/query/fields.ts';
import type { Day } from '../../live/day.ts';
import { isOnline, type Player, vitalShare } from '../../live/player.ts';
import { STATE_WORDS } from '../../live/words.ts';
import { COLUMNS } from '../columns.ts';
import type { ColumnKey } from '../search.ts';

/** What is known beside the players themselves. */
export interface Known {
  day: Day | null;
  /** By character, the quests that are ready. */
  ready: ReadonlyMap<string, readonly string[]>;
  /** Every quest that anybody has a timer for. */
  quests: readonly string[];
}

/** A field of the players' filter, in the same form as those of the items'. */
export interface PlayerField extends Field {
  /** Its values for a player: none where nothing is known. */
  read: (player: Player, known: Known) => readonly (string | number)[];
}

const some = <T>(value: T | null | undefined): readonly T[] =>
  value === null || value === undefined || value === '' ? [] : [value];

function number(
  name: string,
  aliases: readonly string[],
  column: ColumnKey,
  help: string,
  unit = '',
): PlayerField {
  const { label } = COLUMNS[column];
  const read: PlayerField['read'] = (player, { day }) => some(COLUMNS[column].value(player, day));
  return { name, aliases, kind: 'number', label, short: label, unit, help, values: null, sorts: true, read };
}

function text(name: string, label: string, help: string, read: PlayerField['read']): PlayerField {
  return {
    name,
    aliases: [],
    kind: 'text',
    label,
    short: label,
    unit: '',
    help,
    values: null,
    sorts: false,
    read,
  };
}

const IS = [
  { value: 'online', label: 'Online' },
  { value: 'offline', label: 'Offline' },
  { value: 'attention', label: 'Needs somebody' },
  ...Object.entries(STATE_WORDS).map(([value, label]) => ({ value, label })),
];

/** Every field that players are filtered by. */
export function playerFields(quests: readonly string[]): readonly PlayerField[] {
  return [
    {
      ...text('is', 'Is', 'what it does now', (player) => [
        isOnline(player) ? 'online' : 'offline',
        ...(player.attention ? ['attention'] : []),
        ...(isOnline(player) ? [player.state] : []),
      ]),
      kind: 'choice',
      values: IS,
    },
    text('name', 'Name', 'part of its name', ({ name }) => [name]),
    number('level', ['lvl'], 'level', '1 to 275'),
    number('kph', ['rate'], 'kph', 'kills an hour now'),
    number('session', [], 'session', 'kills of this session'),
    number('today', [], 'today', 'kills since midnight'),
    number('kills', [], 'kills', 'of all sessions'),
    number('rares', [], 'rares', 'of all sessions'),
    number('deaths', [], 'deaths', 'of its life'),
    number('tapers', [], 'tapers', 'prismatic tapers left'),
    number('vitae', [], 'vitae', 'percent lost to death', '%'),
    number('latency', ['ping'], 'latency', 'to the game’s server', 'ms'),
    {
      ...number('health', ['hp'], 'vitals', 'percent of its health', '%'),
      label: 'Health',
      short: 'Health',
      read: (player) => {
        const share = isOnline(player) ? vitalShare(player, 'health') : null;
        return share === null ? [] : [Math.round(share * 100)];
      },
    },
    text('near', 'Near', 'the nearest place', ({ nearby }) => some(nearby?.place.name)),
    text('tag', 'Tag', 'what its plugin calls its group', ({ tag }) => some(tag)),
    text('server', 'Server', 'the game’s server', ({ known, totals }) =>
      some(known?.server || totals?.server),
    ),
    {
      ...text('quest', 'Quest', 'ready, or a quest that is ready', ({ name }, { ready }) => {
        const names = ready.get(name) ?? [];
        return names.length === 0 ? [] : ['ready', ...names];
      }),
      values: ['ready', ...quests].map((value) => ({ value, label: value })),
    },
  ];
}
