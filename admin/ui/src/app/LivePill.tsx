import type { LiveState } from '../api/live.ts';
import { shell } from '../text/shell.ts';
import { cx } from '../ui/cx.ts';
import styles from './Tools.module.css';

/** Whether changes of others are heard of as they happen. */
export function LivePill({ state }: { state: LiveState }) {
  const words = { live: shell.live, connecting: shell.reconnecting, off: shell.offline };
  return (
    <span className={cx(styles.live, styles[state])} role="status">
      {words[state]}
    </span>
  );
}
