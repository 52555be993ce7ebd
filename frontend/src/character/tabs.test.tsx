import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ReactNode, useState } from 'react';
import { expect, test, vi } from 'vitest';
import { fakeServer, ok } from '../test/fakeServer.ts';
import { renderPage } from '../test/renderPage.tsx';
import CantripsTab from './CantripsTab.tsx';
import CombatTab from './CombatTab.tsx';
import { CharacterContext } from './characterContext.ts';
import { emptySeries } from './history.ts';
import QuestsTab from './QuestsTab.tsx';
import RadarTab from './RadarTab.tsx';

vi.mock('../live/usePlayers.ts', () => ({ usePlayer: () => null }));
vi.mock('../live/useFeed.ts', () => ({ useFeed: () => null }));

function Of({ children }: { children: ReactNode }) {
  const [show, setShow] = useState<string | undefined>(undefined);
  return (
    <CharacterContext
      value={{
        name: 'Aldra',
        range: '24h',
        setRange: () => undefined,
        show,
        setShow,
        tail: emptySeries(),
      }}
    >
      {children}
    </CharacterContext>
  );
}

const open = (tab: ReactNode) => renderPage(<Of>{tab}</Of>);
const rows = (name: string) =>
  within(screen.getByRole('table', { name }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent);

test('quests run, and can be narrowed to those that are ready', async () => {
  const soon = new Date(Date.now() + 3_600_500).toISOString();
  const timer = { timestamp: new Date().toISOString(), countdown: '' };
  fakeServer({
    'GET /quest-status': ok({
      characters: [
        { character_name: 'Dace', quests: [{ ...timer, quest_name: 'other', ready: true, ready_at: null }] },
        {
          character_name: 'Aldra',
          quests: [
            { ...timer, quest_name: 'gauntletflag', ready: false, ready_at: soon },
            { ...timer, quest_name: 'stipendtimer_0812', ready: true, ready_at: null },
          ],
        },
      ],
    }),
  });
  open(<QuestsTab />);
  await screen.findByText('stipendtimer_0812');
  expect(rows('Quests of Aldra')).toEqual([
    expect.stringMatching(/^stipendtimer_0812Ready/),
    expect.stringMatching(/^gauntletflag01:00:0[01]/),
  ]);
  await screen.findByText('00:59:59', undefined, { timeout: 4_000 });
  await userEvent.click(screen.getByRole('radio', { name: 'Ready 1' }));
  expect(rows('Quests of Aldra')).toEqual([expect.stringMatching(/^stipendtimer_0812/)]);
});

test('a character without timers says why', async () => {
  fakeServer({ 'GET /quest-status': ok({ characters: [] }) });
  open(<QuestsTab />);
  await screen.findByRole('heading', { name: 'No quest timer is known' });
});

test('cantrips tell what is wasted', async () => {
  const strength = { spell_id: 6107, name: 'Legendary Strength', family: 261, tier: 'legendary', item_id: 1 };
  fakeServer({
    'GET /cantrips/*': ok({
      character_name: 'Aldra',
      timestamp: new Date().toISOString(),
      cantrips: [strength, { ...strength, spell_id: 3965, name: 'Epic Strength', tier: 'epic' }],
    }),
  });
  open(<CantripsTab />);
  await screen.findByText(/1 of them wasted/);
  expect(rows('Cantrips of Aldra')).toEqual([
    'Legendary StrengthLegendaryStrength +35Yes',
    'Epic StrengthEpicStrength +25Wasted',
  ]);
});

test('fights stand beside those of the whole life, and a monster opens to its attacks', async () => {
  const attack = {
    total_attacks: 30,
    failed_attacks: 3,
    crits: 3,
    total_normal_damage: 2400,
    max_normal_damage: 310,
    total_crit_damage: 2600,
    max_crit_damage: 700,
  };
  const fiun = {
    kill_count: 12,
    damage_given: 5000,
    damage_received: 55,
    offense: { Magic: { Fire: attack } },
    defense: {},
  };
  const totals = {
    as_of: new Date().toISOString(),
    total_kills: 12,
    total_damage_given: 5000,
    total_damage_received: 55,
    total_aetheria_surges: 1,
    total_cloak_surges: 0,
  };
  fakeServer({
    'GET /combat-stats/*': ok({
      character_name: 'Aldra',
      session: { ...totals, session_id: 'b1f0', monsters: { 'Raving Fiun': fiun } },
      lifetime: {
        ...totals,
        total_kills: 48,
        monsters: { 'Raving Fiun': { ...fiun, kill_count: 40 }, Tusker: { ...fiun, kill_count: 8 } },
      },
      sessions: [],
      next_cursor: '',
    }),
  });
  open(<CombatTab />);
  await screen.findByRole('table', { name: 'Sums of this session and of its life' });
  expect(rows('Sums of this session and of its life')[0]).toBe('Kills124825 %');
  await userEvent.click(screen.getByRole('button', { name: 'Raving Fiun' }));
  expect(rows('Attacks on Raving Fiun')).toEqual([
    expect.stringMatching(/^Magic Fire3010 %10 %100310867700/),
  ]);
  await userEvent.click(screen.getByRole('radio', { name: 'Lifetime' }));
  expect(screen.getByRole('button', { name: 'Tusker' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Kills' }));
  expect(screen.getByRole('columnheader', { name: 'Kills' }).getAttribute('aria-sort')).toBe('descending');
});

test('what is near is a list, the nearest first; without its own place there are no directions', async () => {
  const object = { id: 1, object_class: 5, ew: 33.7, ns: 42.2, z: 0.4, health_pct: null };
  fakeServer({
    'GET /live': ok({ players: [] }),
    'GET /nearby/*': ok({
      character_name: 'Aldra',
      timestamp: new Date().toISOString(),
      radius: 75,
      objects: [
        { ...object, name: 'Raving Fiun', distance: 24.1 },
        { ...object, id: 2, name: 'Dace', object_class: 24, distance: 3 },
      ],
    }),
  });
  open(<RadarTab />);
  await screen.findByText('Raving Fiun');
  expect(rows('Near Aldra')).toEqual([
    expect.stringMatching(/^Daceplayer3 m/),
    expect.stringMatching(/^Raving Fiuncreature24 m/),
  ]);
  expect(screen.getByText(/on which side they are is not/)).toBeTruthy();
});
