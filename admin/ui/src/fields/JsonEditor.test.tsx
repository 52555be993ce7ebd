import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { JsonEditor } from './JsonEditor.tsx';
import { BadJson } from './wire.ts';

function Held({ start, told }: { start: unknown; told: unknown[] }) {
  const [value, setValue] = useState(start);
  return (
    <JsonEditor
      aria-label="Meta"
      value={value}
      onChange={(next) => {
        told.push(next);
        setValue(next);
      }}
    />
  );
}

test('what is typed is checked at each key, and kept as typed', async () => {
  const told: unknown[] = [];
  render(<Held start={{ a: 1 }} told={told} />);
  const box = screen.getByRole('textbox', { name: 'Meta' });
  expect(box).toHaveProperty('value', '{\n  "a": 1\n}');
  expect(screen.getByRole('status').textContent).toBe('Valid');
  await userEvent.clear(box);
  expect(told.at(-1)).toBeNull();
  await userEvent.type(box, '[[1, ');
  expect(told.at(-1)).toBeInstanceOf(BadJson);
  expect(box.getAttribute('aria-invalid')).toBe('true');
  await userEvent.type(box, '2]');
  expect(told.at(-1)).toEqual([1, 2]);
  expect(box).toHaveProperty('value', '[1, 2]');
});
