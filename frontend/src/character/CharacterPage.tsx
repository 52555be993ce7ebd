import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { FIRST_RANGE, type Range } from '../charts/range.ts';
import { useConnection } from '../live/useConnection.ts';
import { usePlayer } from '../live/usePlayers.ts';
import { buttonClass } from '../ui/buttonClass.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import styles from './CharacterPage.module.css';
import { ChartCard } from './ChartCard.tsx';
import { CharacterContext, type CharacterView } from './characterContext.ts';
import { NumbersCard } from './NumbersCard.tsx';
import { sheetQuery, statsQuery } from './queries.ts';
import { lineage } from './sheet.ts';
import { TabBar } from './TabBar.tsx';
import { Title } from './Title.tsx';
import { useLiveTail } from './useLiveTail.ts';
import { useRefreshOnEvents } from './useRefreshOnEvents.ts';
import { VitalsCard } from './VitalsCard.tsx';

const route = getRouteApi('/players/$name');

/** One character: how it is now, what it has done of late, and a tab for everything else that is known of it. */
export function CharacterPage({ name }: { name: string }) {
  const search = route.useSearch();
  // Not the route's own: that would leave the tab.
  const navigate = useNavigate();
  const player = usePlayer(name);
  const { total } = useConnection();
  const stats = useQuery(statsQuery(name));
  const sheet = useQuery(sheetQuery(name));
  const tail = useLiveTail(player);
  useRefreshOnEvents(name, player);

  const range = search.range ?? FIRST_RANGE;
  const show = search.show;
  const view = useMemo((): CharacterView => {
    const change = (next: { range?: Range | undefined; show?: string | undefined }) =>
      void navigate({ to: '.', search: (now) => ({ ...now, ...next }), replace: true });
    return {
      name,
      range,
      setRange: (next) => change({ range: next === FIRST_RANGE ? undefined : next }),
      show,
      setShow: (next) => change({ show: next }),
      tail,
    };
  }, [name, range, show, tail, navigate]);

  const head = (
    <PageHead
      title={name}
      above={[
        <Link key="players" to="/players">
          Players
        </Link>,
      ]}
    />
  );
  const nothing = player === null && stats.data === null && sheet.data === null;
  if (nothing && total > 0) {
    return (
      <>
        {head}
        <EmptyState
          title={`Nobody here is called ${name}`}
          why="No plugin has reported that character, or you may not see it. Names are written exactly as in the game."
        >
          <Link to="/players" search={{ scope: 'all' }} className={buttonClass()}>
            All players
          </Link>
        </EmptyState>
      </>
    );
  }

  return (
    <CharacterContext value={view}>
      {head}
      <div className={styles.page}>
        <Title name={name} player={player} lineage={sheet.data == null ? '' : lineage(sheet.data)} />
        <div className={styles.cards}>
          <VitalsCard />
          <NumbersCard stats={stats.data ?? null} loading={stats.isPending} />
          <ChartCard className={styles.chart} />
        </div>
        <TabBar name={name} />
        <div className={styles.tab}>
          <Outlet />
        </div>
      </div>
    </CharacterContext>
  );
}
