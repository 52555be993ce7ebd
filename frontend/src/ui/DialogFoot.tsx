import type { ReactNode } from 'react';
import styles from './Dialog.module.css';

/** The actions of a dialog: the way back first, the main one last. */
export function DialogFoot({ children }: { children: ReactNode }) {
  return <div className={styles.foot}>{children}</div>;
}
