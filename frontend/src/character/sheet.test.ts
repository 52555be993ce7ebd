import { describe, expect, it } from 'vitest';
import { attributeLines, gameName, lineage, skillGroups } from './sheet.ts';

it.each([
  ['war_magic', 'War Magic'],
  ['self', 'Self'],
  ['Two Handed Combat', 'Two Handed Combat'],
  ['', ''],
])('writes %s as %s', (key, name) => {
  expect(gameName(key)).toBe(name);
});

it('lists attributes in the order of the game', () => {
  const line = { base: 100, creation: 10 };
  const lines = attributeLines({ attributes: { self: line, focus: line, strength: line, luck: line } });
  expect(lines.map(({ label }) => label)).toEqual(['Strength', 'Focus', 'Self', 'Luck']);
});

describe('skillGroups', () => {
  it('sorts skills by training and name, as the game does, and leaves empty trainings out', () => {
    const groups = skillGroups({
      skills: {
        run: { base: 200, training: 'Trained' },
        war_magic: { base: 400, training: 'Specialized' },
        life_magic: { base: 410, training: 'Specialized' },
        jump: { base: null, training: 'Trained' },
      },
    });
    expect(groups).toEqual([
      {
        training: 'Specialised',
        skills: [
          { key: 'life_magic', label: 'Life Magic', base: 410 },
          { key: 'war_magic', label: 'War Magic', base: 400 },
        ],
      },
      {
        training: 'Trained',
        skills: [
          { key: 'jump', label: 'Jump', base: null },
          { key: 'run', label: 'Run', base: 200 },
        ],
      },
    ]);
  });

  it('takes a training it does not know for none', () => {
    expect(skillGroups({ skills: { x: { base: 5, training: 'Inept' } } })[0]?.training).toBe('Untrained');
  });
});

describe('lineage', () => {
  const patron = { name: 'Orsic', race: 2, rank: 7, gender: 0 };
  it.each([
    [
      {
        race: 'Aluvian',
        gender: 'Female',
        allegiance: { name: 'Watch', rank: 6, followers: 2, monarch: null, patron },
      },
      'Female Aluvian · Watch, rank 6 under Orsic',
    ],
    [{ race: 'Sho', gender: '', allegiance: null }, 'Sho'],
    [{ race: '', gender: '', allegiance: null }, ''],
  ])('%#', (sheet, words) => {
    expect(lineage(sheet)).toBe(words);
  });
});
