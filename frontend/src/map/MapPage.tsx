import { getRouteApi } from '@tanstack/react-router';
import { Globe, Locate, Route as RouteIcon, TriangleAlert, X } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { feedNow } from '../live/feedLoader.ts';
import { readFilter } from '../live/filter.ts';
import { useConnection } from '../live/useConnection.ts';
import { usePlayer, usePlayers } from '../live/usePlayers.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { useMediaQuery } from '../ui/useMediaQuery.ts';
import { useShortcut } from '../ui/useShortcut.ts';
import { MapCanvas } from './MapCanvas.tsx';
import styles from './MapPage.module.css';
import type { MapView } from './mapView.ts';
import { SearchBox } from './SearchBox.tsx';
import { readCentre, writeCentre, writeZoom } from './search.ts';
import { type Snap, snapHeights } from './snaps.ts';
import { Totals } from './Totals.tsx';
import { useMapStatus } from './useMapStatus.ts';

// What has nothing to show before the live connection speaks, or before somebody is chosen, comes after the page.
const MapFoot = lazy(() => import('./MapFoot.tsx'));
const PlayerList = lazy(() => import('./PlayerList.tsx'));
const Announcement = lazy(() => import('./Announcement.tsx'));
const SelectionCard = lazy(() => import('./SelectionCard.tsx'));
const CommandConsole = lazy(() => import('../live/CommandConsole.tsx'));
const Sheet = lazy(() => import('./Sheet.tsx'));

const route = getRouteApi('/');
const QUERY_PAUSE_MS = 300;

/** Size of the selection card with the room round it and round a marker, in pixels. */
const CARD = { width: 360, height: 350 };

