import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { CharacterContext } from '../character/characterContext.ts';
import { emptySeries } from '../character/history.ts';
import { testItem } from '../items/testItem.ts';
import { fakeServer, ok } from '../test/fakeServer.ts';
import { renderPage } from '../test/renderPage.tsx';
import InventoryTab from './InventoryTab.tsx';

vi.mock('../live/useFeed.ts', () => ({ useFeed: () => null }));
vi.mock('@tanstack/react-router', () => ({ Link: () => null }));

function Tab() {
  const [show, setShow] = useState<string | undefined>(undefined);
  return (
    <CharacterContext
      value={{ name: 'Aldra', range: '24h', setRange: () => undefined, show, setShow, tail: emptySeries() }}
    >
      <InventoryTab />
    </CharacterContext>
  );
}

const told = new Date().toISOString();
const cantrip = { family: 261, name: 'Strength', tier: 'epic', label: 'Epic Strength' };
const helm = testItem(1, {
  name: 'Gold Helm',
  slots: ['head'],
  worn: true,
  worn_at: ['head'],
  armor_level: 300,
  cantrips: [cantrip],
});
const ring = testItem(2, {
  name: 'Ruby Ring',
  worn: true,
  worn_at: ['ring_left'],
  armor_level: null,
  cantrips: [cantrip],
});
const taper = testItem(3, { name: 'Prismatic Taper', stack_count: 980 });
const gem = testItem(4, { name: 'Sapphire', stack_count: 1 });

const inventory = {
  character_name: 'Aldra',
  as_of: told,
  missing: false,
  item_count: 4,
  burden: 4_210,
  items: [helm, ring, taper, gem],
  worn: [1, 2],
  containers: [
    { id: 0, item: null, name: 'Main pack', icon: null, slots: 102, used: 1, items: [3] },
    { id: 9, item: 9, name: 'Sack', icon: null, slots: 24, used: 1, items: [4] },
  ],
};

test('what is worn stands on a body, what is carried in its packs, and a filter points out', async () => {
  fakeServer({
    'GET /inventory/Aldra': ok(inventory),
    'GET /inventory/Aldra/changes': ok({
      changes: [
        { id: 7, timestamp: told, change: 'lost', object_id: 77, name: 'Broken Key', detail: {} },
        { id: 6, timestamp: told, change: 'gained', object_id: gem.object_id, name: 'Sapphire', detail: {} },
      ],
      next_cursor: '',
    }),
  });
  renderPage(<Tab />);
  await screen.findByRole('button', { name: 'Head: Gold Helm, 300' });
  expect(screen.getByText('Chest: nothing')).toBeTruthy();
  expect(screen.getByText('1 wasted')).toBeTruthy();
  const main = within(screen.getByRole('region', { name: /Main pack/ }));
  expect(main.getByRole('button', { name: 'Prismatic Taper, 980' })).toBeTruthy();
  expect(screen.getByRole('region', { name: /Sack/ }).textContent).toContain('1 / 24');
  await screen.findByText('Broken Key');
  await userEvent.type(screen.getByRole('textbox'), 'taper');
  await main.findByText('1 found');
  expect(screen.getByText('1 of 4')).toBeTruthy();
});

test('a character whose inventory never came says why', async () => {
  fakeServer({
    'GET /inventory/Aldra': ok({ ...inventory, missing: true, items: [], worn: [], containers: [] }),
  });
  renderPage(<Tab />);
  await screen.findByRole('heading', { name: 'No inventory is known' });
});
