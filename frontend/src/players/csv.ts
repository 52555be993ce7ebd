import { formatCoordinates } from '../live/coordinates.ts';
import type { Day } from '../live/day.ts';
import type { Player } from '../live/player.ts';
import { type Cell, csvOf } from '../ui/csv.ts';
import { COLUMNS } from './columns.ts';
import type { ColumnKey } from './search.ts';

/** What a column is in a spreadsheet, where that is more than one value or none that means something there. */
const SEVERAL: Partial<Record<ColumnKey, readonly (readonly [string, (player: Player) => Cell])[]>> = {
  where: [
    ['Place', (player) => player.nearby?.place.name ?? null],
    ['Coordinates', ({ ew, ns }) => (ew === null || ns === null ? null : formatCoordinates(ew, ns))],
  ],
  hour: [],
  vitals: (['health', 'stamina', 'mana'] as const).flatMap(
    (key) =>
      [
        [`${key[0]?.toUpperCase()}${key.slice(1)}`, (player: Player) => player.vitals?.[key].current ?? null],
        [`${key[0]?.toUpperCase()}${key.slice(1)} max`, (player: Player) => player.vitals?.[key].max ?? null],
      ] as const,
  ),
  online: [['Online s', (player) => COLUMNS.online.value(player, null)]],
  latency: [['Latency ms', (player) => COLUMNS.latency.value(player, null)]],
  seen: [['Seen', ({ seenAtMs }) => (seenAtMs === null ? null : new Date(seenAtMs).toISOString())]],
};

/** The players as comma-separated values (RFC 4180), one line each after a line of headings. */
export function playersCsv(
  players: readonly Player[],
  columns: readonly ColumnKey[],
  day: Day | null,
): string {
  const fields = columns.flatMap(
    (key): readonly (readonly [string, (player: Player) => Cell])[] =>
      SEVERAL[key] ?? [[COLUMNS[key].label, (player) => COLUMNS[key].value(player, day)]],
  );
  const lines = [
    fields.map(([label]) => label),
    ...players.map((player) => fields.map(([, read]) => read(player))),
  ];
  return csvOf(lines);
}
