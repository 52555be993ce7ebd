import { useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { messageOf } from '../api/problem.ts';
import { useQuery, useQueryClient } from '../api/query.ts';
import { showProblem } from '../api/writes.ts';
import { PageHead } from '../app/PageHead.tsx';
import { people as words } from '../text/people.ts';
import { Button } from '../ui/Button.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { browserName } from './browserName.ts';
import { FactorDialog } from './FactorDialog.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import styles from './People.module.css';
import type { User } from './PeoplePage.tsx';

interface Account extends User {
  recovery_codes: number;
  sessions: {
    id: string;
    current: boolean;
    created_at: string;
    last_seen_at: string;
    address: string;
    user_agent: string;
  }[];
}

/** One's own password, second factor and sessions. */
export default function AccountPage() {
  const { api } = useAdmin();
  const queries = useQueryClient();
  const [factor, setFactor] = useState<'on' | 'off' | null>(null);
  const account = useQuery({
    queryKey: ['account'],
    queryFn: ({ signal }) => api.get<Account>('/_session', {}, signal),
  });
  const { data } = account;

  async function end(id: string) {
    try {
      await api.call('DELETE', `/_session/${encodeURIComponent(id)}`);
      await queries.invalidateQueries({ queryKey: ['account'] });
    } catch (error) {
      showProblem(error);
    }
  }

  return (
    <>
      <PageHead title={words.account} />
      <div className={styles.page} aria-busy={account.isPending}>
        {account.isPending && <Skeleton height="200px" />}
        {account.isError && <p role="alert">{messageOf(account.error)}</p>}
        {data !== undefined && (
          <>
            <section className={styles.card} aria-label={words.password}>
              <h2>{words.password}</h2>
              <PasswordForm name={data.name} />
            </section>
            <section className={styles.card} aria-label={words.factor}>
              <h2>{words.factor}</h2>
              <p>{data.totp ? words.factorIsOn(data.recovery_codes) : words.factorHint}</p>
              <Button icon="shield" onClick={() => setFactor(data.totp ? 'off' : 'on')}>
                {data.totp ? words.factorOff : words.factorOn}
              </Button>
            </section>
            <section className={styles.card} aria-label={words.sessions}>
              <h2>{words.sessions}</h2>
              <Table
                caption={words.sessions}
                columns={[
                  { label: words.session },
                  { label: words.lastSeen },
                  { label: words.since },
                  { label: words.end(''), kind: 'end' },
                ]}
              >
                {data.sessions.map((session) => {
                  const what = `${browserName(session.user_agent)} · ${session.address}`;
                  return (
                    <tr key={session.id}>
                      <th scope="row">{what}</th>
                      <td>{session.current ? words.here : <Time at={session.last_seen_at} />}</td>
                      <td>
                        <Time at={session.created_at} />
                      </td>
                      <td>
                        {!session.current && (
                          <Button
                            small
                            kind="danger"
                            aria-label={words.end(what)}
                            onClick={() => void end(session.id)}
                          >
                            {words.end('')}
                          </Button>
                        )}
                      </td>
                    </tr>
                  );
                })}
              </Table>
            </section>
          </>
        )}
      </div>
      {factor !== null && (
        <FactorDialog
          on={factor === 'on'}
          onClose={() => {
            setFactor(null);
            void queries.invalidateQueries({ queryKey: ['account'] });
          }}
        />
      )}
    </>
  );
}
