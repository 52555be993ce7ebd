import type { ReactNode } from 'react';
import { messageOf } from '../api/problem.ts';
import type { Revision, Type } from '../api/types.ts';
import type { Pages } from '../api/usePages.ts';
import { history as words } from '../text/history.ts';
import { Button } from '../ui/Button.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Time } from '../ui/Time.tsx';
import { DiffView } from './DiffView.tsx';
import styles from './History.module.css';

interface Props {
  type: Type;
  history: Pages<Revision>;
  /** Stands on top: what is not saved yet. */
  children?: ReactNode;
  /** Gives the row the values that it had before a revision. */
  onRevert?: ((revision: number) => void) | undefined;
}

/** The revisions of a row, the newest first. */
export function HistoryList({ type, history, children, onRevert }: Props) {
  const { items: revisions, isPending, error, hasMore, more, isLoadingMore } = history;
  return (
    <div aria-busy={isPending}>
      <ol>
        {children}
        {revisions.map((r, i) => {
          const fields = Object.keys(r.diff).length + (r.secret_fields?.length ?? 0);
          const older = i + 1 < revisions.length || hasMore;
          return (
            <li key={r.revision} className={styles.item}>
              <p className={styles.who}>
                <b>{r.by.impersonator ? words.by(r.by.name, r.by.impersonator.name) : r.by.name}</b>
                <Time at={r.at} />
                <span className={styles.number}>{words.revision(r.revision)}</span>
              </p>
              <p className={styles.what}>
                {[
                  words.done(r.action, fields),
                  r.by.via === 'key' && words.viaKey,
                  (r.rows ?? 1) > 1 && words.bulk(r.rows ?? 1, type.plural.toLowerCase()),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              <DiffView type={type} diff={r.diff} secret={r.secret_fields ?? []} />
              {onRevert !== undefined &&
                older &&
                fields > 0 &&
                !['delete', 'create', 'purge'].includes(r.action) && (
                  <Button small icon="undo-2" onClick={() => onRevert(r.revision)}>
                    {words.revert}
                  </Button>
                )}
            </li>
          );
        })}
      </ol>
      {isPending && <Skeleton height="60px" />}
      {Boolean(error) && <p role="alert">{messageOf(error)}</p>}
      {!isPending && !error && revisions.length === 0 && <p className={styles.what}>{words.none}</p>}
      {hasMore && (
        <Button small kind="quiet" busy={isLoadingMore} onClick={more}>
          {words.older}
        </Button>
      )}
    </div>
  );
}
