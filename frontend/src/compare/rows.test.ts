import { describe, expect, it } from 'vitest';
import type { CharacterSheet } from '../character/sheet.ts';
import { bestOf, type CompareRow, compareGroups, differs, type Subject } from './rows.ts';
import { MOST_COMPARED, readCompareSearch, readNames } from './search.ts';

const skill = (base: number, training: string) => ({ base, training });

function subject(name: string, sheet: Partial<CharacterSheet> | null, more: Partial<Subject> = {}): Subject {
  const whole = {
    level: 275,
    race: 'Sho',
    gender: 'Female',
    attributes: {},
    vitals: {},
    skills: {},
    properties: {},
    allegiance: null,
    current_title_name: '',
    ...sheet,
  } as CharacterSheet;
  return { name, sheet: sheet === null ? null : whole, stats: null, lifts: new Map(), worn: null, ...more };
}

const rowOf = (subjects: Subject[], group: string, label: string): CompareRow | undefined =>
  compareGroups(subjects)
    .find(({ title }) => title === group)
    ?.rows.find((row) => row.label === label);

describe('compareGroups', () => {
  it('puts skills that anybody has trained beside each other, with training and cantrip', () => {
    const aldra = subject(
      'Aldra',
      { skills: { war_magic: skill(400, 'Specialized'), run: skill(10, 'Untrained') } },
      { lifts: new Map([['war_magic', { by: 35, tier: 'legendary' }]]) },
    );
    const dace = subject('Dace', { skills: { war_magic: skill(20, 'Untrained') } });
    expect(rowOf([aldra, dace], 'Skills', 'War Magic')?.cells).toEqual([
      { value: 400, note: 'S +35' },
      { value: 20 },
    ]);
    expect(rowOf([aldra, dace], 'Skills', 'Run')).toBeUndefined();
  });

  it('leaves out what is said of nobody, and counts no rating as 0', () => {
    const subjects = [
      subject('Aldra', { properties: { 307: 12 } }),
      subject('Dace', {}),
      subject('Nyx', null),
    ];
    expect(rowOf(subjects, 'Ratings', 'Damage')?.cells.map(({ value }) => value)).toEqual([12, 0, null]);
    expect(rowOf(subjects, 'Ratings', 'Critical')).toBeUndefined();
    expect(compareGroups(subjects).map(({ title }) => title)).toEqual(['General', 'Ratings']);
  });
});

describe('a line', () => {
  const row = (values: (number | null)[], best?: 'high' | 'low'): CompareRow => ({
    label: '',
    cells: values.map((value) => ({ value })),
    ...(best && { best }),
  });
  it.each([
    [[1, 2, null], 'high', true, 2],
    [[1, 2, 3], 'low', true, 1],
    [[2, 2], 'high', false, null],
    [[2, null], 'high', false, null],
    [[1, 2], undefined, true, null],
  ] as const)('of %j with %s as the best', (values, best, differ, is) => {
    expect(differs(row([...values], best))).toBe(differ);
    expect(bestOf(row([...values], best))).toBe(is);
  });
});

it('reads names once each and not too many', () => {
  expect(readNames(' Aldra, Dace,,Aldra')).toEqual(['Aldra', 'Dace']);
  expect(readNames(Array.from({ length: 40 }, (_, i) => `N${i}`).join())).toHaveLength(MOST_COMPARED);
  expect(readCompareSearch({ names: 'Aldra', diff: '1' })).toEqual({ names: 'Aldra', diff: 1 });
  expect(readCompareSearch({ names: '' })).toEqual({});
});
