let query: MediaQueryList | null = null;

/** Whether the user has asked for things not to move; asked each frame, so that the query is made once. */
export function reducedMotion(): boolean {
  query ??= matchMedia('(prefers-reduced-motion: reduce)');
  return query.matches;
}
