import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 300;

/** What is typed into a filter: shown at once, written to the address when the typing pauses, and read from it. */
export function useTypedFilter(
  there: string | undefined,
  write: (query: string | undefined) => void,
): [query: string, setQuery: (query: string) => void] {
  const [query, setQuery] = useState(there ?? '');
  // What address and field last agreed on: another value in either is news for the other.
  const agreed = useRef(there ?? '');
  const latest = useRef(write);
  useEffect(() => {
    latest.current = write;
  });
  useEffect(() => {
    const text = there ?? '';
    if (text === agreed.current) return;
    agreed.current = text;
    setQuery(text);
  }, [there]);
  useEffect(() => {
    if (query === agreed.current) return;
    const timer = setTimeout(() => {
      agreed.current = query;
      latest.current(query === '' ? undefined : query);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query]);
  return [query, setQuery];
}
