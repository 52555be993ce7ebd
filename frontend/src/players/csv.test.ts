import { describe, expect, it } from 'vitest';
import type { Player } from '../live/player.ts';
import { playersCsv } from './csv.ts';
import { testPlayer } from './testPlayer.ts';

const day = { kills: 5, rares: 0, byName: new Map([['Aldra', { kills: 5, rares: 0 }]]) };

describe('playersCsv', () => {
  it('writes the columns that are shown, places and vitals as several', () => {
    const aldra = testPlayer('Aldra', 412, {
      ew: 39.2,
      ns: 47.4,
      nearby: { place: { name: 'Holtburg', kind: 'town', ew: 33.6, ns: 42.1 }, distance: 7, side: 'NE' },
      vitals: {
        health: { current: 312, max: 350 },
        stamina: { current: null, max: null },
        mana: { current: 1, max: 2 },
        vitae: null,
      },
      seenAtMs: Date.UTC(2026, 10, 22, 12),
    });
    expect(playersCsv([aldra], ['name', 'where', 'kph', 'hour', 'today', 'vitals', 'seen'], day)).toBe(
      'Name,Place,Coordinates,K/h,Today,Health,Health max,Stamina,Stamina max,Mana,Mana max,Seen\r\n' +
        'Aldra,Holtburg,47.4N 39.2E,412,5,312,350,,,1,2,2026-11-22T12:00:00.000Z\r\n',
    );
  });

  it.each([
    ['a "quoted", name', '"a ""quoted"", name"'],
    ['=cmd()', "'=cmd()"],
    ['+1,2', '"\'+1,2"'],
    ["Ao'wen", "Ao'wen"],
  ])('writes the name %s as %s', (name, cell) => {
    const players: Player[] = [testPlayer(name, 1)];
    expect(playersCsv(players, ['name'], null)).toBe(`Name\r\n${cell}\r\n`);
  });
});
