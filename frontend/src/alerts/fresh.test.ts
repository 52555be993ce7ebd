import { expect, test } from 'vitest';
import { FreshAlerts, readLiveAlert, withCount } from './fresh.ts';

const frame = (change: Record<string, unknown> = {}) =>
  readLiveAlert({
    id: 1,
    kind: 'death',
    rule_name: 'Deaths',
    character_name: 'Dorn',
    why: 'Died.',
    silenced: null,
    acknowledged_at: null,
    ended_at: null,
    ...change,
  });

test('alerts count once, until somebody looks or takes note', () => {
  const fresh = new FreshAlerts();
  const take = (change: Record<string, unknown>, looking = false) => {
    const alert = frame(change);
    if (alert !== null) fresh.take(alert, looking);
    return fresh.count;
  };
  expect(take({})).toBe(1);
  expect(take({})).toBe(1);
  expect(take({ id: 2 })).toBe(2);
  expect(take({ id: 3, silenced: 'muted' })).toBe(2);
  expect(take({ id: 4 }, true)).toBe(2);
  expect(take({ id: 1, acknowledged_at: '2026-06-24T17:46:50Z' })).toBe(1);
  expect(take({ id: 2, ended_at: '2026-06-24T17:46:50Z' })).toBe(0);
  take({ id: 5 });
  expect(fresh.clear()).toBe(true);
  expect(fresh.count).toBe(0);
});

test('what is no alert is none', () => {
  expect(readLiveAlert({})).toBeNull();
  expect(frame({ kind: 'party' })).toBeNull();
});

test('the count stands before the title once', () => {
  expect(withCount('Map', 0)).toBe('Map');
  expect(withCount('(1) Map', 12)).toBe('(12) Map');
  expect(withCount('(3) Map', 0)).toBe('Map');
});
