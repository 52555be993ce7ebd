import { ago, fullTime } from './age.ts';

interface Props {
  /** RFC 3339, as the server writes times; null is never. */
  at: string | null | undefined;
  never?: string;
}

/** A point in time as its distance from when it was drawn, with the whole of it on hover. */
export function Time({ at, never = '–' }: Props) {
  const date = new Date(at ?? '');
  if (Number.isNaN(date.getTime())) return never;
  return (
    <time dateTime={at ?? ''} title={fullTime(date)}>
      {ago(date, new Date())}
    </time>
  );
}
