import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HourSeriesStore } from './hourSeries.ts';
import { PlayerTable } from './PlayerTable.tsx';
import { readColumns, readSort, type Sort } from './search.ts';
import { testPlayer } from './testPlayer.ts';

vi.mock('@tanstack/react-router', () => ({
  Link: ({
    to,
    params,
    search,
    ...rest
  }: {
    to: string;
    params?: unknown;
    search?: unknown;
    children: ReactNode;
  }) => <a href={`${to} ${JSON.stringify(params ?? search)}`} {...rest} />,
}));

const hours = new HourSeriesStore(
  () => Promise.reject(new Error('no server here')),
  () => 0,
);
const day = { kills: 9, rares: 1, byName: new Map([['Aldra', { kills: 9, rares: 1 }]]) };
const onSort = vi.fn();
const onSelect = vi.fn();
const onPointed = vi.fn();

beforeEach(() => {
  vi.clearAllMocks();
});

function show(
  names: readonly string[],
  { cols = undefined as string | undefined, selected = [] as string[] } = {},
) {
  return render(
    <PlayerTable
      players={names.map((name, i) =>
        testPlayer(
          name,
          100 - i,
          i === 1 ? { attention: true, state: 'dead', sinceMs: Date.now() - 60_000 } : {},
        ),
      )}
      columns={readColumns(cols)}
      day={day}
      hours={hours}
      sort={readSort('-kph') as Sort}
      onSort={onSort}
      selected={new Set(selected)}
      onSelect={onSelect}
      onSelectAll={() => undefined}
      onPointed={onPointed}
    />,
  );
}

describe('PlayerTable', () => {
  it('shows the chosen columns with their headings', () => {
    show(['Aldra', 'Brisk'], { cols: 'today,raresToday' });
    expect(screen.getAllByRole('columnheader').map((cell) => cell.textContent)).toEqual([
      '',
      'Name',
      'Today',
      'Rares today',
      'Map',
    ]);
    const row = screen.getByRole('row', { name: /Aldra/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['', '9', '1', '']);
  });

  it('is ordered by a press on a heading, and turned round by a second', async () => {
    show(['Aldra']);
    await userEvent.click(screen.getByRole('button', { name: 'Kills' }));
    expect(onSort).toHaveBeenLastCalledWith({ key: 'kills', descending: true });
    await userEvent.click(screen.getByRole('button', { name: 'K/h' }));
    expect(onSort).toHaveBeenLastCalledWith({ key: 'kph', descending: false });
    expect(screen.getByRole('columnheader', { name: 'K/h' }).getAttribute('aria-sort')).toBe('descending');
  });

  it('renders only the rows in sight', () => {
    show(Array.from({ length: 1_000 }, (_, i) => `Mule ${i}`));
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('1001');
  });

  it('has one row that Tab stops at; arrows go on from it, Space ticks', () => {
    show(['Aldra', 'Brisk', 'Cael']);
    const [aldra, brisk] = ['Aldra', 'Brisk'].map((name) => screen.getByRole('link', { name }));
    expect([aldra?.tabIndex, brisk?.tabIndex]).toEqual([0, -1]);
    aldra?.focus();
    fireEvent.keyDown(aldra as HTMLElement, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(brisk);
    expect([aldra?.tabIndex, brisk?.tabIndex]).toEqual([-1, 0]);
    fireEvent.keyDown(brisk as HTMLElement, { key: ' ' });
    expect(onSelect).toHaveBeenCalledWith('Brisk', true);
    fireEvent.keyDown(brisk as HTMLElement, { key: 'ArrowUp' });
    expect(document.activeElement).toBe(aldra);
  });

  it('says in words what the bars, the state and the ticks show', () => {
    show(['Aldra', 'Brisk'], { selected: ['Brisk'] });
    expect(screen.getByText('Dead 1 m')).toBeTruthy();
    expect((screen.getByRole('checkbox', { name: 'Select Brisk' }) as HTMLInputElement).checked).toBe(true);
    const all = screen.getByRole('checkbox', { name: 'Select all that are shown' }) as HTMLInputElement;
    expect([all.checked, all.indeterminate]).toEqual([false, true]);
  });
});
