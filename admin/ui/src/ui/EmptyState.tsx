import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.gen.ts';

interface Props {
  icon?: IconName;
  title: string;
  /** Why there is nothing. */
  why?: ReactNode;
  /** The ways out. */
  children?: ReactNode;
}

/** Says why a place is empty and offers a way out. */
export function EmptyState({ icon, title, why, children }: Props) {
  return (
    <div className={styles.empty}>
      {icon !== undefined && <Icon className={styles.icon} name={icon} size={28} />}
      <h2>{title}</h2>
      {why !== undefined && <p className={styles.why}>{why}</p>}
      {children !== undefined && <div className={styles.actions}>{children}</div>}
    </div>
  );
}
