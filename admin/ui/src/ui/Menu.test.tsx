import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { Menu } from './Menu.tsx';

test('a menu opens at its first entry, arrows walk, and an entry runs', async () => {
  const run = vi.fn();
  render(
    <Menu
      label="Actions for Dune"
      items={[
        { label: 'Open', run: () => undefined },
        { label: 'Off', run: () => undefined, disabled: true },
        { label: 'Delete', run, danger: true },
      ]}
    />,
  );
  const button = screen.getByRole('button', { name: 'Actions for Dune' });
  await userEvent.click(button);
  expect(button.getAttribute('aria-expanded')).toBe('true');
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Open'));
  await userEvent.keyboard('{ArrowDown}');
  expect(document.activeElement?.textContent).toBe('Delete');
  await userEvent.keyboard('{ArrowDown}{End}{Enter}');
  expect(run).toHaveBeenCalledTimes(1);
  expect(button.getAttribute('aria-expanded')).toBe('false');
  expect(document.activeElement).toBe(button);
});
