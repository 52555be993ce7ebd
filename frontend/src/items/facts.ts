import { formatCount } from '../live/age.ts';
import type { Item, ItemDetail } from './item.ts';

export interface Fact {
  label: string;
  text: string;
}

/** The figures that stand large at the head of an item; what it has not is left out. */
export function figuresOf(item: Item): Fact[] {
  const count = (label: string, value: number | null): Fact[] =>
    value === null ? [] : [{ label, text: formatCount(value) }];
  return [
    ...count('AL', item.armor_level),
    ...(item.max_damage === null ? [] : [{ label: 'Damage', text: damageWords(item) }]),
    ...count('Wield', item.wield_level),
    ...count('Lore', item.lore),
    ...count('Burden', item.burden),
    ...count('Value', item.value),
  ];
}

/** The least and the greatest damage: "12 – 30". */
export function damageWords({ max_damage: most, variance }: Pick<Item, 'max_damage' | 'variance'>): string {
  if (most === null) return '–';
  if (variance === null || variance <= 0) return formatCount(most);
  return `${formatCount(most * (1 - variance))} – ${formatCount(most)}`;
}

/** What else there is to say of an item, in lines. */
export function linesOf(item: Item, detail: ItemDetail | undefined): Fact[] {
  const lines: Fact[] = [];
  const line = (label: string, text: string | null | undefined) => {
    if (text) lines.push({ label, text });
  };
  const combat = numbers(detail?.combat);
  line('Damage type', item.damage_type.map(capital).join(', '));
  line('Damage modifier', percentMore(combat('damage_modifier')));
  line('Attack', percentMore(combat('attack_bonus')));
  line('Melee defence', percentMore(combat('melee_defense_bonus')));
  line('Missile defence', percentMore(combat('missile_defense_bonus')));
  line('Magic defence', percentMore(combat('magic_defense_bonus')));
  line('Against monsters', percentMore(combat('elemental_vs_monsters')));
  line('Elemental damage', plus(combat('elemental_damage_bonus')));
  line('Mana conversion', percent(combat('mana_conversion_bonus')));
  line('Imbued', item.imbues.join(', '));
  line('Tinkered', item.tinks === null || item.tinks === 0 ? null : `${item.tinks} times`);
  if (item.base_armor_level !== null && item.base_armor_level !== item.armor_level)
    line('AL without spells', formatCount(item.base_armor_level));
  line('Protection', protections(combat));
  const mana = detail?.mana ?? null;
  if (mana !== null && mana.max !== null) {
    line(
      'Mana',
      mana.current === null
        ? formatCount(mana.max)
        : `${formatCount(mana.current)} of ${formatCount(mana.max)}`,
    );
  }
  if (!item.appraised) line('Appraised', 'not yet: spells, level and set are unknown');
  return lines;
}

const ELEMENTS = ['slash', 'pierce', 'bludgeon', 'fire', 'cold', 'acid', 'lightning', 'nether'];

function protections(combat: (name: string) => number | null): string {
  return ELEMENTS.flatMap((name) => {
    const value = combat(`vs_${name}`);
    return value === null ? [] : [`${name} ${value.toFixed(2)}`];
  }).join(' · ');
}

/** Its spells that are not cantrips, in one line. */
export function spellNames(item: Item): string {
  const cantrips = new Set(item.cantrips.map(({ label }) => label));
  return item.spells
    .filter(({ name, active }) => !active && !cantrips.has(name))
    .map(({ name }) => name)
    .join(', ');
}

function numbers(columns: Record<string, unknown> | null | undefined): (name: string) => number | null {
  return (name) => {
    const value = columns?.[name];
    return typeof value === 'number' ? value : null;
  };
}

/** A multiplier as what it adds: 1.18 is "+18 %". */
export function percentMore(multiplier: number | null): string | null {
  return multiplier === null ? null : percent(multiplier - 1);
}

function percent(fraction: number | null): string | null {
  if (fraction === null) return null;
  const value = Math.round(fraction * 1000) / 10;
  return `${value < 0 ? '−' : '+'}${Math.abs(value)} %`;
}

function plus(value: number | null): string | null {
  return value === null ? null : `+${formatCount(value)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
