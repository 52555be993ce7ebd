import { useEffect, useRef, useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { messageOf, Problem, readProblem } from '../api/problem.ts';
import type { Type } from '../api/types.ts';
import { useWritten } from '../api/writes.ts';
import { follow } from '../list/useBulk.ts';
import { importer as words } from '../text/importer.ts';
import { mediaType, type Report } from './file.ts';

/** How a file is to be read. */
export interface Reading {
  /** "" makes every row anew; else what finds the rows that are there. */
  key: string;
  /** What columns are taken for where it is not what the server found; "" leaves one out. */
  map: Readonly<Record<string, string>>;
}

export interface Source {
  name: string;
  body: Blob;
  type: string;
}

export async function sourceOf(name: string, body: Blob): Promise<Source> {
  return { name, body, type: mediaType(name, await body.slice(0, 4096).text()) };
}

/** An import from the file to its end: checked at each change of how it is read, and then done. */
export function useImport(type: Type) {
  const { api } = useAdmin();
  const written = useWritten();
  const [source, setSource] = useState<Source | null>(null);
  const [reading, setReading] = useState<Reading>({ key: '', map: {} });
  const [report, setReport] = useState<Report | null>(null);
  const [checking, setChecking] = useState(false);
  const [message, setMessage] = useState('');
  const [running, setRunning] = useState<{ done: number; total: number; job: string } | null>(null);
  const [done, setDone] = useState<Report | null>(null);
  const control = useRef(new AbortController());
  useEffect(() => () => control.current.abort(), []);

  function path(of: Reading, dryRun: boolean): string {
    const query = new URLSearchParams();
    if (dryRun) query.set('dry_run', '1');
    if (of.key !== '') query.set('key', of.key);
    for (const [column, target] of Object.entries(of.map)) query.append('map', `${column}=${target}`);
    return `/${type.slug}/_import?${query}`;
  }

  async function check(next: Source | null, of: Reading) {
    control.current.abort();
    control.current = new AbortController();
    const { signal } = control.current;
    setSource(next);
    setReading(of);
    setMessage('');
    setDone(null);
    if (next === null) return setReport(null);
    setChecking(true);
    try {
      const { data } = await api.call<Report>('POST', path(of, true), {
        body: next.body,
        type: next.type,
        signal,
      });
      setReport(data);
    } catch (error) {
      if (signal.aborted) return;
      setReport(null);
      setMessage(messageOf(error));
    }
    if (!signal.aborted) setChecking(false);
  }

  async function run() {
    if (source === null || running !== null) return;
    setMessage('');
    setRunning({ done: 0, total: report?.rows ?? 0, job: '' });
    try {
      const { data } = await api.call<{ job: string }>('POST', path(reading, false), {
        body: source.body,
        type: source.type,
      });
      const end = await follow(api, data.job, control.current.signal, (job) =>
        setRunning({ done: job.done, total: job.total || (report?.rows ?? 0), job: job.id }),
      );
      if (end === null) return;
      if (end.state === 'failed') {
        const problem = new Problem(readProblem(422, end.problem));
        const refused = problem.body.members.report as Report | undefined;
        if (refused !== undefined) setReport(refused);
        return setMessage(messageOf(problem));
      }
      const result = end.result as unknown as Report;
      setDone(result);
      written(
        type.slug,
        words.imported(result.create + result.update, type.plural.toLowerCase()),
        result.undo,
      );
    } catch (error) {
      setMessage(messageOf(error));
    } finally {
      setRunning(null);
    }
  }

  function stop() {
    if (running?.job) void api.call('DELETE', `/_jobs/${running.job}`).catch(() => undefined);
  }

  return { source, reading, report, checking, message, running, done, check, run, stop };
}
