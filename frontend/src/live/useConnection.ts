/** How the page hears of the world, for the status pill and the banner. */
export interface Connection {
  state: 'live' | 'reconnecting' | 'offline';
  online: number;
  total: number;
  latencyMs: number | null;
}

// Stands here until the live connection lands (MAP replaces the body, and keeps the shape).
const offline: Connection = { state: 'offline', online: 0, total: 0, latencyMs: null };

export function useConnection(): Connection {
  return offline;
}
