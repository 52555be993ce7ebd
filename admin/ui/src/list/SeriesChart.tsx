import { useMemo } from 'react';
import { useAdmin } from '../api/context.ts';
import { messageOf } from '../api/problem.ts';
import { useQuery } from '../api/query.ts';
import type { Page, Type } from '../api/types.ts';
import { fromLocal, toLocal } from '../fields/wire.ts';
import { list as words } from '../text/list.ts';
import { Input } from '../ui/Input.tsx';
import { Select } from '../ui/Select.tsx';
import type { ListAddress } from './address.ts';
import panelStyles from './FilterPanel.module.css';
import { LineChart } from './LineChart.tsx';
import styles from './SeriesChart.module.css';
import { type Point, RANGES, rangeSpan, withEmpty } from './series.ts';

interface Props {
  type: Type;
  address: ListAddress;
  onChange: (change: Partial<ListAddress>) => void;
}

/** Into how many intervals a chart's span is divided. */
const POINTS = 200;

/** A series over a span of time: how many rows, or the average of a number. */
export default function SeriesChart({ type, address, onChange }: Props) {
  const { api } = useAdmin();
  const numbers = type.fields.filter(
    (f) => (f.kind === 'int' || f.kind === 'float') && !f.computed && !f.sensitive && !f.edge,
  );
  const agg = address.chart || 'count';
  const field = numbers.find((f) => agg === `avg:${f.name}`);
  const custom = address.range.includes('..');
  const asked = `${address.filter}|${address.search}|${address.range}|${agg}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: "now" stays where it was until something else is asked for
  const asks = useMemo(() => rangeSpan(address.range, new Date()), [asked]);
  const whole = address.range === 'all';
  const oldest = useQuery({
    queryKey: ['rows', type.slug, 'oldest', address.filter, address.search],
    queryFn: async ({ signal }) => {
      const field = type.time_field ?? '';
      const query = { filter: address.filter, search: address.search, sort: field, fields: field, limit: 1 };
      const [row] = (await api.get<Page>(`/${type.slug}`, query, signal)).items;
      return row === undefined ? null : String(row[field]);
    },
    enabled: whole,
    retry: false,
  });
  // All times begin with the first row.
  const first = whole ? Date.parse(oldest.data ?? '') : Number.NaN;
  const span = Number.isNaN(first)
    ? asks
    : { ...asks, from: new Date(Math.min(first, asks.to.getTime() - 1)) };
  const chart = useQuery({
    queryKey: ['rows', type.slug, 'chart', asked, whole && oldest.data],
    queryFn: async ({ signal }) => {
      const query = {
        field: type.time_field,
        from: span.from.toISOString(),
        to: span.to.toISOString(),
        filter: address.filter,
        search: address.search,
        agg,
        points: POINTS,
      };
      const { points } = await api.get<{ points: [string, number][] }>(`/${type.slug}/_chart`, query, signal);
      const read = points.map(([at, value]): Point => [Date.parse(at), value]);
      if (agg !== 'count' || read.length === 0) return read;
      return withEmpty(read, span.from.getTime(), span.to.getTime(), POINTS);
    },
    enabled: !whole || oldest.data !== undefined || oldest.isError,
    placeholderData: (before) => before,
    retry: false,
  });
  const title = field === undefined ? words.range.count : words.range.average(field.label);
  const [from = '', to = ''] = address.range.split('..');

  return (
    <section className={panelStyles.panel} aria-label={words.range.label}>
      <div className={styles.head}>
        <Select
          aria-label={words.range.label}
          value={custom ? 'custom' : address.range || RANGES[0]}
          onChange={(event) =>
            onChange({
              range:
                event.target.value === 'custom'
                  ? `${span.from.toISOString()}..${span.to.toISOString()}`
                  : event.target.value,
            })
          }
        >
          {RANGES.map((range) => (
            <option key={range} value={range}>
              {words.range.names[range]}
            </option>
          ))}
          <option value="custom">{words.range.custom}</option>
        </Select>
        {custom &&
          [from, to].map((end, i) => (
            <span key={i === 0 ? 'from' : 'to'} className={styles.end}>
              <Input
                type="datetime-local"
                step={1}
                aria-label={words.range.custom}
                value={toLocal(end)}
                onChange={(event) => {
                  const picked = fromLocal(event.target.value) ?? '';
                  onChange({ range: i === 0 ? `${picked}..${to}` : `${from}..${picked}` });
                }}
              />
            </span>
          ))}
        <Select
          aria-label={words.range.chart}
          value={agg}
          onChange={(event) => onChange({ chart: event.target.value === 'count' ? '' : event.target.value })}
        >
          <option value="count">{words.range.count}</option>
          {numbers.map((one) => (
            <option key={one.name} value={`avg:${one.name}`}>
              {words.range.average(one.label)}
            </option>
          ))}
        </Select>
      </div>
      {chart.isError ? (
        <p className={styles.none}>{messageOf(chart.error)}</p>
      ) : chart.data?.length === 0 ? (
        <p className={styles.none}>{words.range.nothing}</p>
      ) : (
        <LineChart
          points={chart.data ?? []}
          from={span.from.getTime()}
          to={span.to.getTime()}
          label={title}
          unit={field?.unit}
          fromZero={field === undefined}
        />
      )}
    </section>
  );
}
