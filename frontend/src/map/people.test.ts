import { expect, it } from 'vitest';
import type { Fix } from '../live/protocol.ts';
import { LiveStore } from '../live/store.ts';
import { markerAt, placedSlot, shownPositions } from './people.ts';

const fix = (name: string, ew: number | null, ns: number | null): Fix => ({
  name,
  ew,
  ns,
  outdoorEw: null,
  outdoorNs: null,
  heading: null,
  landcell: null,
  kills: null,
  killsPerHour: null,
  totalDeaths: null,
  vtState: '',
  tag: '',
});

function guild() {
  const store = new LiveStore(0);
  store.noteFix(fix('Aldra', 10, 20), 0);
  store.noteFix(fix('Brisk', -5, 4), 0);
  store.noteFix(fix('Cael', null, null), 0);
  store.tick(0, true);
  return store;
}

it('shows everybody who has a place', () => {
  expect(shownPositions(guild(), null)).toEqual([
    { ew: 10, ns: 20 },
    { ew: -5, ns: 4 },
  ]);
});

it('leaves out who does not pass the filter, and who was not heard of for ten minutes', () => {
  const store = guild();
  expect(shownPositions(store, ({ name }) => name === 'Brisk')).toEqual([{ ew: -5, ns: 4 }]);
  store.noteFix(fix('Brisk', -5, 4), 700_000);
  store.tick(700_000, true);
  expect(shownPositions(store, null)).toEqual([{ ew: -5, ns: 4 }]);
});

it.each([
  ['Aldra', 0],
  ['Brisk', 1],
  ['Cael', -1],
  ['Nobody', -1],
  [null, -1],
])('the slot of %s is %d', (name, slot) => {
  expect(placedSlot(guild(), name)).toBe(slot);
});

it('a marker is where it is between two fixes', () => {
  const store = guild();
  store.noteFix(fix('Aldra', 11, 20), 2_000);
  expect(markerAt(store, 'Aldra', 3_000)).toEqual({ ew: 10.5, ns: 20 });
  expect(markerAt(store, 'Cael', 3_000)).toBeNull();
});
