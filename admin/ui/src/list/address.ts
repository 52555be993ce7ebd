/** What a list shows, as its address says it; everything that is not said is as at first. */
export interface ListAddress {
  /** In the filter language. */
  filter: string;
  search: string;
  /** "-created_at,author": comma-separated, "-" before a descending one; "" is the type's own order. */
  sort: string;
  /** Cursors: rows older than, newer than. */
  after: string;
  before: string;
  /** The tab that it began from: "scope:Open", or a view's id. */
  tab: string;
  /** Of a series: how far back, such as "24h", or "all"; or from and to as RFC 3339, joined by "..". */
  range: string;
  /** What the chart of a series draws: "count", "avg:temperature". */
  chart: string;
}

const NAMES = ['filter', 'search', 'sort', 'after', 'before', 'tab', 'range', 'chart'] as const;

export function readAddress(query: string): ListAddress {
  const params = new URLSearchParams(query);
  return Object.fromEntries(NAMES.map((name) => [name, params.get(name) ?? ''])) as unknown as ListAddress;
}

/** The query of an address, with its "?"; "" where all is as at first. */
export function writeAddress(address: Partial<ListAddress>): string {
  const params = new URLSearchParams();
  for (const name of NAMES) {
    const value = address[name];
    if (value !== undefined && value !== '') params.set(name, value);
  }
  // These read better as they are, and mean nothing in a query.
  const query = params.toString().replace(/%(3A|2C|28|29|2F|7E|24)/g, (code) => decodeURIComponent(code));
  return query === '' ? '' : `?${query}`;
}

/** Another address: whatever changes which rows there are, or their order, goes back to the first page. */
export function changed(address: ListAddress, change: Partial<ListAddress>): ListAddress {
  return { ...address, after: '', before: '', ...change };
}
