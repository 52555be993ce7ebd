import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { Api } from '../api/client.ts';
import { AdminContext } from '../api/context.ts';
import { Live } from '../api/live.ts';
import { parse } from '../filter/parse.ts';
import { print } from '../filter/print.ts';
import { exprOf, groupOf } from '../filter/rows.ts';
import { targetAt } from '../filter/targets.ts';
import { books, library } from '../test/library.ts';
import { FilterGroup } from './FilterGroup.tsx';

const admin = {
  api: new Api('/api'),
  meta: library,
  embedded: false,
  live: new Live(() => new WebSocket('ws://x')),
};

function Builder({ filter }: { filter: string }) {
  const [group, setGroup] = useState(() =>
    groupOf(parse(filter), (path) => targetAt(path, books, library.types)?.target ?? null),
  );
  return (
    <AdminContext value={admin}>
      <FilterGroup type={books} group={group} onChange={setGroup} />
      <output>{print(exprOf(group))}</output>
    </AdminContext>
  );
}

const says = () => screen.getByRole('status').textContent;

test('the operator and the value of a condition are changed', async () => {
  render(<Builder filter="state=in pages>100" />);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Value for State' }), 'Lent');
  expect(says()).toBe('state=out pages>100');
  const operators = screen.getAllByRole('combobox', { name: 'How it compares' });
  await userEvent.selectOptions(operators[1] as HTMLElement, 'is at most');
  const value = screen.getByRole('textbox', { name: 'Value for Pages' });
  await userEvent.clear(value);
  await userEvent.type(value, '50');
  expect(says()).toBe('state=out pages<=50');
  await userEvent.selectOptions(operators[1] as HTMLElement, 'is empty');
  expect(says()).toBe('state=out pages:null');
});

test('groups are turned round, negated and removed', async () => {
  render(<Builder filter="title~a (pages>1 or pages<0)" />);
  await userEvent.click(screen.getByRole('button', { name: 'and; press for or' }));
  expect(says()).toBe('title~a or pages>1 or pages<0');
  await userEvent.click(screen.getAllByRole('button', { name: /press for/ })[0] as HTMLElement);
  await userEvent.click(screen.getByRole('button', { name: 'not' }));
  expect(says()).toBe('title~a -(pages>1 or pages<0)');
  await userEvent.click(screen.getByRole('button', { name: 'Remove this group' }));
  expect(says()).toBe('title~a');
  await userEvent.click(screen.getByRole('button', { name: 'Remove this condition' }));
  expect(says()).toBe('');
});

test('a field is chosen by a few letters, across an edge', async () => {
  render(<Builder filter="title~a" />);
  await userEvent.click(screen.getByRole('button', { name: 'Title' }));
  await userEvent.type(await screen.findByRole('textbox', { name: 'Find a field' }), 'auth nam{Enter}');
  // Of the same kind, so that operator and value stay.
  expect(says()).toBe('author.name~a');
});

test('what no line can show is kept', async () => {
  render(<Builder filter="title:a*b pages>1" />);
  expect(screen.getByText('title:a*b')).toBeTruthy();
  await userEvent.click(screen.getAllByRole('button', { name: 'Remove this condition' })[1] as HTMLElement);
  expect(says()).toBe('title:a*b');
});
