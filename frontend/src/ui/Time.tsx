import { ago, fullTime, until } from './age.ts';
import { useNow } from './useNow.ts';

interface Props {
  /** RFC 3339, as the server writes times; null is never. */
  at: string | null | undefined;
  /** Counts down to it. */
  ahead?: boolean;
  never?: string;
}

/** A point in time as its distance from now, with the whole of it on hover. */
export function Time({ at, ahead = false, never = 'never' }: Props) {
  const now = useNow(15_000);
  if (at === null || at === undefined || at === '') return never;
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return never;
  return (
    <time dateTime={at} title={fullTime(date)}>
      {ahead ? until(date, now) : ago(date, now)}
    </time>
  );
}
