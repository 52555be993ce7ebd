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

it('keeps characters apart, and the same lines while nothing changes', () => {
  const log = new Console();
  const listener = vi.fn();
  log.subscribe(listener);
  log.noteChat('A', 'hi', 2, 0);
  const before = log.lines('A');
  log.noteChat('B', 'ho', 2, 0);
  expect(log.lines('A')).toBe(before);
  expect(listener).toHaveBeenCalledTimes(2);
});

it('keeps the newest two hundred lines', () => {
  const log = new Console();
  for (let i = 0; i < 250; i++) log.noteChat('A', `line ${i}`, 2, i);
  expect(log.lines('A')).toHaveLength(200);
  expect(log.lines('A')[0]).toMatchObject({ text: 'line 50' });
});
