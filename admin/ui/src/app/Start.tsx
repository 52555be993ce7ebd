import { lazy, type ReactNode, Suspense, useEffect, useMemo } from 'react';
import type { Api } from '../api/client.ts';
import { AdminContext } from '../api/context.ts';
import type { Live } from '../api/live.ts';
import { messageOf, Problem } from '../api/problem.ts';
import { useQuery, useQueryClient } from '../api/query.ts';
import type { Meta } from '../api/types.ts';
import { text } from '../text/en.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Shell } from './Shell.tsx';
import styles from './Start.module.css';

const SignInPage = lazy(() => import('../people/SignInPage.tsx'));

interface Props {
  api: Api;
  live: Live;
  embedded: boolean;
  tools: ReactNode;
  onSignedOut: (() => void) | undefined;
}

/** Asks what there is and who asks; then come the pages, or the one to sign in on. */
export function Start({ api, live, embedded, tools, onSignedOut }: Props) {
  const queries = useQueryClient();
  const meta = useQuery({
    queryKey: ['meta'],
    queryFn: ({ signal }) => api.get<Meta>('/_meta', {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

  useEffect(() => {
    api.onSignedOut = () => {
      // The question itself may be what was refused.
      if (queries.getQueryData(['meta']) !== undefined) void queries.resetQueries({ queryKey: ['meta'] });
      onSignedOut?.();
    };
  }, [api, queries, onSignedOut]);

  const lively = meta.data?.features.live === true;
  useEffect(() => {
    if (!lively) return;
    live.start();
    return () => live.stop();
  }, [live, lively]);

  const admin = useMemo(
    () => (meta.data === undefined ? null : { api, live, embedded, meta: meta.data }),
    [api, live, embedded, meta.data],
  );

  if (admin !== null) {
    return (
      <AdminContext value={admin}>
        <Shell tools={tools} />
      </AdminContext>
    );
  }
  if (meta.isError) {
    if (meta.error instanceof Problem && meta.error.status === 401 && onSignedOut === undefined) {
      return (
        <Suspense>
          <SignInPage api={api} onSignedIn={() => void meta.refetch()} />
        </Suspense>
      );
    }
    return (
      <main className={styles.whole}>
        <EmptyState icon="triangle-alert" title={text.problem.failed} why={messageOf(meta.error)}>
          <Button icon="refresh-cw" onClick={() => void meta.refetch()}>
            {text.retry}
          </Button>
        </EmptyState>
      </main>
    );
  }
  return <main className={styles.whole} aria-busy="true" aria-label={text.loading} />;
}
