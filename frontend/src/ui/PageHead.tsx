import { createContext, Fragment, type ReactNode, useContext } from 'react';
import styles from './Page.module.css';

/** What the shell puts at the right end of every page head: the way to the palette, the state of the connection. */
export const PageTools = createContext<ReactNode>(null);

interface Props {
  title: string;
  /** Links to the pages above, outermost first. */
  above?: ReactNode[];
  /** Beside the title: a badge, a count. */
  children?: ReactNode;
}

/** The head of a page, 56 px, which also names the browser's tab. A page has one. */
export function PageHead({ title, above = [], children }: Props) {
  const tools = useContext(PageTools);
  return (
    <header className={styles.head}>
      <title>{`${title} · Mosswart Overlord`}</title>
      <div className={styles.crumbs}>
        {above.map((crumb, depth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a crumb is its depth
          <Fragment key={depth}>
            {crumb}
            <span className={styles.slash} aria-hidden="true">
              /
            </span>
          </Fragment>
        ))}
        <h1 className={styles.title}>{title}</h1>
      </div>
      {children !== undefined && <div className={styles.extra}>{children}</div>}
      <div className={styles.tools}>{tools}</div>
    </header>
  );
}
