import { useConnection } from '../live/useConnection.ts';
import styles from './LiveCount.module.css';

const WORDS = {
  live: 'online',
  reconnecting: 'online, reconnecting',
  offline: 'online when last heard of',
};

/** On a phone, where the list's head is often out of sight: how many are online, and whether that is live. */
export function LiveCount() {
  const { state, online } = useConnection();
  return (
    <span className={styles.live} data-state={state}>
      <span className={styles.dot} aria-hidden="true" />
      {online}
      <span className="visually-hidden"> {WORDS[state]}</span>
    </span>
  );
}
