import type { Type } from '../api/types.ts';
import { history as words } from '../text/history.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './History.module.css';
import { HistoryList } from './HistoryList.tsx';
import { useHistory } from './useHistory.ts';

interface Props {
  type: Type;
  id: string;
  /** Who looks, and the names of what is changed and not saved. */
  me: string;
  unsaved: readonly string[];
  onRevert?: ((revision: number) => void) | undefined;
  onClose: () => void;
}

/** Beside a row: what was done to it, with what is not saved yet on top. */
export function HistoryDrawer({ type, id, me, unsaved, onRevert, onClose }: Props) {
  const history = useHistory(type.slug, id);
  return (
    <aside className={styles.drawer} aria-label={words.title}>
      <header className={styles.head}>
        <Icon name="history" />
        <h2>{words.title}</h2>
        <span className={styles.count}>
          {!history.isPending && words.revisions(history.items.length, history.hasMore)}
        </span>
        <IconButton icon="x" label={words.close} onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={styles.body} tabIndex={0} aria-label={words.title}>
        <HistoryList type={type} history={history} onRevert={onRevert}>
          {unsaved.length > 0 && (
            <li className={styles.item} data-own="">
              <p className={styles.who}>
                <b>{me}</b> {words.you}
              </p>
              <p className={styles.what}>{unsaved.join(', ')}</p>
            </li>
          )}
        </HistoryList>
      </section>
    </aside>
  );
}
