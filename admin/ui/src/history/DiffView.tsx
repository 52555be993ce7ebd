import type { Type } from '../api/types.ts';
import styles from './DiffView.module.css';
import { type Diff, diffLines } from './diff.ts';

/** What changed, field by field: what went away and what came. */
export function DiffView({
  type,
  diff,
  secret = [],
}: {
  type: Type | undefined;
  diff: Diff;
  secret?: readonly string[];
}) {
  const lines = diffLines(type, diff);
  if (lines.length + secret.length === 0) return null;
  return (
    <dl className={styles.diff}>
      {lines.map(({ label, minus, plus }) => (
        <div key={label}>
          <dt>{label}</dt>
          {minus !== null && (
            <dd className={styles.minus}>
              <del>{minus}</del>
            </dd>
          )}
          {plus !== null && (
            <dd className={styles.plus}>
              <ins>{plus}</ins>
            </dd>
          )}
        </div>
      ))}
      {secret.map((name) => (
        <div key={name}>
          <dt>{type?.fields.find((field) => field.name === name)?.label ?? name}</dt>
          <dd className={styles.plus}>•••</dd>
        </div>
      ))}
    </dl>
  );
}
