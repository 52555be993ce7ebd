import { useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { messageOf } from '../api/problem.ts';
import { useQuery, useQueryClient } from '../api/query.ts';
import { showProblem } from '../api/writes.ts';
import { PageHead } from '../app/PageHead.tsx';
import { useRested } from '../fields/useLookup.ts';
import { text } from '../text/en.ts';
import { people as words } from '../text/people.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Input } from '../ui/Input.tsx';
import { Menu, type MenuItem } from '../ui/Menu.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { showToast } from '../ui/toasts.ts';
import { LinkDialog } from './LinkDialog.tsx';
import { NewPersonDialog } from './NewPersonDialog.tsx';
import styles from './People.module.css';

export interface User {
  id: string;
  name: string;
  superuser: boolean;
  active: boolean;
  /** Has chosen one. */
  password: boolean;
  /** Has a second factor. */
  totp: boolean;
  created_at: string;
  last_seen_at: string | null;
}

export interface SentLink {
  name: string;
  token: string;
}

/** Who may sign in, where the admin brings its own people. */
export default function PeoplePage() {
  const { api, meta } = useAdmin();
  const queries = useQueryClient();
  const [query, setQuery] = useState('');
  const [making, setMaking] = useState(false);
  const [link, setLink] = useState<SentLink | null>(null);
  const [deleting, setDeleting] = useState<User | null>(null);
  const q = useRested(query.trim());
  const list = useQuery({
    queryKey: ['people', q],
    queryFn: ({ signal }) => api.get<{ items: User[] }>('/_people', { q }, signal),
    placeholderData: (before) => before,
  });
  const users = list.data?.items ?? [];

  async function run(work: () => Promise<unknown>, told?: string) {
    try {
      await work();
      if (told !== undefined) showToast(told, { tone: 'ok' });
      await queries.invalidateQueries({ queryKey: ['people'] });
    } catch (error) {
      showProblem(error);
    }
  }

  const at = (user: User, tail = '') => `/_people/${encodeURIComponent(user.id)}${tail}`;
  const change = (user: User, body: Partial<User>) => run(() => api.call('PATCH', at(user), { body }));

  function items(user: User): MenuItem[] {
    const me = user.id === meta.me.id;
    return [
      {
        label: words.newLink,
        icon: 'link',
        run: () =>
          void run(async () => {
            const { data } = await api.call<{ token: string }>('POST', at(user, '/link'));
            setLink({ name: user.name, token: data.token });
          }),
      },
      ...(user.totp
        ? [
            {
              label: words.removeFactor,
              icon: 'lock' as const,
              run: () => void run(() => api.call('DELETE', at(user, '/totp'))),
            },
          ]
        : []),
      ...(meta.features.impersonate && !me
        ? [
            {
              label: words.impersonate,
              icon: 'user-check' as const,
              run: () =>
                void run(async () => {
                  await api.call('POST', '/_impersonate', { body: { user: user.id } });
                  location.reload();
                }),
            },
          ]
        : []),
      ...(me
        ? []
        : [
            {
              label: user.superuser ? words.superuserTake : words.superuserMake,
              icon: 'shield' as const,
              apart: true,
              run: () => void change(user, { superuser: !user.superuser }),
            },
            {
              label: user.active ? words.disable : words.enable,
              icon: user.active ? ('x' as const) : ('check' as const),
              run: () => void change(user, { active: !user.active }),
            },
            { label: text.deleteDots, icon: 'trash-2' as const, danger: true, run: () => setDeleting(user) },
          ]),
    ];
  }

  return (
    <>
      <PageHead title={words.title} />
      <div className={styles.page}>
        <div className={styles.bar}>
          <Input
            type="search"
            aria-label={words.find}
            placeholder={words.find}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          <Button kind="main" icon="plus" onClick={() => setMaking(true)}>
            {words.new}
          </Button>
        </div>
        {list.isPending && <Skeleton height="120px" />}
        {list.isError && <p role="alert">{messageOf(list.error)}</p>}
        {list.isSuccess && users.length === 0 && <EmptyState icon="users" title={words.nobody} />}
        {users.length > 0 && (
          <Table
            caption={words.title}
            columns={[
              { label: words.name },
              { label: words.state },
              { label: words.factor },
              { label: words.lastSeen },
              { label: words.since },
              { label: text.edit, kind: 'end' },
            ]}
          >
            {users.map((user) => (
              <tr key={user.id}>
                <th scope="row">{user.name}</th>
                <td>
                  <span className={styles.state}>
                    {!user.active ? (
                      <Pill tone="bad">{words.disabled}</Pill>
                    ) : !user.password ? (
                      <Pill tone="warn">{words.invited}</Pill>
                    ) : (
                      <Pill tone="good">{words.active}</Pill>
                    )}
                    {user.superuser && <Pill tone="info">{words.superuser}</Pill>}
                  </span>
                </td>
                <td>{user.totp ? text.on : text.off}</td>
                <td>
                  <Time at={user.last_seen_at} />
                </td>
                <td>
                  <Time at={user.created_at} />
                </td>
                <td>
                  <Menu label={words.actions(user.name)} items={items(user)} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </div>
      {making && (
        <NewPersonDialog
          onMade={(made) => {
            setMaking(false);
            setLink(made);
            void run(async () => undefined);
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {link !== null && <LinkDialog link={link} onClose={() => setLink(null)} />}
      {deleting !== null && (
        <ConfirmDialog
          danger
          title={words.delete(deleting.name)}
          confirm={text.delete}
          typed={deleting.name}
          onConfirm={() => {
            setDeleting(null);
            void run(() => api.call('DELETE', at(deleting)), words.deleted(deleting.name));
          }}
          onClose={() => setDeleting(null)}
        >
          <p>{words.deleteHint}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
