import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { renderPage } from '../test/renderPage.tsx';
import { FIRST_FORM } from './form.ts';
import { Results } from './Results.tsx';
import { FIRST_VIEW, type RunView } from './runView.ts';
import { testPiece, testSuit } from './testSuit.ts';

vi.mock('../live/usePlayers.ts', () => ({ usePlayers: () => [] }));

const suits = [1, 2, 3].map((id) => testSuit([testPiece(id, 'head', { owner: `Mule ${id}` })]));
const running: RunView = { ...FIRST_VIEW, state: 'running', suits: suits.slice(0, 1), wanted: 20 };
let tell: (view: RunView) => void = () => undefined;

function Run({ first }: { first: RunView }) {
  const [view, setView] = useState(first);
  tell = setView;
  return (
    <Results
      runId="1"
      view={view}
      form={FIRST_FORM}
      asked={FIRST_FORM}
      onChange={() => undefined}
      onRelax={() => undefined}
      onShowItem={() => undefined}
    />
  );
}

const rows = () => screen.getAllByRole('button', { name: /^Suit \d$/ });

test('the list is held under the pointer and says what waits', async () => {
  const user = userEvent.setup();
  renderPage(<Run first={running} />);
  await user.hover(rows()[0] as HTMLElement);
  act(() => tell({ ...running, suits }));
  expect(rows()).toHaveLength(1);
  expect(screen.getByText(/2 new/)).toBeTruthy();
  await user.unhover(rows()[0] as HTMLElement);
  expect(rows()).toHaveLength(3);
});

test('the arrow keys choose a suit, whose pieces and owners are then shown', async () => {
  const user = userEvent.setup();
  renderPage(<Run first={{ ...running, suits }} />);
  rows()[0]?.focus();
  await user.keyboard('{ArrowDown}{ArrowDown}');
  expect(screen.getByRole('region', { name: 'Suit 3' })).toBeTruthy();
  expect(screen.getByRole('region', { name: 'Fetch list' }).textContent).toContain('Mule 3');
  expect(rows().map((row) => row.getAttribute('aria-pressed'))).toEqual(['false', 'false', 'true']);
});
