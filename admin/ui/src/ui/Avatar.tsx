import styles from './Avatar.module.css';

/** Somebody, as the first letter of their name. */
export function Avatar({ name }: { name: string }) {
  return (
    <span className={styles.avatar} role="img" aria-label={name} title={name}>
      {name.slice(0, 1).toUpperCase()}
    </span>
  );
}
