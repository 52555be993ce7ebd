import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { cx } from '../ui/cx.ts';
import styles from './Facets.module.css';
import type { Histogram } from './item.ts';
import { facetQuery } from './queries.ts';
import type { Field } from './query/fields.ts';
import { rangeOf, withRange } from './query/range.ts';

interface Props {
  histogram: Histogram | undefined;
  field: Field;
  query: string;
  onQuery: (query: string) => void;
}

const STEP = 5;

/** How armour levels are spread, and the two ends of what is asked for. What is dragged is asked for when let go. */
export function LevelRange({ histogram: found, field, query, onQuery }: Props) {
  const asked = rangeOf(query, field);
  const isAsked = asked.from !== null || asked.to !== null;
  // What lies outside the range is shown too, or one could not drag it wider.
  const open = useQuery({
    ...facetQuery(withRange(query, field, { from: null, to: null }), 'armor_level'),
    enabled: isAsked && found !== undefined,
  }).data?.armor_level;
  const histogram = isAsked ? (open ?? found) : found;
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const none = histogram === undefined || histogram.buckets.length === 0;
  if (none && !isAsked) return null;
  const low = Math.floor(Math.min(none ? 0 : histogram.min, asked.from ?? Infinity) / STEP) * STEP;
  const high =
    Math.ceil(Math.max(histogram?.max ?? 0, asked.to ?? 0, asked.from ?? 0, low + STEP) / STEP) * STEP;
  const from = drag?.from ?? asked.from ?? low;
  const to = drag?.to ?? asked.to ?? high;
  const most = Math.max(1, ...(histogram?.buckets ?? []).map(({ count }) => count));

  function commit() {
    if (drag === null) return;
    setDrag(null);
    const span = { from: drag.from <= low ? null : drag.from, to: drag.to >= high ? null : drag.to };
    if (span.from !== asked.from || span.to !== asked.to) onQuery(withRange(query, field, span));
  }

  const end = (label: string, value: number, part: 'from' | 'to') => (
    <input
      type="range"
      aria-label={label}
      min={low}
      max={high}
      step={STEP}
      value={value}
      onChange={(event) => {
        const next = Number(event.target.value);
        setDrag(part === 'from' ? { from: Math.min(next, to), to } : { from, to: Math.max(next, from) });
      }}
      onPointerUp={commit}
      onKeyUp={commit}
      onBlur={commit}
    />
  );

  return (
    <details className={styles.facet} open>
      <summary className={styles.head}>
        {field.label}
        <span className={styles.span}>
          {from} – {to}
        </span>
        <ChevronDown size={16} aria-hidden="true" />
      </summary>
      <div className={styles.range}>
        <div className={styles.bars} aria-hidden="true">
          {histogram?.buckets.map((bucket) => (
            <span
              key={bucket.from}
              className={cx(styles.bar, bucket.to > from && bucket.from <= to && styles.in)}
              style={{ blockSize: `${bucket.count === 0 ? 0 : Math.max(4, (bucket.count / most) * 100)}%` }}
              title={`${bucket.from} – ${bucket.to}: ${bucket.count}`}
            />
          ))}
        </div>
        {end(`Least ${field.label.toLowerCase()}`, from, 'from')}
        {end(`Greatest ${field.label.toLowerCase()}`, to, 'to')}
      </div>
    </details>
  );
}
