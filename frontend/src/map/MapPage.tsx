import { getRouteApi } from '@tanstack/react-router';
import { Crosshair } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useOpenWindow } from '../chat/useOpenWindow.ts';
import { windowsIn } from '../chat/win.ts';
import { feedNow } from '../live/feedLoader.ts';
import { readFilter } from '../live/filter.ts';
import { usePlayer, usePlayers } from '../live/usePlayers.ts';
import { useTypedFilter } from '../live/useTypedFilter.ts';
import { Button } from '../ui/Button.tsx';
import { useMediaQuery } from '../ui/useMediaQuery.ts';
import { useShortcut } from '../ui/useShortcut.ts';
import { LayerBar } from './LayerBar.tsx';
import { LiveCount } from './LiveCount.tsx';
import { MapCanvas } from './MapCanvas.tsx';
import styles from './MapPage.module.css';
import {
  FIRST_HEAT_HOURS,
  FIRST_LAYERS,
  type HeatQuestion,
  readLayers,
  toggleLayer,
  writeLayers,
} from './mapLayers.ts';
import type { MapView } from './mapView.ts';
import { SearchBox } from './SearchBox.tsx';
import type { MapSearch } from './search.ts';
import { type Snap, snapHeights } from './snaps.ts';
import { Totals } from './Totals.tsx';
import { useMapAddress } from './useMapAddress.ts';
import { useMapStatus } from './useMapStatus.ts';

// What has nothing to show before the live connection speaks, or before somebody is chosen, comes after the page.
const MapFoot = lazy(() => import('./MapFoot.tsx'));
const PlayerList = lazy(() => import('./PlayerList.tsx'));
const Announcement = lazy(() => import('./Announcement.tsx'));
const SelectionCard = lazy(() => import('./SelectionCard.tsx'));
const WorldFailed = lazy(() => import('./WorldFailed.tsx'));
const Sheet = lazy(() => import('./Sheet.tsx'));
const TimeBar = lazy(() => import('./TimeBar.tsx'));

const route = getRouteApi('/');

/** Size of the selection card with the room round it and round a marker, in pixels. */
const CARD = { width: 360, height: 350 };

/** Where a replay begins, unless the address names another moment. */
function anHourAgo(): string {
  return new Date(Date.now() - 3_600_000).toISOString();
}

