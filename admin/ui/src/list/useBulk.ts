import { useEffect, useRef, useState } from 'react';
import type { Api } from '../api/client.ts';
import { useAdmin } from '../api/context.ts';
import { Problem, readProblem } from '../api/problem.ts';
import type { BulkAnswer, Job, Type } from '../api/types.ts';
import type { RowsAsked } from './rowsAsked.ts';

const POLL_MS = 300;

export interface Running {
  /** What is under way, for people. */
  what: string;
  done: number;
  /** 0 while it is not known. */
  total: number;
  stop: (() => void) | undefined;
}

export interface Bulk {
  running: Running | null;
  /** Runs an action; null where it was stopped. It throws a Problem. */
  run: (what: string, action: string, rows: RowsAsked | null, args?: unknown) => Promise<BulkAnswer | null>;
}

/** Changes of many rows: what is too much for one request goes on as a job, whose progress is followed here. */
export function useBulk(type: Type): Bulk {
  const { api } = useAdmin();
  const [running, setRunning] = useState<Running | null>(null);
  const gone = useRef<AbortController | null>(null);
  useEffect(() => {
    const control = new AbortController();
    gone.current = control;
    return () => control.abort();
  }, []);

  async function run(
    what: string,
    action: string,
    rows: RowsAsked | null,
    args?: unknown,
  ): Promise<BulkAnswer | null> {
    setRunning({ what, done: 0, total: 0, stop: undefined });
    try {
      const body = { ...rows, ...(args !== undefined && { args }) };
      const { data } =
        rows === null
          ? await api.call<BulkAnswer>('POST', `/${type.slug}/_actions/${encodeURIComponent(action)}`, {
              body,
            })
          : await api.call<BulkAnswer>('POST', `/${type.slug}/_bulk`, { body: { action, ...body } });
      if (data.job === undefined) return data;
      const { job } = data;
      let stopped = false;
      const stop = () => {
        stopped = true;
        void api.call('DELETE', `/_jobs/${job}`).catch(() => undefined);
      };
      const end = await follow(api, job, gone.current?.signal, ({ done, total }) =>
        setRunning({ what, done, total, stop }),
      );
      if (end === null || (stopped && end.state === 'failed')) return null;
      if (end.state === 'failed') throw new Problem(readProblem(500, end.problem));
      return end.result ?? {};
    } finally {
      setRunning(null);
    }
  }

  return { running, run };
}

/** Asks for a job until it has ended; null where nobody wants to know any more. */
export async function follow(
  api: Api,
  id: string,
  signal: AbortSignal | undefined,
  onProgress: (job: Job) => void,
): Promise<Job | null> {
  for (;;) {
    if (signal?.aborted) return null;
    const job = await api.get<Job>(`/_jobs/${id}`);
    if (job.state !== 'running') return job;
    onProgress(job);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
