import {
  CircleDashed,
  Database,
  Diamond,
  type LucideIcon,
  PlugZap,
  ScrollText,
  Skull,
  Snowflake,
  UserX,
  Zap,
} from 'lucide-react';
import { cx } from '../ui/cx.ts';
import styles from './KindIcon.module.css';
import { type Kind, kindFacts } from './kinds.ts';

const icons: Record<Kind, LucideIcon> = {
  death: Skull,
  idle: CircleDashed,
  offline: UserX,
  frozen: Snowflake,
  low_tapers: ScrollText,
  vitae: Zap,
  rare: Diamond,
  ingest: PlugZap,
  database: Database,
};

/** What an alert is about, as a shape in the colour of its weight. The word stands beside it. */
export function KindIcon({ kind, quiet }: { kind: Kind; quiet?: boolean }) {
  const Icon = icons[kind];
  return (
    <span className={cx(styles.icon, styles[quiet ? 'quiet' : kindFacts[kind].tone])}>
      <Icon size={16} aria-hidden="true" />
    </span>
  );
}
