import { describe, expect, it } from 'vitest';
import { chatsIn, readWindows, withChat, withoutChat } from './win.ts';

it('reads what is open from an address, each once', () => {
  expect(chatsIn("chat:Aldra,stats:Dace,chat:Fen'ril Two,chat:,chat:Aldra")).toEqual([
    'Aldra',
    "Fen'ril Two",
  ]);
  expect(chatsIn(undefined)).toEqual([]);
});

it('takes only text for windows', () => {
  expect(readWindows({ win: 'chat:A', c: 1 })).toEqual({ win: 'chat:A' });
  expect(readWindows({ win: 5 })).toEqual({});
  expect(readWindows({ win: '' })).toEqual({});
});

describe('opening and closing', () => {
  it('puts the one that is opened again on top', () => {
    expect(withChat('chat:A,chat:B', 'A')).toBe('chat:B,chat:A');
    expect(withChat(undefined, 'A')).toBe('chat:A');
  });

  it('leaves windows of other kinds, and nothing when the last is closed', () => {
    expect(withoutChat('chat:A,stats:A', 'A')).toBe('stats:A');
    expect(withoutChat('chat:A', 'A')).toBeUndefined();
    expect(withoutChat('chat:A', 'B')).toBe('chat:A');
  });
});
