import type { components } from '../api/schema.d.ts';

export type CharacterSheet = components['schemas']['CharacterSheet'];

export interface Line {
  /** As the plugin names it. */
  key: string;
  label: string;
  base: number | null;
}

export interface SkillGroup {
  training: 'Specialised' | 'Trained' | 'Untrained';
  skills: Line[];
}

const ATTRIBUTES = ['strength', 'endurance', 'coordination', 'quickness', 'focus', 'self'];
const VITALS = ['health', 'stamina', 'mana'];
/** The wire writes the American word, and once in a while a number (3, 2, 1). */
const TRAININGS: Record<string, SkillGroup['training']> = {
  specialized: 'Specialised',
  specialised: 'Specialised',
  trained: 'Trained',
  3: 'Specialised',
  2: 'Trained',
};

/** "war_magic" as "War Magic". */
export function gameName(key: string): string {
  return key
    .split(/[_\s]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

/** Attributes in the game's order, then any it does not know. */
export function attributeLines(sheet: Pick<CharacterSheet, 'attributes'>): Line[] {
  return inOrder(sheet.attributes, ATTRIBUTES);
}

export function vitalLines(sheet: Pick<CharacterSheet, 'vitals'>): Line[] {
  return inOrder(sheet.vitals, VITALS);
}

function inOrder(values: Record<string, { base: number | null }>, order: readonly string[]): Line[] {
  const rank = (key: string) => {
    const at = order.indexOf(key.toLowerCase());
    return at === -1 ? order.length : at;
  };
  return Object.entries(values ?? {})
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([key, { base }]) => ({ key, label: gameName(key), base }));
}

/** Skills by training, each in the alphabet's order as the game lists them; a training without skills is left out. */
export function skillGroups(sheet: Pick<CharacterSheet, 'skills'>): SkillGroup[] {
  const groups: SkillGroup[] = (['Specialised', 'Trained', 'Untrained'] as const).map((training) => ({
    training,
    skills: [],
  }));
  for (const [key, { base, training }] of Object.entries(sheet.skills ?? {})) {
    const name = TRAININGS[training.toLowerCase()] ?? 'Untrained';
    groups.find((group) => group.training === name)?.skills.push({ key, label: gameName(key), base });
  }
  for (const { skills } of groups) {
    skills.sort((a, b) => (a.label < b.label ? -1 : 1));
  }
  return groups.filter(({ skills }) => skills.length > 0);
}

/** "Aluvian · Mosswart Watch, rank 6 under Orsic", as much of it as is known. */
export function lineage(sheet: Pick<CharacterSheet, 'race' | 'gender' | 'allegiance'>): string {
  const parts = [[sheet.gender, sheet.race].filter((word) => word !== '').join(' ')];
  const allegiance = sheet.allegiance;
  if (allegiance !== null && allegiance.name !== '') {
    const rank = allegiance.rank === null ? '' : `, rank ${allegiance.rank}`;
    const patron =
      allegiance.patron === null || allegiance.patron.name === '' ? '' : ` under ${allegiance.patron.name}`;
    parts.push(`${allegiance.name}${rank}${patron}`);
  }
  return parts.filter((part) => part !== '').join(' · ');
}
