import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useSelection } from './useSelection.ts';

const rows = ['1', '2', '3', '4'].map((id) => ({ id, label: id }));
const on = (key = 'a') => renderHook(({ k }) => useSelection(rows, k), { initialProps: { k: key } });

test('rows are selected one by one, in runs, and by the page', () => {
  const { result } = on();
  act(() => result.current.toggle('1'));
  act(() => result.current.toggleTo('3'));
  expect([...result.current.ids]).toEqual(['1', '2', '3']);
  act(() => result.current.toggle('2'));
  expect([...result.current.ids]).toEqual(['1', '3']);
  act(() => result.current.togglePage());
  expect(result.current.ids.size).toBe(4);
  act(() => result.current.togglePage());
  expect(result.current.ids.size).toBe(0);
});

test('one row less than all is the page without it', () => {
  const { result } = on();
  act(() => result.current.selectAll());
  expect(result.current.all).toBe(true);
  act(() => result.current.toggle('2'));
  expect(result.current.all).toBe(false);
  expect([...result.current.ids]).toEqual(['1', '3', '4']);
});

test('another list begins with nothing selected', () => {
  const { result, rerender } = on();
  act(() => result.current.toggle('1'));
  rerender({ k: 'b' });
  expect(result.current.ids.size).toBe(0);
});
