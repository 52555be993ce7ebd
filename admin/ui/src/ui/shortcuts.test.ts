// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { activeShortcuts, addShortcut, keyCaps, listenForShortcuts, pressed } from './shortcuts.ts';

test.each([
  [{ key: 'k', ctrlKey: true }, 'mod+k'],
  [{ key: 'K', metaKey: true }, 'mod+k'],
  [{ key: '?' }, '?'],
  [{ key: 'ArrowUp' }, 'ArrowUp'],
  [{ key: '1', altKey: true }, 'alt+1'],
])('%j is written %s', (event, written) => {
  expect(pressed({ ctrlKey: false, metaKey: false, altKey: false, ...event })).toBe(written);
});

test.each([
  ['mod+k', 'Linux x86_64', ['Ctrl', 'K']],
  ['mod+k', 'MacIntel', ['⌘', 'K']],
  ['g m', 'Win32', ['G', 'M']],
  ['Escape', 'Win32', ['Esc']],
])('%s on %s is drawn as %j', (keys, platform, caps) => {
  expect(keyCaps(keys, platform)).toEqual(caps);
});

describe('listening', () => {
  let stop: () => void;
  const ran: string[] = [];
  const removes: (() => void)[] = [];

  beforeEach(() => {
    ran.length = 0;
    stop = listenForShortcuts(window);
  });

  afterEach(() => {
    stop();
    for (const remove of removes.splice(0)) remove();
    document.body.replaceChildren();
  });

  function bind(keys: string, name = keys) {
    removes.push(addShortcut({ keys, label: name, group: 'x', run: () => ran.push(name) }));
  }

  function press(key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
    target.dispatchEvent(event);
    return event;
  }

  test('a key runs what it is bound to, and the browser does nothing with it', () => {
    bind('mod+k');
    expect(press('k', { ctrlKey: true }).defaultPrevented).toBe(true);
    expect(press('k').defaultPrevented).toBe(false);
    expect(ran).toEqual(['mod+k']);
  });

  test('two keys in a row are one shortcut', () => {
    bind('g m');
    bind('m');
    press('g');
    press('m');
    press('m');
    expect(ran).toEqual(['g m', 'm']);
  });

  test('the second key of a pair must come soon', () => {
    bind('g m');
    vi.spyOn(Event.prototype, 'timeStamp', 'get')
      .mockReturnValueOnce(0)
      .mockReturnValueOnce(0)
      .mockReturnValue(5000);
    press('g');
    press('m');
    vi.restoreAllMocks();
    expect(ran).toEqual([]);
  });

  test('of two with the same key the newer one wins, until it goes', () => {
    bind('/', 'page');
    bind('/', 'window');
    press('/');
    removes.pop()?.();
    press('/');
    expect(ran).toEqual(['window', 'page']);
  });

  test('letters typed into a field are text, but keys with Ctrl work there', () => {
    bind('n');
    bind('mod+k');
    const field = document.body.appendChild(document.createElement('input'));
    press('n', {}, field);
    press('k', { ctrlKey: true }, field);
    const box = document.body.appendChild(document.createElement('input'));
    box.type = 'checkbox';
    press('n', {}, box);
    expect(ran).toEqual(['mod+k', 'n']);
  });

  test('an event that somebody took already is left alone', () => {
    bind('Escape');
    document.body.addEventListener('keydown', (event) => event.preventDefault(), { once: true });
    press('Escape');
    expect(ran).toEqual([]);
  });

  test('the list tells what is bound now', () => {
    bind('a');
    expect(activeShortcuts().map((s) => s.keys)).toEqual(['a']);
    removes.pop()?.();
    expect(activeShortcuts()).toEqual([]);
  });
});
