import { Pill } from '../ui/Pill.tsx';
import styles from './UserName.module.css';

export function UserName({ name, isMe }: { name: string; isMe: boolean }) {
  return (
    <span className={styles.who}>
      <span className={styles.avatar} aria-hidden="true">
        {name.slice(0, 1)}
      </span>
      <span className={styles.name} title={name}>
        {name}
      </span>
      {isMe && <Pill>You</Pill>}
    </span>
  );
}
