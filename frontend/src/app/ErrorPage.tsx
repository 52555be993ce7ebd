import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { RotateCw, TriangleAlert } from 'lucide-react';
import { ApiError, messageOf } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';

/** Stands in for a page that failed; the rest of the site goes on. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const requestId = error instanceof ApiError ? error.problem.requestId : '';
  return (
    <>
      <PageHead title="Something went wrong" />
      <div role="alert">
        <EmptyState
          icon={TriangleAlert}
          title="This page could not be shown"
          why={
            <>
              {messageOf(error)}
              {requestId !== '' && (
                <>
                  <br />
                  Request <code>{requestId}</code> in the server’s log.
                </>
              )}
            </>
          }
        >
          <Button
            kind="main"
            icon={RotateCw}
            onClick={() => {
              reset();
              void router.invalidate();
            }}
          >
            Try again
          </Button>
          <Button onClick={() => location.reload()}>Reload the site</Button>
        </EmptyState>
      </div>
    </>
  );
}
