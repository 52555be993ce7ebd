import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { DoorOpen, Download, Map as MapIcon } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { messageOf } from '../api/problem.ts';
import { formatCount } from '../live/age.ts';
import { formatCoordinates } from '../live/coordinates.ts';
import { describePosition, nearestPlace } from '../live/places.ts';
import { FilterField } from '../logs/FilterField.tsx';
import styles from '../logs/LogPage.module.css';
import { type LogColumn, LogTable, sortRows } from '../logs/LogTable.tsx';
import { PlaceLink } from '../logs/PlaceLink.tsx';
import { placeName, usePlaces } from '../logs/usePlaces.ts';
import { Button } from '../ui/Button.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { csvOf } from '../ui/csv.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { saveText } from '../ui/saveText.ts';
import { Time } from '../ui/Time.tsx';
import { type Portal, portalsQuery } from './queries.ts';

const route = getRouteApi('/portal-log');
const FIRST_SORT = '-seen';
const SHOW_OPTIONS = [
  { value: 'hour', label: 'Last hour' },
  { value: 'all', label: 'All' },
] as const;

/** The portals that characters came by: those of the last hour, or all. */
export function PortalsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: typeof search) =>
    void navigate({ search: (now) => ({ ...now, ...part }), replace: true });
  const places = usePlaces();
  const show = search.show === 'hour' ? 'hour' : 'all';
  const sort = search.sort ?? FIRST_SORT;
  const portals = useInfiniteQuery(portalsQuery(show === 'all', search.q));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = portals;
  // Some thousand at the most: the whole list, so that any order is the order of all.
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const rows = useMemo(() => portals.data?.pages.flatMap((page) => page.portals ?? []) ?? [], [portals.data]);
  const columns = useMemo((): LogColumn<Portal>[] => {
    const where = ({ ew, ns }: Portal) => describePosition(nearestPlace(places, ew, ns), ew, ns);
    return [
      {
        key: 'name',
        label: 'Portal',
        cell: ({ portal_name }) => portal_name,
        order: ({ portal_name }) => portal_name,
      },
      {
        key: 'where',
        label: 'Where',
        cell: ({ ew, ns }) => <PlaceLink places={places} ew={ew} ns={ns} />,
        order: where,
      },
      {
        key: 'at',
        label: 'Coordinates',
        cell: ({ ew, ns }) => formatCoordinates(ew, ns),
        minor: true,
      },
      {
        key: 'by',
        label: 'Seen first by',
        cell: ({ discovered_by: name }) =>
          name === '' ? (
            '–'
          ) : (
            <Link to="/players/$name" params={{ name }}>
              {name}
            </Link>
          ),
        order: ({ discovered_by }) => discovered_by,
        minor: true,
      },
      {
        key: 'seen',
        label: 'Last seen',
        cell: ({ last_seen_at }) => <Time at={last_seen_at} />,
        order: ({ last_seen_at }) => last_seen_at,
        number: true,
      },
    ];
  }, [places]);

  function download() {
    const lines = sortRows(rows, columns, sort).map((row) => [
      row.portal_name,
      placeName(places, row.ew, row.ns),
      formatCoordinates(row.ew, row.ns),
      row.discovered_by,
      row.last_seen_at,
    ]);
    const head = ['Portal', 'Near', 'Coordinates', 'Seen first by', 'Last seen'];
    saveText(`portals-${new Date().toISOString().slice(0, 10)}.csv`, 'text/csv', csvOf([head, ...lines]));
  }

  return (
    <>
      <PageHead title="Portals" />
      <div className={styles.page}>
        <div className={styles.bar}>
          <FilterField
            label="Portal’s name"
            group="Portals"
            value={search.q}
            onChange={(q) => change({ q })}
          />
          <Segmented
            label="Which portals"
            value={show}
            options={SHOW_OPTIONS}
            onChange={(next) => change({ show: next === 'all' ? undefined : next })}
          />
          <span className={styles.note} role="status">
            {portals.isSuccess && `${formatCount(rows.length)} ${rows.length === 1 ? 'portal' : 'portals'}`}
          </span>
          <span className={styles.grow} />
          <Link to="/" search={{ layers: 'trails,portals' }} className={buttonClass()}>
            <MapIcon size={16} aria-hidden="true" />
            On the map
          </Link>
          <Button icon={Download} disabled={rows.length === 0} onClick={download}>
            CSV
          </Button>
        </div>
        {portals.isPending ? (
          <Skeleton height="320px" />
        ) : rows.length > 0 ? (
          <LogTable
            caption="Portals"
            columns={columns}
            rows={rows}
            rowKey={(row) => `${row.portal_name} ${row.ew} ${row.ns}`}
            sort={sort}
            onSort={(next) => change({ sort: next === FIRST_SORT ? undefined : next })}
          />
        ) : portals.isError ? (
          <EmptyState title="The portals could not be read" why={messageOf(portals.error)}>
            <Button kind="main" onClick={() => void portals.refetch()}>
              Try again
            </Button>
          </EmptyState>
        ) : (
          <EmptyState
            icon={DoorOpen}
            title={search.q === undefined ? 'No portal was seen' : `No portal is called “${search.q}”`}
            why={
              show === 'hour'
                ? 'None in the last hour.'
                : search.q === undefined
                  ? 'A portal is noted as soon as a character comes by one.'
                  : 'None of those that characters came by.'
            }
          >
            {(show === 'hour' || search.q !== undefined) && (
              <Button onClick={() => change({ q: undefined, show: undefined })}>All portals</Button>
            )}
          </EmptyState>
        )}
      </div>
    </>
  );
}
