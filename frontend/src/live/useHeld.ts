import { useRef } from 'react';

/** The same value as long as it is held: what is under the pointer keeps its order. */
export function useHeld<T>(value: T, held: boolean): T {
  const kept = useRef(value);
  if (!held) kept.current = value;
  return kept.current;
}
