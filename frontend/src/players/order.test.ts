import { describe, expect, it } from 'vitest';
import { inScope, orderPlayers } from './order.ts';
import { readColumns, readPlayersSearch, readSort, writeColumns, writeSort } from './search.ts';
import { testPlayer } from './testPlayer.ts';

const guild = [
  testPlayer('Bryn', 100),
  testPlayer('Aldra', 400),
  testPlayer('Zeb', null),
  testPlayer('Cael', null, { attention: true, state: 'dead' }),
  testPlayer('Dace', 400),
];

describe('orderPlayers', () => {
  it.each([
    ['-kph', ['Cael', 'Aldra', 'Dace', 'Bryn', 'Zeb']],
    ['kph', ['Cael', 'Bryn', 'Aldra', 'Dace', 'Zeb']],
    ['name', ['Cael', 'Aldra', 'Bryn', 'Dace', 'Zeb']],
    ['-name', ['Cael', 'Zeb', 'Dace', 'Bryn', 'Aldra']],
  ])('by %s keeps the urgent on top and the unknown last', (text, names) => {
    const sort = readSort(text);
    expect(sort && orderPlayers(guild, sort, null)).toEqual(names);
  });
});

describe('inScope', () => {
  it.each([
    ['all', 5],
    ['online', 4],
    ['offline', 1],
    ['attention', 1],
    ['hunting', 3],
    ['town', 0],
  ] as const)('%s has %d', (scope, count) => {
    const some = guild.map((each) => (each.name === 'Zeb' ? { ...each, freshness: 'gone' as const } : each));
    expect(some.filter((each) => inScope(each, scope))).toHaveLength(count);
  });
});

describe('readPlayersSearch', () => {
  it.each([
    [{}, {}],
    [
      { q: 'ald', scope: 'offline', sort: '-kills' },
      { q: 'ald', scope: 'offline', sort: '-kills' },
    ],
    [{ scope: 'online' }, {}],
    [{ scope: 'asleep', sort: 'shoe size' }, {}],
    [{ q: 12 }, { q: '12' }],
  ])('makes of %j %j', (raw, search) => {
    expect(readPlayersSearch(raw)).toEqual(search);
  });

  it('writes an order that it reads again', () => {
    expect(readSort(writeSort({ key: 'tapers', descending: true }))).toEqual({
      key: 'tapers',
      descending: true,
    });
    expect(readSort(undefined)).toBeNull();
  });
});

describe('the columns in the address', () => {
  it('are those shown at first where it says nothing, or nothing that makes sense', () => {
    const first = readColumns(undefined);
    expect(first[0]).toBe('name');
    expect(readColumns('nonsense')).toEqual(first);
    expect(writeColumns(first)).toBeUndefined();
    expect(readPlayersSearch({ cols: first.join() })).toEqual({});
  });

  it('stand in the order of the table, the name always among them', () => {
    expect(readColumns('kph,level')).toEqual(['name', 'level', 'kph']);
    expect(writeColumns(['kph', 'name', 'level'])).toBe('name,level,kph');
  });
});
