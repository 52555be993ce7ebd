import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { books } from '../test/library.ts';
import { MergeDialog } from './MergeDialog.tsx';
import { merge3 } from './merge3.ts';

const base = { title: 'Dune', pages: 412, state: 'in', bought: null };
const theirs = { ...base, pages: 500, state: 'out' };
const mine = { pages: 450, state: 'in!', title: 'Dune 2' };

function open(onMerge: (givenUp: readonly string[]) => void) {
  render(
    <MergeDialog
      type={books}
      merge={merge3(base, theirs, mine)}
      theirs={theirs}
      mine={mine}
      by={{ name: 'orsic', at: new Date().toISOString(), revision: 9 }}
      saving
      onMerge={onMerge}
      onClose={() => undefined}
    />,
  );
}

test('mine stays unless theirs is picked; what does not meet is only told', async () => {
  const onMerge = vi.fn();
  open(onMerge);
  expect(screen.getByRole('heading', { name: /orsic saved this book just now/ })).toBeDefined();
  expect(screen.getAllByRole('radio')).toHaveLength(4);
  expect(screen.getByRole('row', { name: /Title Dune 2 unchanged yours/ })).toBeDefined();
  await userEvent.click(screen.getByRole('radio', { name: /Pages, Theirs: 500/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Save merged as rev 10' }));
  expect(onMerge).toHaveBeenCalledWith(['pages']);
});

test('all theirs, and all mine again', async () => {
  const onMerge = vi.fn();
  open(onMerge);
  await userEvent.click(screen.getByRole('button', { name: 'All theirs' }));
  await userEvent.click(screen.getByRole('button', { name: /Save merged/ }));
  expect(onMerge).toHaveBeenLastCalledWith(['pages', 'state']);
  await userEvent.click(screen.getByRole('button', { name: 'All yours' }));
  await userEvent.click(screen.getByRole('button', { name: /Save merged/ }));
  expect(onMerge).toHaveBeenLastCalledWith([]);
});
