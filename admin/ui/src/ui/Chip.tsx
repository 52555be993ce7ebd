import type { ReactNode } from 'react';
import { text } from '../text/en.ts';
import styles from './Chip.module.css';
import { Icon } from './Icon.tsx';

interface Props {
  /** What it is called where its cross is read out; the children by default, where they are a text. */
  label: string;
  children?: ReactNode;
  /** Shows a cross that calls it. */
  onRemove?: (() => void) | undefined;
}

/** One value of several, which can be taken away. */
export function Chip({ label, children, onRemove }: Props) {
  return (
    <span className={styles.chip}>
      <span className={styles.label}>{children ?? label}</span>
      {onRemove !== undefined && (
        <button type="button" className={styles.cross} aria-label={text.remove(label)} onClick={onRemove}>
          <Icon name="x" size={13} />
        </button>
      )}
    </span>
  );
}
