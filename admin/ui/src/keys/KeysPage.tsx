import { useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { messageOf } from '../api/problem.ts';
import { useQuery, useQueryClient } from '../api/query.ts';
import { showProblem } from '../api/writes.ts';
import { PageHead } from '../app/PageHead.tsx';
import { keys as words } from '../text/roles.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { showToast } from '../ui/toasts.ts';
import styles from './KeysPage.module.css';
import { NewKeyDialog } from './NewKeyDialog.tsx';

interface Key {
  id: string;
  name: string;
  owner_name: string;
  scopes: string[];
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}

/** The keys by which programs use the API. */
export default function KeysPage() {
  const { api, meta } = useAdmin();
  const queries = useQueryClient();
  const [all, setAll] = useState(false);
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const list = useQuery({
    queryKey: ['keys', all],
    queryFn: ({ signal }) => api.get<{ items: Key[] }>('/_keys', { all: all ? 1 : '' }, signal),
    placeholderData: (before) => before,
  });
  const keys = list.data?.items ?? [];

  async function revoke(key: Key) {
    try {
      await api.call('DELETE', `/_keys/${encodeURIComponent(key.id)}`);
      await queries.invalidateQueries({ queryKey: ['keys'] });
      showToast(words.revoked(key.name), { tone: 'ok' });
    } catch (error) {
      showProblem(error);
    }
    setRevoking(null);
  }

  return (
    <>
      <PageHead title={words.title} />
      <div className={styles.page}>
        <div className={styles.bar}>
          {meta.features.roles && (
            <Checkbox label={words.show} checked={all} onChange={(event) => setAll(event.target.checked)} />
          )}
          <Button kind="main" icon="plus" onClick={() => setMaking(true)}>
            {words.new}
          </Button>
        </div>
        {list.isPending && <Skeleton height="120px" />}
        {list.isError && <p role="alert">{messageOf(list.error)}</p>}
        {list.isSuccess && keys.length === 0 && (
          <EmptyState icon="key" title={words.none} why={words.noneWhy} />
        )}
        {keys.length > 0 && (
          <Table
            caption={words.title}
            columns={[
              { label: words.name },
              ...(all ? [{ label: words.owner }] : []),
              { label: words.scopes },
              { label: words.created },
              { label: words.lastUsed },
              { label: words.expires },
              { label: words.revoke, kind: 'end' },
            ]}
          >
            {keys.map((key) => (
              <tr key={key.id}>
                <th scope="row">{key.name}</th>
                {all && <td>{key.owner_name}</td>}
                <td className={styles.scopes}>
                  {key.scopes.map((scope) => (
                    <code key={scope}>{scope}</code>
                  ))}
                </td>
                <td>
                  <Time at={key.created_at} />
                </td>
                <td>
                  <Time at={key.last_used_at} never={words.never} />
                </td>
                <td>
                  {key.expires_at !== null && new Date(key.expires_at) < new Date() ? (
                    <Pill tone="bad">{words.expired}</Pill>
                  ) : (
                    <Time at={key.expires_at} never={words.never} />
                  )}
                </td>
                <td>
                  <Button small kind="danger" onClick={() => setRevoking(key)}>
                    {words.revoke}
                  </Button>
                </td>
              </tr>
            ))}
          </Table>
        )}
      </div>
      {making && <NewKeyDialog onClose={() => setMaking(false)} />}
      {revoking !== null && (
        <ConfirmDialog
          danger
          title={words.revokeTitle(revoking.name)}
          confirm={words.revokeNow}
          typed={revoking.name}
          onConfirm={() => void revoke(revoking)}
          onClose={() => setRevoking(null)}
        >
          <p>{words.revokeWhy}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
