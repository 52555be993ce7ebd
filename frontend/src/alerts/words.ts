import type { RuleForm } from './alerts.ts';
import { isKind, kindFacts } from './kinds.ts';

/** A length of time in its two largest units: "45 s", "5 min", "1 h 20 min", "2 days". */
export function lasting(seconds: number): string {
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const told = parts.filter(([n]) => n > 0).slice(0, 2);
  return told.length === 0 ? '0 s' : told.map(([n, unit]) => `${n} ${unit}`).join(' ');
}

/** A minute of the day as clocks show it: 1320 is 22:00. */
export function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** The minute of the day of what a time field holds; null for nothing. */
export function minuteOf(text: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (match === null) return null;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return minute < 1_440 ? minute : null;
}

function whom(rule: RuleForm): string {
  const { character_name: name, char_tag: tag } = rule;
  const tagged = tag === '' ? '' : ` tagged ${tag}`;
  if (name === '') return `anyone${tagged}`;
  return `${name.includes('*') ? `anyone called ${name}` : name}${tagged}`;
}

function what(rule: RuleForm): string {
  const held = rule.grace_seconds > 0 ? ` for ${lasting(rule.grace_seconds)}` : '';
  switch (rule.kind) {
    case 'death':
      return `when ${whom(rule)} dies`;
    case 'rare':
      return `when ${whom(rule)} finds a ${rule.rare_tier === null ? '' : `${rule.rare_tier} `}rare`;
    case 'idle':
      return `when ${whom(rule)} is idle${held}`;
    case 'offline':
      return `when ${whom(rule)} is not heard of${held}`;
    case 'frozen':
      return `when the client of ${whom(rule)} hears nothing from the game${held}`;
    case 'low_tapers':
      return `when ${whom(rule)} has ${threshold(rule)} tapers or fewer${held}`;
    case 'vitae':
      return `when ${whom(rule)} has ${threshold(rule)} % vitae or more${held}`;
    case 'ingest':
      return `when no plugin is heard, or its events cannot be kept,${held}`;
    case 'database':
      return `when the database takes nothing${held}`;
  }
}

export function threshold(rule: RuleForm): number {
  return rule.threshold ?? (isKind(rule.kind) ? (kindFacts[rule.kind].counts?.usual ?? 0) : 0);
}

/** A rule as one says it: "Tell us when anyone called Mule* is idle for 5 min, at most once an hour each, silent 22:00–07:00." */
export function sentence(rule: RuleForm): string {
  const parts = [`Tell us ${what(rule).replace(/,$/, '')}`];
  const { cooldown_seconds: cooldown, group_seconds: group } = rule;
  if (cooldown > 0) {
    const each = isKind(rule.kind) && kindFacts[rule.kind].service ? '' : ' each';
    parts.push(`at most once ${cooldown === 3_600 ? 'an hour' : `in ${lasting(cooldown)}`}${each}`);
  }
  if (group > 0) parts.push(`those within ${lasting(group)} together`);
  if (rule.quiet_from_minute !== null && rule.quiet_to_minute !== null)
    parts.push(
      `silent ${clock(rule.quiet_from_minute)}–${clock(rule.quiet_to_minute)} ${rule.quiet_zone.replaceAll('_', ' ')}`,
    );
  return `${parts.join(', ')}.`;
}

/** The rule that the editor begins with. */
export function newRule(zone: string): RuleForm {
  return {
    name: '',
    kind: 'idle',
    enabled: true,
    character_name: '',
    char_tag: '',
    threshold: null,
    rare_tier: null,
    grace_seconds: 300,
    cooldown_seconds: 900,
    group_seconds: 60,
    quiet_from_minute: null,
    quiet_to_minute: null,
    quiet_zone: zone,
    post: true,
  };
}
