import { describe, expect, it, vi } from 'vitest';
import { HourSeriesStore, readHour, trend } from './hourSeries.ts';

const now = Date.UTC(2026, 10, 22, 12);
const ago = (minutes: number) => now / 1000 - minutes * 60;

describe('readHour', () => {
  it('puts each value into its part of the hour', () => {
    const series = readHour(
      { t: [ago(60), ago(31), ago(2), ago(0), ago(90)], kills_per_hour: [10, 20, 30, 40, 50] },
      now,
    );
    expect(series).toHaveLength(30);
    expect([series[0], series[14], series[29]]).toEqual([10, 20, 40]);
    expect(series.filter((value) => value !== null)).toHaveLength(3);
  });

  it.each([null, {}, { t: [1], kills_per_hour: 'x' }, { t: ['x'], kills_per_hour: [null] }])(
    'knows nothing from %j',
    (raw) => {
      expect(readHour(raw, now).every((value) => value === null)).toBe(true);
    },
  );
});

it.each([
  { series: [100, 100, 100], rate: 200, is: 1 },
  { series: [100, 100, 100], rate: 50, is: -1 },
  { series: [100, null, 100, 100], rate: 104, is: 0 },
  { series: [100, 100], rate: 900, is: 0 },
  { series: [100, 100, 100], rate: null, is: 0 },
  { series: null, rate: 5, is: 0 },
])('the trend of $rate after $series is $is', ({ series, rate, is }) => {
  expect(trend(series, rate)).toBe(is);
});

describe('HourSeriesStore', () => {
  it('asks for three at a time, each once, and tells when one has come', async () => {
    const answers: (() => void)[] = [];
    const ask = vi.fn(
      () =>
        new Promise<Response>((resolve) =>
          answers.push(() => resolve(Response.json({ t: [ago(1)], kills_per_hour: [7] }))),
        ),
    );
    const clock = { ms: now };
    const store = new HourSeriesStore(ask, () => clock.ms);
    const listener = vi.fn();
    store.subscribe(listener);
    for (const name of ['A', 'B', 'C', 'D', 'A']) store.want(name);
    expect(ask).toHaveBeenCalledTimes(3);
    answers[0]?.();
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(1));
    expect(ask).toHaveBeenCalledTimes(4);
    expect(store.get('A')?.[29]).toBe(7);
    store.want('A');
    expect(ask).toHaveBeenCalledTimes(4);
    for (const answer of answers) answer();
    clock.ms += 121_000;
    await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(4));
    store.want('A');
    expect(ask).toHaveBeenCalledTimes(5);
  });
});
