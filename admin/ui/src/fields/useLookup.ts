import { useEffect, useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { useQuery } from '../api/query.ts';
import type { Ref } from '../api/types.ts';
import type { Option } from '../ui/Combobox.tsx';

/** How long typing rests before the server is asked. */
const REST_MS = 150;

/** A value as it was when it last rested. */
export function useRested<T>(value: T, ms = REST_MS): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}

/** Rows of a type by what they are called, for pickers; none where it is undefined. */
export function useLookup(slug: string | undefined, query: string): { options: Option[]; busy: boolean } {
  const { api } = useAdmin();
  const q = useRested(query.trim());
  const found = useQuery({
    queryKey: ['rows', slug, 'lookup', q],
    queryFn: ({ signal }) => api.get<{ items: Ref[] }>(`/${slug}/_lookup`, { q, limit: 20 }, signal),
    enabled: slug !== undefined,
    placeholderData: (before, key) => (key?.[1] === slug ? before : undefined),
  });
  return {
    options: (found.data?.items ?? []).map(({ id, label }) => ({
      value: id,
      label: label || id,
      ...(label !== id && { hint: `#${id}` }),
    })),
    busy: found.isFetching || q !== query.trim(),
  };
}
