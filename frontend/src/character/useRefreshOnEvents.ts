import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Player } from '../live/player.ts';

/** Asks for rares, deaths and totals anew as soon as the live counters say that there is another one. */
export function useRefreshOnEvents(name: string, player: Player | null): void {
  const queries = useQueryClient();
  const rares = player?.totals?.totalRares ?? player?.totals?.sessionRares ?? null;
  const deaths = player?.totals?.totalDeaths ?? null;
  const last = useRef({ rares, deaths });
  useEffect(() => {
    const before = last.current;
    last.current = { rares, deaths };
    const renew = (key: string) => void queries.invalidateQueries({ queryKey: [key, name] });
    const rare = before.rares !== null && rares !== before.rares;
    const death = before.deaths !== null && deaths !== before.deaths;
    if (rare) renew('rares');
    if (death) renew('deaths');
    if (rare || death) renew('stats');
  }, [queries, name, rares, deaths]);
}
