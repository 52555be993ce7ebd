import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Console } from '../live/console.ts';
import { fakeServer, ok, refusal } from '../test/fakeServer.ts';
import { ChatPanel } from './ChatPanel.tsx';

const feed = vi.hoisted(() => ({
  current: null as { console: Console; send: (name: string, command: string) => void } | null,
}));
vi.mock('../live/useFeed.ts', () => ({ useFeed: () => feed.current }));
const known = vi.hoisted(() => ({ mayCommand: true }));
vi.mock('../live/usePlayers.ts', async () => {
  const { useSyncExternalStore } = await import('react');
  return {
    usePlayer: () => ({ known }),
    useLog: (name: string) =>
      useSyncExternalStore(feed.current?.console.subscribe ?? (() => () => undefined), () =>
        feed.current?.console.lines(name),
      ),
  };
});

let log: Console;
let sent: [string, string][];
let server: ReturnType<typeof fakeServer>;

beforeEach(() => {
  log = new Console();
  sent = [];
  known.mayCommand = true;
  feed.current = {
    console: log,
    send: (name, command) => {
      sent.push([name, command]);
      log.noteCommand(name, String(sent.length), command, Date.now());
    },
  };
  server = fakeServer({
    'GET /chat/*': ok({
      character_name: 'Aldra',
      lines: [
        { timestamp: '2026-01-01T12:00:00Z', text: '[Allegiance] Brisk says, "pull?"', color: 18 },
        { timestamp: '2026-01-01T12:00:01Z', text: 'Orsic tells you, "19 of 20"', color: 3 },
      ],
    }),
  });
});

const line = () => screen.getByLabelText<HTMLInputElement>('Command for Aldra');
const shown = () =>
  within(screen.getByRole('log'))
    .queryAllByRole('listitem')
    .map((item) => item.textContent);

async function open() {
  render(<ChatPanel name="Aldra" autoFocus />);
  await screen.findByText('pull?', { exact: false });
}

describe('a chat window', () => {
  it('shows what was said before it was opened, with the channel in words, and has the cursor in its line', async () => {
    await open();
    expect(shown()).toEqual([
      expect.stringContaining('AllegianceBrisk pull?'),
      expect.stringContaining('TellOrsic 19 of 20'),
    ]);
    expect(document.activeElement).toBe(line());
  });

  it('narrows to a channel', async () => {
    await open();
    await userEvent.click(screen.getByRole('radio', { name: 'Tells' }));
    expect(shown()).toEqual([expect.stringContaining('Orsic')]);
    await userEvent.click(screen.getByRole('radio', { name: 'Fellowship' }));
    expect(screen.getByText('Nothing was said here of late.')).toBeTruthy();
  });

  it('sends what is typed and tells what became of it', async () => {
    await open();
    await userEvent.type(line(), '/vt start{Enter}');
    expect(sent).toEqual([['Aldra', '/vt start']]);
    expect(line().value).toBe('');
    expect(screen.getByText('Queued')).toBeTruthy();
    act(() => log.noteStatus('1', 'failed', 'Too many commands: 20 at once, then 2 a second.'));
    expect(screen.getByText('Failed')).toBeTruthy();
    expect(screen.getByText(/Too many commands/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Send again' }));
    expect(sent).toHaveLength(2);
  });

  it('refuses what the server would, and says why', async () => {
    await open();
    await userEvent.type(line(), '{Enter}');
    expect(screen.getByRole('alert').textContent).toBe('Type a command first.');
    expect(sent).toEqual([]);
  });

  it('brings back what was sent with the arrows, and in the end what was being typed', async () => {
    await open();
    await userEvent.type(line(), '/a{Enter}/b{Enter}/dra{ArrowUp}');
    expect(line().value).toBe('/b');
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    expect(line().value).toBe('/a');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(line().value).toBe('/dra');
  });

  it('begins an answer to a name that is clicked', async () => {
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Orsic' }));
    expect(line().value).toBe('/t Orsic, ');
    expect(document.activeElement).toBe(line());
  });

  it('asks again for what may have been missed', async () => {
    await open();
    act(() => log.noteGap());
    await waitFor(() => expect(server.asked('GET', '/chat/Aldra')).toHaveLength(2), { timeout: 3_000 });
  });

  it('offers to try again where the past could not be had', async () => {
    server.set('GET /chat/*', refusal(503, 'Away.'));
    render(<ChatPanel name="Aldra" />);
    const again = await screen.findByRole('button', { name: 'Try again' });
    server.set('GET /chat/*', ok({ character_name: 'Aldra', lines: [] }));
    await userEvent.click(again);
    await screen.findByText('Nothing was sent or said yet.');
  });

  it('takes no command from who may not give any', async () => {
    known.mayCommand = false;
    await open();
    expect(line().disabled).toBe(true);
    expect(line().placeholder).toBe('You may not command this character');
  });
});
