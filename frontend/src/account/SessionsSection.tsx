import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Monitor, Smartphone, SquareTerminal } from 'lucide-react';
import { messageOf } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { FormError } from '../ui/FormError.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Section } from '../ui/Section.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Time } from '../ui/Time.tsx';
import { showToast } from '../ui/toasts.ts';
import { type AccountSession, endSession, sessionsQuery } from './account.ts';
import styles from './SessionsSection.module.css';
import { describeAgent } from './userAgent.ts';

const icons = { desktop: Monitor, phone: Smartphone, program: SquareTerminal };

export function SessionsSection() {
  const queries = useQueryClient();
  const sessions = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: async (ids: string[]) => {
      for (const id of ids) await endSession(id);
      return ids.length;
    },
    onSuccess: (count) =>
      showToast(count === 1 ? 'Session ended.' : `${count} sessions ended.`, { tone: 'ok' }),
    onError: (error) => showToast(messageOf(error), { tone: 'danger' }),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const others = sessions.data?.filter((session) => !session.current) ?? [];
  const ending = end.isPending ? (end.variables ?? []) : [];

  return (
    <Section
      title="Sessions"
      about="Where you are signed in. End what you do not recognise, then change your password."
    >
      {sessions.isError && <FormError text={messageOf(sessions.error)} />}
      {sessions.isPending && <Skeleton height="64px" />}
      {sessions.data !== undefined && (
        <ul className={styles.list}>
          {sessions.data.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              busy={ending.includes(session.id)}
              onEnd={() => end.mutate([session.id])}
            />
          ))}
        </ul>
      )}
      {others.length > 1 && (
        <div>
          <Button
            kind="danger"
            busy={ending.length > 1}
            onClick={() => end.mutate(others.map((session) => session.id))}
          >
            End the {others.length} others
          </Button>
        </div>
      )}
    </Section>
  );
}

function SessionRow({ session, busy, onEnd }: { session: AccountSession; busy: boolean; onEnd: () => void }) {
  const agent = describeAgent(session.user_agent);
  const Icon = icons[agent.kind];
  return (
    <li className={styles.session}>
      <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <p className={styles.agent}>
          <span title={session.user_agent}>{agent.name}</span>
          {session.current && <Pill tone="accent">This one</Pill>}
        </p>
        <p className={styles.facts}>
          {session.address} · seen <Time at={session.last_seen_at} /> · signed in{' '}
          <Time at={session.created_at} /> · ends <Time at={session.expires_at} ahead />
        </p>
      </div>
      {!session.current && (
        <Button small busy={busy} onClick={onEnd} aria-label={`End ${agent.name}, ${session.address}`}>
          End
        </Button>
      )}
    </li>
  );
}
