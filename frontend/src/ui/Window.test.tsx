import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { Window } from './Window.tsx';
import type { Place } from './windowPlace.ts';

const first = { x: 100, y: 100, width: 400, height: 300 };

function show() {
  const onClose = vi.fn();
  const onMinimise = vi.fn();
  const onFront = vi.fn();
  function Desk() {
    const [place, setPlace] = useState<Place>(first);
    return (
      <Window
        id="chat:Aldra"
        title="Aldra"
        kind="Chat"
        place={place}
        level={1}
        desk={() => ({ width: 1000, height: 800 })}
        others={[]}
        onPlace={setPlace}
        onFront={onFront}
        onMinimise={onMinimise}
        onClose={onClose}
      >
        <input aria-label="Inside" />
      </Window>
    );
  }
  render(<Desk />);
  return { onClose, onMinimise, onFront };
}

const style = () => {
  const { insetInlineStart, insetBlockStart, inlineSize, blockSize } = screen.getByRole('dialog', {
    name: 'Aldra Chat',
  }).style;
  return [insetInlineStart, insetBlockStart, inlineSize, blockSize].join(' ');
};

test('the handle moves it with the arrows, and sizes it with Shift', async () => {
  show();
  screen.getByRole('button', { name: /^Move Aldra/ }).focus();
  await userEvent.keyboard('{ArrowRight}{ArrowUp}');
  expect(style()).toBe('116px 84px 400px 300px');
  await userEvent.keyboard('{Shift>}{ArrowRight}{ArrowDown}{/Shift}');
  expect(style()).toBe('116px 84px 416px 316px');
});

test('large and back again', async () => {
  show();
  await userEvent.click(screen.getByRole('button', { name: 'Make Aldra large' }));
  expect(style()).toBe('16px 16px 968px 768px');
  await userEvent.click(screen.getByRole('button', { name: 'Make Aldra smaller' }));
  expect(style()).toBe('100px 100px 400px 300px');
});

test('Escape inside closes it, and what is done inside brings it to the front', async () => {
  const { onClose, onFront } = show();
  await userEvent.click(screen.getByLabelText('Inside'));
  expect(onFront).toHaveBeenCalled();
  await userEvent.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalledTimes(1);
});

test('it can be put away and closed by its buttons', async () => {
  const { onClose, onMinimise } = show();
  await userEvent.click(screen.getByRole('button', { name: 'Minimise Aldra' }));
  await userEvent.click(screen.getByRole('button', { name: 'Close Aldra' }));
  expect([onMinimise.mock.calls.length, onClose.mock.calls.length]).toEqual([1, 1]);
});
