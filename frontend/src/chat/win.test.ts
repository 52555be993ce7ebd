import { describe, expect, it } from 'vitest';
import { readWindows, windowsIn, withoutWindow, withWindow } from './win.ts';

it('reads what is open from an address, each once', () => {
  const ids = (win?: string) => windowsIn(win).map(({ id }) => id);
  expect(ids("chat:Aldra,stats:Dace,chat:Fen'ril Two,chat:,chat:Aldra,cake:Aldra,chat")).toEqual([
    'chat:Aldra',
    'stats:Dace',
    "chat:Fen'ril Two",
  ]);
  expect(windowsIn('radar:A:B')).toEqual([{ id: 'radar:A:B', kind: 'radar', name: 'A:B' }]);
  expect(ids()).toEqual([]);
});

it('takes only text for windows', () => {
  expect(readWindows({ win: 'chat:A', c: 1 })).toEqual({ win: 'chat:A' });
  expect(readWindows({ win: 5 })).toEqual({});
  expect(readWindows({ win: '' })).toEqual({});
});

describe('opening and closing', () => {
  it('puts the one that is opened again on top', () => {
    expect(withWindow('chat:A,chat:B', 'chat:A')).toBe('chat:B,chat:A');
    expect(withWindow(undefined, 'radar:A')).toBe('radar:A');
  });

  it('leaves windows of other kinds, and nothing when the last is closed', () => {
    expect(withoutWindow('chat:A,stats:A', 'chat:A')).toBe('stats:A');
    expect(withoutWindow('chat:A', 'chat:A')).toBeUndefined();
    expect(withoutWindow('chat:A', 'chat:B')).toBe('chat:A');
  });
});
