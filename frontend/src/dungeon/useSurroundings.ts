import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answer, api } from '../api/client.ts';
import { ApiError } from '../api/problem.ts';
import type { components } from '../api/schema.d.ts';
import { type NearbyLine, nearbyLines } from '../character/nearby.ts';
import { nearbyQuery } from '../character/queries.ts';
import { METRES_PER_UNIT } from '../live/coordinates.ts';
import { useFeed } from '../live/useFeed.ts';
import { landblockOf, type Spot, spotIn } from './plan.ts';

type LivePlayer = components['schemas']['LivePlayer'];
type DungeonMap = components['schemas']['DungeonMap'];

const RENEW_MS = 2_000;

/** Where everybody is whose plugin was heard of within the half minute; places inside count too. */
const placesQuery = queryOptions({
  queryKey: ['live'],
  queryFn: async ({ signal }) => (await answer(api.GET('/live', { signal }))).players,
  refetchInterval: RENEW_MS,
});

/** A landblock's floor plan; null while no plugin has sent it. */
function planQuery(landblock: string | null) {
  return queryOptions({
    queryKey: ['dungeon-map', landblock],
    enabled: landblock !== null,
    queryFn: async ({ signal }): Promise<DungeonMap | null> => {
      try {
        const params = { path: { landblock: landblock ?? '' } };
        return await answer(api.GET('/dungeon-map/{landblock}', { params, signal }));
      } catch (error) {
        if (error instanceof ApiError && error.problem.status === 404) return null;
        throw error;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    // Asked for again until somebody's plugin has answered.
    refetchInterval: ({ state }) => (state.data == null ? RENEW_MS : false),
  });
}

/** One of those who are in the same dungeon. */
export interface Fellow {
  name: string;
  spot: Spot;
  /** Metres. */
  z: number;
  heading: number | null;
}

export interface Surroundings {
  isPending: boolean;
  isError: boolean;
  /** Heard of, and its place known. */
  placed: boolean;
  indoors: boolean;
  me: Fellow | null;
  /** Others of the guild in the same landblock, inside as well. */
  fellows: readonly Fellow[];
  plan: DungeonMap | null;
  landblock: string | null;
  /** What its plugin sees round it, the nearest first. */
  lines: readonly NearbyLine[];
  /** When that was told; null while nothing was. */
  toldAt: string | null;
  /** Metres that its plugin looks round. */
  radius: number;
}

const RADIUS = 75;

/** What is round a character: its own place, inside or out, the floor plan, who else is there, and what is near. */
export function useSurroundings(name: string): Surroundings {
  const feed = useFeed();
  const places = useQuery(placesQuery);
  const nearby = useQuery(nearbyQuery(name));
  const own = places.data?.find(({ character_name }) => character_name === name);
  const indoors = own?.indoors === true;
  const landblock = indoors && own.landcell !== null ? landblockOf(own.landcell) : null;
  const plan = useQuery(planQuery(landblock)).data;

  useEffect(() => {
    if (plan === null && landblock !== null) feed?.requestDungeon(name, landblock);
  }, [feed, plan, landblock, name]);

  const at = own !== undefined && own.ew !== null && own.ns !== null ? { ew: own.ew, ns: own.ns } : null;
  const fellows = (places.data ?? [])
    .filter((one) => landblock !== null && one.indoors && one.character_name !== name)
    .filter((one) => one.landcell !== null && landblockOf(one.landcell) === landblock)
    .flatMap((one) => fellowOf(one) ?? []);
  return {
    isPending: places.isPending || nearby.isPending,
    isError: places.isError || nearby.isError,
    placed: at !== null,
    indoors,
    me: own === undefined ? null : fellowOf(own),
    fellows,
    plan: plan ?? null,
    landblock,
    lines: nearbyLines(nearby.data?.objects ?? [], at),
    toldAt: nearby.data?.timestamp ?? null,
    radius: nearby.data?.radius ?? RADIUS,
  };
}

function fellowOf(player: LivePlayer): Fellow | null {
  const { character_name: name, ew, ns, z, heading, landcell } = player;
  if (ew === null || ns === null || landcell === null) return null;
  return { name, spot: spotIn(landcell, ew, ns), z: (z ?? 0) * METRES_PER_UNIT, heading };
}