/** The live map with its list: one selection for both, kept in the address with view, filter, follow and layers. */
export function MapPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [map, setMap] = useState<MapView | null>(null);
  const openWindow = useOpenWindow();
  const [snap, setSnap] = useState<Snap>('half');
  /** Whose follow a pan has ended. */
  const [lost, setLost] = useState<string | null>(null);
  const small = useMediaQuery('(max-width: 1023.98px)');
  const players = usePlayers();
  const status = useMapStatus(map);
  const selected = search.sel;
  const player = usePlayer(selected);
  const room = status?.view.height ?? 0;

  /** Changes the address without a step that Back would undo. */
  const change = (part: Partial<MapSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });

  const [query, setQuery] = useTypedFilter(search.q, (q) => change({ q }));
  const filter = useMemo(() => readFilter(query).test, [query]);
  const layers = useMemo(() => readLayers(search.layers ?? '') ?? FIRST_LAYERS, [search.layers]);
  const heat: HeatQuestion = useMemo(
    () => ({ mob: search.mob, hours: search.hours ?? FIRST_HEAT_HOURS }),
    [search.mob, search.hours],
  );
  const { arrive, noteRest } = useMapAddress(map, { search, layers, heat, filter, player });
  useEffect(() => {
    const bottom = small ? (snap === 'full' ? snapHeights(room).half : snapHeights(room)[snap]) : 0;
    map?.camera.setInsets({ top: 64, right: 0, bottom, left: 0 });
  }, [map, small, snap, room]);

  function select(name: string) {
    arrive();
    // The first choice is a step that Back undoes; going from one to the next is not.
    void navigate({
      search: (now) => ({ ...now, sel: name, follow: now.sel === name ? now.follow : undefined }),
      replace: selected !== undefined,
    });
    if (small && snap === 'full') setSnap('half');
  }

  function selectFromList(name: string) {
    select(name);
    const at = feedNow()?.store.player(name);
    if (at != null && at.ew !== null && at.ns !== null)
      map?.camera.reveal(at.ew, at.ns, small ? undefined : CARD);
  }

  function locate(name: string) {
    select(name);
    const at = feedNow()?.store.player(name);
    if (at != null && at.ew !== null && at.ns !== null) map?.camera.goTo(at.ew, at.ns);
  }

  function unselect() {
    change({ sel: undefined, follow: undefined });
  }

  function follow() {
    setLost(null);
    change({ follow: search.follow === 1 ? undefined : 1 });
  }

  useShortcut('Escape', 'Close what is open', 'Map', unselect, !!selected);
  useShortcut('f', 'Follow the selected character', 'Map', follow, !!selected);
  useShortcut(
    'c',
    'Command the selected character',
    'Map',
    () => selected && openWindow(selected),
    !!selected,
  );

  const events = {
    onPick: select,
    onRest: (view: { ew: number; ns: number; z: number }) => change(noteRest(view)),
    onFollowEnded: () => {
      setLost(selected ?? null);
      change({ follow: undefined });
    },
  };

  const card = player !== null && (
    <Suspense>
      <SelectionCard
        player={player}
        following={search.follow === 1}
        open={windowsIn(search.win).filter(({ name }) => name === player.name)}
        onFollow={follow}
        onWindow={(kind) => openWindow(player.name, kind)}
        onClose={unselect}
      />
    </Suspense>
  );
  const list = (
    <Suspense>
      <PlayerList
        players={players}
        query={query}
        selected={selected}
        onSelect={selectFromList}
        onLocate={locate}
        onClearQuery={() => setQuery('')}
      />
    </Suspense>
  );

  return (
    <div className={styles.page}>
      <title>Map · Mosswart Overlord</title>
      <h1 className="visually-hidden">Map</h1>
      <p className="visually-hidden" role="status">
        {selected !== undefined && (
          <Suspense>
            <Announcement key={selected} name={selected} />
          </Suspense>
        )}
      </p>
      <div className={styles.map}>
        <MapCanvas events={events} onMap={setMap} />
        {status?.world === 'failed' && (
          <Suspense>
            <WorldFailed />
          </Suspense>
        )}
        <div className={styles.bars}>
          <SearchBox value={query} onChange={setQuery} players={players} map={map} onSelect={locate}>
            {small && <LiveCount />}
          </SearchBox>
          <LayerBar
            layers={layers}
            heat={heat}
            onToggle={(layer) => change({ layers: writeLayers(toggleLayer(layers, layer)) })}
            onHeat={({ mob, hours }) =>
              change({ mob, hours: hours === FIRST_HEAT_HOURS ? undefined : hours })
            }
            past={search.t !== undefined}
            onPast={() => change({ t: search.t === undefined ? anHourAgo() : undefined })}
            small={small}
            onEveryone={() => map?.camera.home()}
            onWorld={() => map?.camera.wholeWorld()}
          />
        </div>
        {search.t !== undefined && map !== null && (
          <Suspense>
            <TimeBar map={map} t={search.t} onT={(t) => change({ t })} />
          </Suspense>
        )}
        {lost !== null && lost === selected && search.follow !== 1 && (
          <Button kind="main" icon={Crosshair} className={styles.resume} onClick={follow}>
            Resume following {lost}
          </Button>
        )}
        {!small && card !== false && <div className={styles.card}>{card}</div>}
        {small && room > 0 && (
          <Suspense>
            <Sheet label="Characters" room={room} snap={snap} onSnap={setSnap}>
              {player === null ? <Totals players={players} /> : card}
              {list}
            </Sheet>
          </Suspense>
        )}
      </div>
      {!small && (
        <>
          <div className={styles.foot}>
            {map !== null && (
              <Suspense>
                <MapFoot map={map} selected={selected} />
              </Suspense>
            )}
          </div>
          <aside className={styles.side} aria-label="Characters">
            <Totals players={players} />
            <div className={styles.scroll}>{list}</div>
          </aside>
        </>
      )}
    </div>
  );
}
