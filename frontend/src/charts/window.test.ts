import { expect, test } from 'vitest';
import { endsOf, readWindow, writeWindow, zoomed } from './window.ts';

test.each([
  ['24h', { back: '24h' }],
  [undefined, { back: '6h' }],
  ['yesterday', { back: '6h' }],
  ['2026-06-24T10:00:00Z,2026-06-24T12:00:00Z', { from: 1782295200, to: 1782302400 }],
  ['1782295200,1782302400', { from: 1782295200, to: 1782302400 }],
  ['1782302400,1782295200', { back: '6h' }],
  ['1782295200,1782295210', { back: '6h' }],
])('reads %s', (text, window) => {
  expect(readWindow(text)).toEqual(window);
});

test('what is written is read again', () => {
  for (const window of [{ back: '7d' as const }, { from: 1782295200, to: 1782302400 }])
    expect(readWindow(writeWindow(window))).toEqual(window);
  expect(writeWindow({ back: '6h' })).toBeUndefined();
});

test('ends are reckoned from now, or are what they are', () => {
  expect(endsOf({ back: '1h' }, 10_000)).toEqual({ from: 6_400, to: 10_000 });
  expect(endsOf({ from: 1, to: 2 }, 10_000)).toEqual({ from: 1, to: 2 });
});

test('a stretch is drawn in either direction, and a mere press is none', () => {
  expect(zoomed(2000, 1000.4)).toEqual({ from: 1000, to: 2000 });
  expect(zoomed(1000, 1010)).toBeNull();
});
