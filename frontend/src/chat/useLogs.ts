import { useEffect, useState } from 'react';
import type { LogLine } from '../live/console.ts';
import { useFeed } from '../live/useFeed.ts';

export type Logs = readonly (readonly [string, readonly LogLine[]])[];

const RENEW_MS = 400;
const none: Logs = [];

/** The logs of all characters, renewed at most every 400 ms. */
export function useLogs(): Logs {
  const feed = useFeed();
  const [logs, setLogs] = useState(none);
  useEffect(() => {
    if (feed === null) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const renew = () => {
      timer = null;
      setLogs([...feed.console.everyone()]);
    };
    renew();
    const release = feed.console.subscribe(() => {
      timer ??= setTimeout(renew, RENEW_MS);
    });
    return () => {
      release();
      if (timer !== null) clearTimeout(timer);
    };
  }, [feed]);
  return logs;
}
