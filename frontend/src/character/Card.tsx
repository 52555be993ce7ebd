import { type ReactNode, useId } from 'react';
import { cx } from '../ui/cx.ts';
import styles from './Card.module.css';

interface Props {
  title: string;
  /** At the right end of the heading. */
  aside?: ReactNode;
  className?: string | undefined;
  /** No room round the content: a table or a console. */
  flush?: boolean;
  children: ReactNode;
}

/** One box of the character page. */
export function Card({ title, aside, className, flush = false, children }: Props) {
  const id = useId();
  return (
    <section className={cx(styles.card, className)} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {aside !== undefined && <span className={styles.aside}>{aside}</span>}
      </header>
      <div className={cx(styles.body, flush && styles.flush)}>{children}</div>
    </section>
  );
}