/** The live map with its list: one selection for both, kept in the address with the view and the filter. */
export function MapPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [map, setMap] = useState<MapView | null>(null);
  const [query, setQuery] = useState(search.q ?? '');
  const [trails, setTrails] = useState(true);
  const [commanding, setCommanding] = useState(false);
  const [snap, setSnap] = useState<Snap>('half');
  const small = useMediaQuery('(max-width: 1023.98px)');
  const players = usePlayers();
  const status = useMapStatus(map);
  const selected = search.sel;
  const player = usePlayer(selected);
  const filter = useMemo(() => readFilter(query), [query]);
  const room = status?.view.height ?? 0;

  // The map follows the address.
  const written = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (map === null || search.c === undefined || search.c === written.current) return;
    const centre = readCentre(search.c);
    if (centre !== null) map.setView(centre.ew, centre.ns, search.z ?? 12);
    written.current = search.c;
  }, [map, search.c, search.z]);
  useEffect(() => map?.setSelected(selected ?? null), [map, selected]);
  useEffect(() => map?.setFollowing(search.follow === 1), [map, search.follow]);
  useEffect(() => map?.setFilter(filter.test), [map, filter]);
  useEffect(() => map?.setTrails(trails), [map, trails]);
  useEffect(() => {
    const bottom = small ? (snap === 'full' ? snapHeights(room).half : snapHeights(room)[snap]) : 0;
    map?.setInsets({ top: 64, right: 0, bottom, left: 0 });
  }, [map, small, snap, room]);

  // An address that names a character and no place means where that one is.
  const arrived = useRef(search.c !== undefined || selected === undefined);
  useEffect(() => {
    if (map === null || arrived.current || player === null || player.ew === null || player.ns === null)
      return;
    arrived.current = true;
    map.goTo(player.ew, player.ns);
  }, [map, player]);

  // The address follows what is typed, once the typing pauses.
  const queryThere = useRef(search.q);
  useEffect(() => {
    queryThere.current = search.q;
  }, [search.q]);
  useEffect(() => {
    const timer = setTimeout(() => {
      if ((queryThere.current ?? '') === query) return;
      void navigate({ search: (now) => ({ ...now, q: query === '' ? undefined : query }), replace: true });
    }, QUERY_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query, navigate]);

  function select(name: string) {
    arrived.current = true;
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
    if (at != null && at.ew !== null && at.ns !== null) map?.reveal(at.ew, at.ns, small ? undefined : CARD);
  }

  function locate(name: string) {
    select(name);
    const at = feedNow()?.store.player(name);
    if (at != null && at.ew !== null && at.ns !== null) map?.goTo(at.ew, at.ns);
  }

  function unselect() {
    setCommanding(false);
    void navigate({ search: (now) => ({ ...now, sel: undefined, follow: undefined }), replace: true });
  }

  function follow() {
    if (search.follow === 1 && status?.paused === true) map?.setFollowing(true);
    else
      void navigate({
        search: (now) => ({ ...now, follow: now.follow === 1 ? undefined : (1 as const) }),
        replace: true,
      });
  }

  useShortcut(
    'Escape',
    'Close what is open',
    'Map',
    () => (commanding ? setCommanding(false) : unselect()),
    !!selected,
  );
  useShortcut('f', 'Follow the selected character', 'Map', follow, !!selected);
  useShortcut('c', 'Command the selected character', 'Map', () => setCommanding(true), !!selected);

  const events = {
    onPick: select,
    onRest: (view: { ew: number; ns: number; z: number }) => {
      const c = writeCentre(view.ew, view.ns);
      written.current = c;
      void navigate({ search: (now) => ({ ...now, c, z: writeZoom(view.z) }), replace: true });
    },
  };

  const card = player !== null && (
    <Suspense>
      <SelectionCard
        player={player}
        following={search.follow === 1}
        paused={status?.paused ?? false}
        commanding={commanding}
        onFollow={follow}
        onCommand={() => setCommanding((now) => !now)}
        onClose={unselect}
      />
    </Suspense>
  );
  const searchBox = (
    <SearchBox value={query} onChange={setQuery} players={players} map={map} onSelect={locate}>
      {small && <LiveCount />}
    </SearchBox>
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
        {status?.world === 'failed' && <WorldFailed />}
        <div className={styles.bars}>
          {searchBox}
          <div className={styles.layers}>
            <Button
              small
              kind="quiet"
              icon={RouteIcon}
              className={cx(styles.layer, trails && styles.on)}
              aria-pressed={trails}
              onClick={() => setTrails(!trails)}
            >
              <span className={styles.layerWord}>Trails</span>
            </Button>
            {small && (
              <>
                <IconButton small icon={Locate} label="Show everyone" onClick={() => map?.home()} />
                <IconButton small icon={Globe} label="Show all of Dereth" onClick={() => map?.wholeWorld()} />
              </>
            )}
          </div>
        </div>
        {!small && card !== false && <div className={styles.card}>{card}</div>}
        {!small && commanding && player !== null && (
          <CommandWindow name={player.name} onClose={() => setCommanding(false)} />
        )}
        {small && room > 0 && (
          <Suspense>
            <Sheet label="Characters" room={room} snap={snap} onSnap={setSnap}>
              {player !== null ? (
                <>
                  {card}
                  {commanding && (
                    <div className={styles.sheetConsole}>
                      <Suspense>
                        <CommandConsole key={player.name} name={player.name} autoFocus />
                      </Suspense>
                    </div>
                  )}
                </>
              ) : (
                <Totals players={players} />
              )}
              {list}
            </Sheet>
          </Suspense>
        )}
      </div>
      {!small && (
        <div className={styles.foot}>
          {map !== null && (
            <Suspense>
              <MapFoot map={map} selected={selected} />
            </Suspense>
          )}
        </div>
      )}
      {!small && (
        <aside className={styles.side} aria-label="Characters">
          <Totals players={players} />
          <div className={styles.scroll}>{list}</div>
        </aside>
      )}
    </div>
  );
}

/** On a phone, where the list's head is often out of sight: how many are online, and whether that is live. */
function LiveCount() {
  const { state, online } = useConnection();
  const words = {
    live: 'online',
    reconnecting: 'online, reconnecting',
    offline: 'online when last heard of',
  };
  return (
    <span className={styles.live} data-state={state}>
      <span className={styles.dot} aria-hidden="true" />
      {online}
      <span className="visually-hidden"> {words[state]}</span>
    </span>
  );
}

/** The command line as a small window over the map. */
function CommandWindow({ name, onClose }: { name: string; onClose: () => void }) {
  return (
    <section className={styles.window} aria-label={`Commands for ${name}`}>
      <header className={styles.windowHead}>
        <h2 className={styles.windowTitle}>
          {name} <span className={styles.quiet}>Console</span>
        </h2>
        <IconButton small icon={X} label="Close the console" onClick={onClose} />
      </header>
      <Suspense>
        <CommandConsole key={name} name={name} autoFocus />
      </Suspense>
    </section>
  );
}

function WorldFailed() {
  return (
    <p className={styles.failed} role="alert">
      <TriangleAlert size={16} aria-hidden="true" />
      The map of Dereth could not be loaded; positions are right all the same.
    </p>
  );
}
