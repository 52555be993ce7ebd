import { expect, it, vi } from 'vitest';
import { COMMAND_TIMEOUT_MS, Console } from './console.ts';

it('follows a command from queued to answered', () => {
  const log = new Console();
  log.noteCommand('A', '1', '/vt start', 0);
  const states = (['queued', 'sent', 'answered'] as const).map((state) => {
    log.noteStatus('1', state, '');
    const line = log.lines('A')[0];
    return line?.kind === 'command' && line.state;
  });
  expect(states).toEqual(['queued', 'sent', 'answered']);
});

it('does not go back when statuses come out of order', () => {
  const log = new Console();
  log.noteCommand('A', '1', '/x', 0);
  log.noteStatus('1', 'answered', '');
  log.noteStatus('1', 'sent', '');
  expect(log.lines('A')[0]).toMatchObject({ state: 'answered' });
});

it('fails a command of which nothing is heard, and no other', () => {
  const log = new Console();
  log.noteCommand('A', '1', '/x', 0);
  log.noteCommand('A', '2', '/y', 0);
  log.noteStatus('2', 'sent', '');
  log.expire(COMMAND_TIMEOUT_MS - 1);
  expect(log.lines('A')[0]).toMatchObject({ state: 'queued' });
  log.expire(COMMAND_TIMEOUT_MS);
  expect(log.lines('A').map((line) => line.kind === 'command' && line.state)).toEqual(['failed', 'sent']);
});

const heard = (text: string, second: number) => ({
  timestamp: new Date(second * 1000).toISOString(),
  text,
  color: 2,
});
const texts = (log: Console) => log.lines('A').map(({ text }) => text);

it('keeps characters apart, and the same lines while nothing changes', () => {
  const log = new Console();
  const listener = vi.fn();
  log.subscribe(listener);
  log.noteChat('A', heard('hi', 0), 0);
  const before = log.lines('A');
  log.noteChat('B', heard('ho', 0), 0);
  expect(log.lines('A')).toBe(before);
  expect(listener).toHaveBeenCalledTimes(2);
});

it('keeps the newest two hundred lines', () => {
  const log = new Console();
  for (let i = 0; i < 250; i++) log.noteChat('A', heard(`line ${i}`, i), i);
  expect(log.lines('A')).toHaveLength(200);
  expect(log.lines('A')[0]).toMatchObject({ text: 'line 50' });
});

it('puts what the server has kept before what was heard since, each line once', () => {
  const log = new Console();
  log.noteChat('A', { timestamp: '2026-01-01T12:00:05.1234567Z', text: 'five', color: 2 }, 0);
  log.noteCommand('A', '1', '/x', Date.parse('2026-01-01T12:00:04Z'));
  log.noteBacklog(
    'A',
    [
      { timestamp: '2026-01-01T12:00:03Z', text: 'three', color: 2 },
      { timestamp: '2026-01-01T12:00:05.123456Z', text: 'five', color: 2 },
      { timestamp: '2026-01-01T12:00:06Z', text: 'six', color: 2 },
    ],
    0,
  );
  expect(texts(log)).toEqual(['three', '/x', 'five', 'six']);
});

it('takes a line that is sent again for the one it is, and the same words later for others', () => {
  const log = new Console();
  log.noteChat('A', heard('ty', 1), 0);
  log.noteChat('A', heard('ty', 1), 0);
  log.noteChat('A', heard('ty', 2), 0);
  expect(texts(log)).toEqual(['ty', 'ty']);
});

it('gives a line without a time the present one', () => {
  const log = new Console();
  log.noteChat('A', { timestamp: '', text: 'x', color: 2 }, 5_000);
  expect(log.lines('A')[0]?.atMs).toBe(5_000);
});

it('remembers what was sent however much is said, each command once', () => {
  const log = new Console();
  for (const [i, command] of ['/a', '/b', '/a'].entries()) log.noteCommand('A', String(i), command, i);
  for (let i = 0; i < 250; i++) log.noteChat('A', heard(`line ${i}`, i), i);
  expect(log.sent('A')).toEqual(['/b', '/a']);
  expect(log.sent('B')).toEqual([]);
});

it('counts the times that lines may have been missed', () => {
  const log = new Console();
  const listener = vi.fn();
  log.subscribe(listener);
  log.noteGap();
  expect(log.missed()).toBe(1);
  expect(listener).toHaveBeenCalledTimes(1);
});
