import { useEffect, useRef, useState } from 'react';
import { isOnline, type Player } from '../live/player.ts';
import { emptySeries, type HistorySeries } from './history.ts';

const EVERY_MS = 5_000;
/** An hour: what is stored is asked for again well before. */
const MOST = 720;

/** What a character's chart has not been told yet by the server: its live numbers, every five seconds. */
export function useLiveTail(player: Player | null): HistorySeries {
  const [tail, setTail] = useState(emptySeries);
  const latest = useRef(player);
  useEffect(() => {
    latest.current = player;
  });
  useEffect(() => {
    const timer = setInterval(() => {
      const now = latest.current;
      if (now === null || !isOnline(now) || now.totals === null || document.visibilityState === 'hidden')
        return;
      const { killsPerHour, tapers, latencyMs } = now.totals;
      const add = (values: (number | null)[], value: number | null) => [...values, value].slice(-MOST);
      setTail(({ t, columns }) => ({
        t: [...t, Math.round(Date.now() / 1000)].slice(-MOST),
        columns: {
          kills_per_hour: add(columns.kills_per_hour, killsPerHour),
          prismatic_taper_count: add(columns.prismatic_taper_count, tapers),
          latency_ms: add(columns.latency_ms, latencyMs),
          latency_max_ms: add(columns.latency_max_ms, null),
          mem_mb: add(columns.mem_mb, null),
          cpu_pct: add(columns.cpu_pct, null),
        },
      }));
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return tail;
}
