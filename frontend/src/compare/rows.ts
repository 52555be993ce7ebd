import type { components } from '../api/schema.d.ts';
import type { Lift } from '../character/lift.ts';
import { AUGMENTATIONS, AURAS, RATINGS } from '../character/properties.ts';
import {
  attributeLines,
  type CharacterSheet,
  gameName,
  skillGroups,
  vitalLines,
} from '../character/sheet.ts';
import type { Totals } from '../inventory/totals.ts';

/** What is known of one of those who are compared; null where it is not known, or not yet. */
export interface Subject {
  name: string;
  sheet: CharacterSheet | null;
  stats: components['schemas']['Stats'] | null;
  lifts: ReadonlyMap<string, Lift>;
  worn: Totals | null;
}

export interface CompareCell {
  /** What it is measured by; null where it cannot be. */
  value: number | null;
  /** What stands there, where that is not the number. */
  text?: string;
  /** Small and grey behind it. */
  note?: string;
}

export interface CompareRow {
  label: string;
  cells: readonly CompareCell[];
  /** Which value is the best one; none where there is no better. */
  best?: 'high' | 'low';
}

export interface CompareGroup {
  title: string;
  rows: readonly CompareRow[];
}

type Read = (subject: Subject) => CompareCell;

const number = (read: (subject: Subject) => number | null | undefined): Read => {
  return (subject) => ({ value: read(subject) ?? null });
};
const words = (read: (subject: Subject) => string | undefined): Read => {
  return (subject) => ({ value: null, text: read(subject) ?? '' });
};

/** Everything that can be said of all of them, in the sheet's order; lines that say nothing of anybody are left out. */
export function compareGroups(subjects: readonly Subject[]): readonly CompareGroup[] {
  const row = (label: string, read: Read, best?: CompareRow['best']): CompareRow => ({
    label,
    cells: subjects.map(read),
    ...(best !== undefined && { best }),
  });
  const sheets = subjects.flatMap(({ sheet }) => sheet ?? []);
  const based = (
    keys: readonly { key: string; label: string }[],
    part: 'attributes' | 'vitals',
  ): CompareRow[] =>
    keys.map(({ key, label }) =>
      row(label, (subject) => lifted(subject, key, subject.sheet?.[part]?.[key]?.base), 'high'),
    );
  const properties = (table: readonly { id: number; label: string; what?: string }[]) =>
    table.map(({ id, label, what }) => ({
      ...row(
        what === undefined ? label : `${label} (${what})`,
        number(({ sheet }) => (sheet === null ? null : (sheet.properties?.[id] ?? 0))),
        'high',
      ),
      bare: sheets.every(({ properties }) => (properties?.[id] ?? 0) === 0),
    }));

  const groups: { title: string; rows: (CompareRow & { bare?: boolean })[] }[] = [
    {
      title: 'General',
      rows: [
        row(
          'Level',
          number(({ sheet }) => sheet?.level),
          'high',
        ),
        row(
          'Race',
          words(({ sheet }) => [sheet?.gender, sheet?.race].filter(Boolean).join(' ')),
        ),
        row(
          'Title',
          words(({ sheet }) => sheet?.current_title_name),
        ),
        row(
          'Allegiance',
          words(({ sheet }) => sheet?.allegiance?.name),
        ),
        row(
          'Total XP',
          number(({ sheet }) => sheet?.total_xp),
          'high',
        ),
        row(
          'Unassigned XP',
          number(({ sheet }) => sheet?.unassigned_xp),
        ),
        row(
          'Luminance',
          number(({ sheet }) => sheet?.luminance_earned),
        ),
        row(
          'Skill credits',
          number(({ sheet }) => sheet?.skill_credits),
        ),
      ],
    },
    {
      title: 'Totals',
      rows: [
        row(
          'Kills',
          number(({ stats }) => stats?.totals.kills),
          'high',
        ),
        row(
          'Rares',
          number(({ stats }) => stats?.totals.rares),
          'high',
        ),
        row(
          'Deaths',
          number(({ stats }) => stats?.totals.deaths),
          'low',
        ),
        row(
          'Kills this session',
          number(({ stats }) => stats?.session?.kills),
          'high',
        ),
      ],
    },
    { title: 'Attributes', rows: based(union(sheets.map(attributeLines)), 'attributes') },
    { title: 'Vitals', rows: based(union(sheets.map(vitalLines)), 'vitals') },
    {
      title: 'Skills',
      rows: skillKeys(sheets).map((key) =>
        row(
          gameName(key),
          (subject) => {
            const skill = subject.sheet?.skills?.[key];
            const note = trainingLetter(skill?.training);
            const cell = lifted(subject, key, skill?.base);
            return note === '' ? cell : { ...cell, note: [note, cell.note].filter(Boolean).join(' ') };
          },
          'high',
        ),
      ),
    },
    { title: 'Ratings', rows: properties(RATINGS) },
    { title: 'Augmentations', rows: [...properties(AUGMENTATIONS), ...properties(AURAS)] },
    { title: 'Worn', rows: wornRows(subjects, row) },
  ];
  return groups
    .map(({ title, rows }) => ({ title, rows: rows.filter((one) => one.bare !== true && says(one)) }))
    .filter(({ rows }) => rows.length > 0);
}

