/** What alerts are about, in the order in which people see it. */
export const KINDS = [
  'death',
  'idle',
  'offline',
  'frozen',
  'low_tapers',
  'vitae',
  'rare',
  'ingest',
  'database',
] as const;

export type Kind = (typeof KINDS)[number];

interface Facts {
  label: string;
  tone: 'bad' | 'warn' | 'good' | 'info';
  /** About the service, not about a character. */
  service?: boolean;
  /** Happens at a moment; the others hold for a while, and have a grace. */
  moment?: boolean;
  /** What the threshold counts, where it has one, and the usual one. */
  counts?: { label: string; usual: number };
}

export const kindFacts: Record<Kind, Facts> = {
  death: { label: 'Death', tone: 'bad', moment: true },
  idle: { label: 'Idle', tone: 'warn' },
  offline: { label: 'Offline', tone: 'warn' },
  frozen: { label: 'Frozen client', tone: 'warn' },
  low_tapers: { label: 'Few tapers', tone: 'warn', counts: { label: 'Tapers left', usual: 100 } },
  vitae: { label: 'Vitae', tone: 'warn', counts: { label: 'Vitae, %', usual: 10 } },
  rare: { label: 'Rare', tone: 'good', moment: true },
  ingest: { label: 'Plugins', tone: 'info', service: true },
  database: { label: 'Database', tone: 'info', service: true },
};

export function isKind(text: unknown): text is Kind {
  return KINDS.some((kind) => kind === text);
}
