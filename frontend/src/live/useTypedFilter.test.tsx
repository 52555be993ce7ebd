import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useTypedFilter } from './useTypedFilter.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('writes what was typed once, when the typing pauses', () => {
  const write = vi.fn();
  const { result } = renderHook(() => useTypedFilter(undefined, write));
  act(() => result.current[1]('h'));
  act(() => vi.advanceTimersByTime(200));
  act(() => result.current[1]('ho'));
  expect(result.current[0]).toBe('ho');
  act(() => vi.advanceTimersByTime(299));
  expect(write).not.toHaveBeenCalled();
  act(() => vi.advanceTimersByTime(1));
  expect(write.mock.calls).toEqual([['ho']]);
});

it('an emptied filter leaves the address', () => {
  const write = vi.fn();
  const { result } = renderHook(() => useTypedFilter('is:idle', write));
  expect(result.current[0]).toBe('is:idle');
  act(() => result.current[1](''));
  act(() => vi.advanceTimersByTime(300));
  expect(write.mock.calls).toEqual([[undefined]]);
});

it('follows the address when Back changes it, and does not write that again', () => {
  const write = vi.fn();
  const { result, rerender } = renderHook(({ there }) => useTypedFilter(there, write), {
    initialProps: { there: 'is:idle' as string | undefined },
  });
  rerender({ there: undefined });
  expect(result.current[0]).toBe('');
  act(() => vi.advanceTimersByTime(1_000));
  expect(write).not.toHaveBeenCalled();
});