function wornRows(
  subjects: readonly Subject[],
  row: (label: string, read: Read, best?: CompareRow['best']) => CompareRow,
): CompareRow[] {
  const worn = subjects.flatMap((subject) => subject.worn ?? []);
  const sets = new Map(worn.flatMap((totals) => totals.sets.map(({ id, name }) => [id, name] as const)));
  const ratings = new Map(
    worn.flatMap((totals) => totals.ratings.map(({ key, label }) => [key, label] as const)),
  );
  const cantrips = (tier: string) =>
    number((subject) => subject.worn?.cantrips.filter((one) => one.tier.toLowerCase() === tier).length);
  return [
    row(
      'Armour level',
      number((subject) => subject.worn?.armourLevel),
      'high',
    ),
    ...[...sets].map(([id, name]) =>
      row(
        name,
        number((subject) => subject.worn && (subject.worn.sets.find((set) => set.id === id)?.count ?? 0)),
      ),
    ),
    row('Legendary cantrips', cantrips('legendary'), 'high'),
    row('Epic cantrips', cantrips('epic'), 'high'),
    row(
      'Wasted cantrips',
      number((subject) => subject.worn?.wasted),
      'low',
    ),
    ...[...ratings].map(([key, label]) =>
      row(
        `${label} of gear`,
        number(
          (subject) => subject.worn && (subject.worn.ratings.find((rating) => rating.key === key)?.sum ?? 0),
        ),
        'high',
      ),
    ),
  ];
}

function lifted({ lifts }: Subject, key: string, base: number | null | undefined): CompareCell {
  const lift = lifts.get(key);
  return { value: base ?? null, ...(lift !== undefined && { note: `+${lift.by}` }) };
}

function union(lists: readonly (readonly { key: string; label: string }[])[]) {
  const all = new Map(lists.flat().map((line) => [line.key, line]));
  return [...all.values()];
}

/** Skills that any of them has trained; by name. */
function skillKeys(sheets: readonly CharacterSheet[]): string[] {
  const trained = sheets
    .flatMap(skillGroups)
    .filter(({ training }) => training !== 'Untrained')
    .flatMap(({ skills }) => skills.map(({ key }) => key));
  return [...new Set(trained)].sort();
}

function trainingLetter(training: string | undefined): string {
  switch (training?.toLowerCase()) {
    case 'specialized':
    case 'specialised':
    case '3':
      return 'S';
    case 'trained':
    case '2':
      return 'T';
    default:
      return '';
  }
}

function says({ cells }: CompareRow): boolean {
  return cells.some(({ value, text }) => value !== null || (text ?? '') !== '');
}

/** Whether they differ in this line; those of whom nothing is known do not count. */
export function differs({ cells }: CompareRow): boolean {
  const said = cells.flatMap(({ value, text, note }) =>
    value === null && (text ?? '') === '' ? [] : [`${value} ${text ?? ''} ${note ?? ''}`],
  );
  return new Set(said).size > 1;
}

/** The best value of a line; null where all are equal or none is better. */
export function bestOf({ cells, best }: CompareRow): number | null {
  const values = cells.flatMap(({ value }) => value ?? []);
  if (best === undefined || new Set(values).size < 2) return null;
  return best === 'high' ? Math.max(...values) : Math.min(...values);
}
