import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hashOf, QueryClient, type QueryOptions } from './queryCache.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Somebody who looks at an answer. */
function look(client: QueryClient, options: QueryOptions<unknown>) {
  const changed = vi.fn();
  const stop = client.observe(options.queryKey, { options: () => options, changed });
  return { changed, stop, state: () => client.state(hashOf(options.queryKey)) };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

test('an answer is asked for once, however many look', async () => {
  const client = new QueryClient();
  const queryFn = vi.fn(async () => 'a');
  const first = look(client, { queryKey: ['x', 1], queryFn });
  const second = look(client, { queryKey: ['x', 1], queryFn });
  expect(first.state()).toMatchObject({ status: 'pending', isFetching: true });
  await settle();
  expect(queryFn).toHaveBeenCalledTimes(1);
  expect(second.state()).toEqual({ data: 'a', error: null, status: 'success', isFetching: false });
  expect(first.changed).toHaveBeenCalled();
});

test('an answer that is still good is not asked for again; a stale one is', async () => {
  const client = new QueryClient();
  const queryFn = vi.fn(async () => 'a');
  const options = { queryKey: ['x'], queryFn, staleTime: 1000 };
  look(client, options).stop();
  look(client, options);
  await settle();
  expect(queryFn).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1000);
  look(client, options);
  await settle();
  expect(queryFn).toHaveBeenCalledTimes(2);
});

test('an answer that is good forever is still asked for once', async () => {
  const client = new QueryClient();
  const queryFn = vi.fn(async () => 'a');
  const options = { queryKey: ['x'], queryFn, staleTime: Number.POSITIVE_INFINITY };
  look(client, options);
  await settle();
  await vi.advanceTimersByTimeAsync(1e9);
  look(client, options);
  expect(queryFn).toHaveBeenCalledTimes(1);
});

test('what begins like an invalid key is asked for anew where somebody looks', async () => {
  const client = new QueryClient();
  const seen = vi.fn(async () => 'seen');
  const left = vi.fn(async () => 'left');
  const other = vi.fn(async () => 'other');
  const off = vi.fn(async () => 'off');
  look(client, { queryKey: ['rows', 'books', 1], queryFn: seen });
  look(client, { queryKey: ['rows', 'authors'], queryFn: other });
  look(client, { queryKey: ['rows', 'books', 3], queryFn: off, enabled: false });
  const leaving = look(client, { queryKey: ['rows', 'books', 2], queryFn: left });
  await settle();
  leaving.stop();
  await client.invalidateQueries({ queryKey: ['rows', 'books'] });
  expect([seen, left, other, off].map((fn) => fn.mock.calls.length)).toEqual([2, 1, 1, 0]);
  look(client, { queryKey: ['rows', 'books', 2], queryFn: left });
  await settle();
  expect(left).toHaveBeenCalledTimes(2);
});

test('an answer that was under way when it became invalid does not count', async () => {
  const client = new QueryClient();
  const answers: ((value: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => answers.push(resolve));
  const { state } = look(client, { queryKey: ['x'], queryFn });
  await settle();
  void client.invalidateQueries({ queryKey: ['x'] });
  await settle();
  answers[1]?.('new');
  await settle();
  answers[0]?.('old');
  await settle();
  expect(state().data).toBe('new');
});

test('nobody looks any more: what is under way is given up, and the answer goes in time', async () => {
  const client = new QueryClient();
  const signals: AbortSignal[] = [];
  const options = {
    queryKey: ['x'],
    queryFn: ({ signal }: { signal: AbortSignal }) => {
      signals.push(signal);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    },
  };
  const { stop, state } = look(client, options);
  await settle();
  stop();
  await settle();
  expect(signals[0]?.aborted).toBe(true);
  expect(state()).toMatchObject({ status: 'pending', isFetching: false });

  client.setQueryData(['y'], 1);
  look(client, { queryKey: ['y'], queryFn: async () => 2, gcTime: 50 }).stop();
  await vi.advanceTimersByTimeAsync(49);
  expect(client.getQueryData(['y'])).toBe(1);
  await vi.advanceTimersByTimeAsync(5);
  expect(client.getQueryData(['y'])).toBeUndefined();
});

test('who looks again at once gives nothing up', async () => {
  const client = new QueryClient();
  const queryFn = vi.fn(async () => 'a');
  look(client, { queryKey: ['x'], queryFn }).stop();
  const { state } = look(client, { queryKey: ['x'], queryFn });
  await settle();
  expect(state().data).toBe('a');
  expect(queryFn).toHaveBeenCalledTimes(1);
});

test('what may pass is asked again; what was refused is not', async () => {
  const client = new QueryClient((error) => error === 'busy');
  const busy = vi.fn(async () => Promise.reject('busy'));
  const no = vi.fn(async () => Promise.reject('no'));
  const never = vi.fn(async () => Promise.reject('busy'));
  const first = look(client, { queryKey: ['busy'], queryFn: busy });
  const second = look(client, { queryKey: ['no'], queryFn: no });
  look(client, { queryKey: ['never'], queryFn: never, retry: false });
  await vi.advanceTimersByTimeAsync(10_000);
  expect([busy, no, never].map((fn) => fn.mock.calls.length)).toEqual([3, 1, 1]);
  expect(first.state()).toMatchObject({ status: 'error', error: 'busy' });
  expect(second.state()).toMatchObject({ status: 'error', error: 'no', isFetching: false });
});

test('a failure leaves the older answer', async () => {
  const client = new QueryClient();
  let fail = false;
  const { state } = look(client, {
    queryKey: ['x'],
    queryFn: async () => (fail ? Promise.reject('no') : 'a'),
  });
  await settle();
  fail = true;
  await client.refetch(['x']);
  expect(state()).toMatchObject({ data: 'a', error: 'no', status: 'error' });
});

test('who waits for an answer gets none that is older than what others have asked for meanwhile', async () => {
  const client = new QueryClient();
  const open: ((value: string) => void)[] = [];
  const { state } = look(client, {
    queryKey: ['x'],
    queryFn: () => new Promise((resolve) => open.push(resolve)),
  });
  await settle();
  open[0]?.('old');
  await settle();
  let seen: unknown;
  const mine = client.invalidateQueries({ queryKey: ['x'] }).then(() => {
    seen = state().data;
  });
  await settle();
  const others = client.invalidateQueries({ queryKey: ['x'] });
  await settle();
  open[1]?.('given up');
  await settle();
  expect(seen).toBeUndefined();
  open[2]?.('new');
  await Promise.all([mine, others]);
  expect(seen).toBe('new');
});

test('a reset answer is as if it had never come', async () => {
  const client = new QueryClient();
  const answers = ['a', 'b'];
  const { state } = look(client, { queryKey: ['x'], queryFn: async () => answers.shift() });
  await settle();
  const done = client.resetQueries({ queryKey: ['x'] });
  expect(state()).toMatchObject({ data: undefined, status: 'pending' });
  await done;
  expect(state().data).toBe('b');
});
