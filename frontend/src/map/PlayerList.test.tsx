import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Player } from '../live/player.ts';
import PlayerList from './PlayerList.tsx';

function player(name: string, more: Partial<Player> = {}): Player {
  return {
    slot: 0,
    name,
    tag: '',
    colour: 0,
    level: null,
    state: 'hunting',
    sinceMs: Date.now() - 180_000,
    attention: false,
    freshness: 'fresh',
    seenAtMs: Date.now(),
    ew: 33.6,
    ns: 42.1,
    nearby: { place: { name: 'Holtburg', kind: 'town', ew: 33.6, ns: 42.1 }, distance: 0, side: '' },
    vtState: '',
    totals: null,
    vitals: null,
    known: null,
    ...more,
  };
}

const guild = [
  player('Aldra'),
  player('Dace'),
  player('Nim', { state: 'town' }),
  player('Cael', { state: 'dead', attention: true }),
];

function show(query = '', selected?: string) {
  const on = { select: vi.fn(), locate: vi.fn(), clear: vi.fn() };
  render(
    <PlayerList
      players={guild}
      query={query}
      selected={selected}
      onSelect={on.select}
      onLocate={on.locate}
      onClearQuery={on.clear}
    />,
  );
  return on;
}

describe('PlayerList', () => {
  it('says of each row in words what the map shows', () => {
    show();
    expect(screen.getByRole('button', { name: 'Aldra, Hunting, near Holtburg' })).toBeDefined();
    expect(screen.getByText('dead 3 m')).toBeDefined();
  });

  it('selects on a press and marks the one that is selected', async () => {
    const on = show('', 'Dace');
    expect(screen.getByRole('button', { name: /^Dace/ }).getAttribute('aria-pressed')).toBe('true');
    await userEvent.click(screen.getByRole('button', { name: /^Aldra/ }));
    expect(on.select).toHaveBeenCalledWith('Aldra');
  });

  it('leads to the one who needs someone', async () => {
    const on = show();
    const attention = screen.getByRole('region', { name: 'Attention, 1' });
    await userEvent.click(within(attention).getByRole('button', { name: 'Locate Cael' }));
    expect(on.locate).toHaveBeenCalledWith('Cael');
  });

  it('unfolds a group on demand, and every group while one searches', async () => {
    show();
    expect(screen.queryByRole('button', { name: /^Nim/ })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Town 1' }));
    expect(screen.getByRole('button', { name: /^Nim/ })).toBeDefined();
  });

  it('finds those in folded groups', () => {
    show('nim');
    expect(screen.getByRole('button', { name: /^Nim/ })).toBeDefined();
    expect(screen.queryByRole('button', { name: /^Aldra/ })).toBeNull();
  });

  it('is one stop for Tab, and arrows walk through it', async () => {
    show();
    const aldra = screen.getByRole('button', { name: /^Aldra/ });
    const dace = screen.getByRole('button', { name: /^Dace/ });
    expect([aldra.tabIndex, dace.tabIndex]).toEqual([0, -1]);
    aldra.focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(dace);
    await userEvent.keyboard('{ArrowUp}');
    expect(document.activeElement).toBe(aldra);
  });

  it('says that nobody answers, and offers the way out', async () => {
    const on = show('zzz');
    await userEvent.click(screen.getByRole('button', { name: 'Show everyone' }));
    expect(on.clear).toHaveBeenCalled();
  });
});
