import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { Combobox, type Option } from './Combobox.tsx';

const fruits = ['Apple', 'Apricot', 'Pear'].map((label): Option => ({ value: label.toLowerCase(), label }));

function Fruit({ onPick, free }: { onPick: (value: string) => void; free?: boolean }) {
  const [query, setQuery] = useState('');
  const found = fruits.filter(({ label }) => label.toLowerCase().includes(query.toLowerCase()));
  return (
    <Combobox
      label="Fruit"
      query={query}
      onQuery={setQuery}
      options={found}
      onPick={({ value }) => onPick(value)}
      {...(free && { free })}
    />
  );
}

test('typing narrows, arrows choose, Enter picks', async () => {
  const onPick = vi.fn();
  render(<Fruit onPick={onPick} />);
  const box = screen.getByRole('combobox', { name: 'Fruit' });
  await userEvent.type(box, 'ap');
  expect(box.getAttribute('aria-expanded')).toBe('true');
  expect(screen.getAllByRole('option', { hidden: true }).map((o) => o.textContent)).toEqual([
    'Apple',
    'Apricot',
  ]);
  await userEvent.keyboard('{ArrowDown}');
  expect(box.getAttribute('aria-activedescendant')).toBe(
    screen.getByRole('option', { name: 'Apricot', hidden: true }).id,
  );
  await userEvent.keyboard('{Enter}');
  expect(onPick).toHaveBeenCalledWith('apricot');
  expect(box.getAttribute('aria-expanded')).toBe('false');
});

test('Escape closes the list and nothing else', async () => {
  const outside = vi.fn();
  render(
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to what is let through
    <div onKeyDown={(event) => event.key === 'Escape' && outside()}>
      <Fruit onPick={() => undefined} />
    </div>,
  );
  await userEvent.type(screen.getByRole('combobox'), 'p');
  await userEvent.keyboard('{Escape}');
  expect(screen.queryAllByRole('option', { hidden: true })).toEqual([]);
  expect(outside).not.toHaveBeenCalled();
  await userEvent.keyboard('{Escape}');
  expect(outside).toHaveBeenCalledTimes(1);
});

test('where any text will do, Enter picks only what was chosen', async () => {
  const onPick = vi.fn();
  render(<Fruit onPick={onPick} free />);
  await userEvent.type(screen.getByRole('combobox'), 'ap{Enter}');
  expect(onPick).not.toHaveBeenCalled();
  await userEvent.type(screen.getByRole('combobox'), 'r{ArrowDown}{Enter}');
  expect(onPick).toHaveBeenCalledWith('apricot');
});
