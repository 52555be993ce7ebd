import { cx } from './cx.ts';
import styles from './StatusPill.module.css';

interface Props {
  state: 'live' | 'reconnecting' | 'offline';
  online: number;
  total: number;
  latencyMs: number | null;
  /** Where the numbers stand beside it already. */
  withoutCount?: boolean;
}

const words = { live: 'Live', reconnecting: 'Reconnecting', offline: 'Offline' };

/** How the page hears of the world: a full disc, half a one, a ring. */
export function StatusPill({ state, online, total, latencyMs, withoutCount = false }: Props) {
  return (
    <span className={cx(styles.pill, styles[state])}>
      <span className={styles.mark} aria-hidden="true" />
      {/* Only the word is announced: the numbers change all the time. */}
      <span className={styles.state} role="status" aria-label={`Connection: ${words[state]}`}>
        {words[state]}
      </span>
      {state === 'live' && !withoutCount && (
        <span title={`${online} of ${total} characters are online`}>
          {online}
          {total > 0 && ` / ${total}`}
        </span>
      )}
      {state === 'live' && latencyMs !== null && (
        <span className={styles.latency} title="The way to the server and back">
          {Math.round(latencyMs)} ms
        </span>
      )}
    </span>
  );
}
