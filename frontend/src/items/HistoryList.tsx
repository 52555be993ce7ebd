import { Time } from '../ui/Time.tsx';
import styles from './ItemPopup.module.css';
import type { Change } from './item.ts';

/** What happened to an item, newest first. */
export function HistoryList({ changes }: { changes: readonly Change[] }) {
  return (
    <details className={styles.more}>
      <summary>History</summary>
      <ul className={styles.changes}>
        {changes.map(({ timestamp, change, detail }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two changes may be of one moment and kind
          <li key={i}>
            <span>{change.charAt(0).toUpperCase() + change.slice(1)}</span>
            <span className={styles.soft}>{detailWords(detail)}</span>
            <span className={styles.soft}>
              <Time at={timestamp} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What changed, in words: "armor_level 240 → 260". */
function detailWords(detail: Change['detail']): string {
  if (typeof detail === 'string') return detail;
  if (typeof detail !== 'object' || detail === null) return '';
  return Object.entries(detail)
    .map(([name, value]) => {
      const [before, after] = Array.isArray(value) ? value : [undefined, value];
      const label = name.replaceAll('_', ' ');
      return before === undefined
        ? `${label} ${String(after)}`
        : `${label} ${String(before)} → ${String(after)}`;
    })
    .join(', ');
}
