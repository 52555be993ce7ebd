import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { BellRing, CheckCheck } from 'lucide-react';
import { messageOf } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FormError } from '../ui/FormError.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { showToast } from '../ui/toasts.ts';
import styles from './AlertLog.module.css';
import { AlertRow } from './AlertRow.tsx';
import { acknowledge, acknowledgeUpTo, logQuery, type Rule } from './alerts.ts';
import { KINDS, kindFacts } from './kinds.ts';
import type { AlertsSearch } from './search.ts';

const route = getRouteApi('/alert-log');

/** What has fired, newest first, narrowed by the address. */
export function AlertLog({ admin, rules }: { admin: boolean; rules: readonly Rule[] }) {
  const queries = useQueryClient();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const log = useInfiniteQuery(logQuery(search));
  const alerts = log.data?.pages.flatMap((page) => page.alerts) ?? [];
  const refresh = () => queries.invalidateQueries({ queryKey: ['alerts', 'log'] });
  const failed = (error: unknown) => showToast(messageOf(error), { tone: 'danger' });
  const note = useMutation({ mutationFn: acknowledge, onError: failed, onSettled: refresh });
  const noteAll = useMutation({ mutationFn: acknowledgeUpTo, onError: failed, onSettled: refresh });
  const narrow = (change: AlertsSearch) => void navigate({ search: { ...search, ...change }, replace: true });
  const narrowed = Object.values(search).some((value) => value !== undefined);
  const newest = Math.max(0, ...alerts.map((alert) => alert.id));
  const open = alerts.filter((alert) => alert.acknowledged_at === null && alert.silenced === null);
  const people = [...new Set([search.who ?? '', ...alerts.map((alert) => alert.character_name)])]
    .filter((name) => name !== '')
    .sort((a, b) => a.localeCompare(b));

  return (
    <section aria-labelledby="alert-log" className={styles.log}>
      <div className={styles.bar}>
        <h2 id="alert-log">Log</h2>
        <select
          aria-label="Kind"
          value={search.kind ?? ''}
          onChange={(event) => narrow({ kind: KINDS.find((kind) => kind === event.target.value) })}
        >
          <option value="">All kinds</option>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {kindFacts[kind].label}
            </option>
          ))}
        </select>
        <select
          aria-label="Character"
          value={search.who ?? ''}
          onChange={(event) => narrow({ who: event.target.value === '' ? undefined : event.target.value })}
        >
          <option value="">Everybody</option>
          {people.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <select
          aria-label="Rule"
          value={search.rule ?? ''}
          onChange={(event) =>
            narrow({ rule: event.target.value === '' ? undefined : Number(event.target.value) })
          }
        >
          <option value="">All rules</option>
          {rules.map((rule) => (
            <option key={rule.id} value={rule.id}>
              {rule.name}
            </option>
          ))}
        </select>
        <label className={styles.only}>
          <input
            type="checkbox"
            checked={search.open === true}
            onChange={(event) => narrow({ open: event.target.checked ? true : undefined })}
          />
          Not noted
        </label>
        {admin && open.length > 1 && (
          <Button small icon={CheckCheck} busy={noteAll.isPending} onClick={() => noteAll.mutate(newest)}>
            Note all
          </Button>
        )}
      </div>
      {log.isError && <FormError text={messageOf(log.error)} />}
      {log.isPending && <Skeleton height="240px" />}
      {log.isSuccess && alerts.length === 0 && (
        <EmptyState
          icon={BellRing}
          title={narrowed ? 'No alert is like that' : 'All is quiet'}
          why={
            narrowed
              ? 'Nothing of this kind has fired.'
              : 'Nothing has fired yet. What does is kept here for half a year.'
          }
        >
          {narrowed && <Button onClick={() => void navigate({ search: {} })}>Show all</Button>}
        </EmptyState>
      )}
      {alerts.length > 0 && (
        <ul className={styles.list}>
          {alerts.map((alert) => (
            <AlertRow
              key={alert.id}
              alert={alert}
              busy={note.isPending && note.variables === alert.id}
              onAcknowledge={admin ? () => note.mutate(alert.id) : undefined}
            />
          ))}
        </ul>
      )}
      {log.hasNextPage && (
        <Button busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          Older
        </Button>
      )}
    </section>
  );
}
