import { rowPath } from '../api/client.ts';
import { useAdmin } from '../api/context.ts';
import type { Type } from '../api/types.ts';
import { showProblem, useWritten } from '../api/writes.ts';
import { PageHead } from '../app/PageHead.tsx';
import { HistoryList } from '../history/HistoryList.tsx';
import { useHistory } from '../history/useHistory.ts';
import { edit as words } from '../text/edit.ts';
import { Button } from '../ui/Button.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Link, useNavigate } from '../ui/router.tsx';
import styles from './EditPage.module.css';

/** A row that is not there: what is known of it, and the way to bring it back. */
export function GonePage({ type, id }: { type: Type; id: string }) {
  const { api } = useAdmin();
  const written = useWritten();
  const navigate = useNavigate();
  const history = useHistory(type.slug, id);
  const last = history.items[0];
  const list = { label: type.plural, to: `/${type.slug}` };

  async function restore() {
    try {
      const { undo } = await api.call('POST', `${rowPath(type.slug, id)}/restore`);
      written(type.slug, words.restored(`${type.label} ${id}`), undo);
      navigate(`/${type.slug}/${encodeURIComponent(id)}`, { replace: true });
    } catch (error) {
      showProblem(error);
    }
  }

  return (
    <>
      <PageHead title={`${type.label} ${id}`} above={[list]} />
      <EmptyState
        icon="archive"
        title={words.gone(type.label.toLowerCase())}
        why={last === undefined ? words.goneWhy : words.goneKnown}
      >
        {last !== undefined && type.rights.delete && (
          <Button kind="main" icon="undo-2" onClick={() => void restore()}>
            {words.restore}
          </Button>
        )}
        <Link href={list.to} className={buttonClass()}>
          {words.missing}
        </Link>
      </EmptyState>
      {last !== undefined && (
        <div className={styles.past}>
          <HistoryList type={type} history={history} />
        </div>
      )}
    </>
  );
}
