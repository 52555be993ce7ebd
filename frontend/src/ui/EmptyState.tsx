import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

interface Props {
  icon?: LucideIcon;
  title: string;
  /** Why there is nothing. */
  why?: ReactNode;
  /** The ways out. */
  children?: ReactNode;
}

/** Says why a place is empty and offers a way out. */
export function EmptyState({ icon: Icon, title, why, children }: Props) {
  return (
    <div className={styles.empty}>
      {Icon !== undefined && <Icon className={styles.icon} size={28} strokeWidth={1.5} aria-hidden="true" />}
      <h2 className={styles.title}>{title}</h2>
      {why !== undefined && <p className={styles.why}>{why}</p>}
      {children !== undefined && <div className={styles.actions}>{children}</div>}
    </div>
  );
}
