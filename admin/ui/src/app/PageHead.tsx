import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useAdmin } from '../api/context.ts';
import { shell } from '../text/shell.ts';
import { Link } from '../ui/router.tsx';
import styles from './PageHead.module.css';

const Slot = createContext<HTMLElement | null>(null);

/** Gives pages the place in the head row where their PageHead goes. */
export const HeadSlot = Slot.Provider;

interface Props {
  title: string;
  /** The pages above it, the admin itself excepted. */
  above?: readonly { label: string; to: string }[];
  /** Behind the title: "3 fields changed", who is here. */
  children?: ReactNode;
}

/** A page's title with the way back up, in the head row and in the window's title. */
export function PageHead({ title, above = [], children }: Props) {
  const slot = useContext(Slot);
  const { meta } = useAdmin();
  const site = meta.name || shell.admin;
  useEffect(() => {
    document.title = `${title} · ${site}`;
  }, [title, site]);
  if (slot === null) return null;
  return createPortal(
    <div className={styles.head}>
      <nav className={styles.above} aria-label={shell.goTo(shell.admin)}>
        <Link href="/">{shell.admin}</Link>
        {above.map(({ label, to }) => (
          <Link key={to} href={to}>
            {label}
          </Link>
        ))}
      </nav>
      <h1 className={styles.title}>{title}</h1>
      {children}
    </div>,
    slot,
  );
}
