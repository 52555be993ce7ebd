import { useState } from 'react';

const KEY = 'suit-fetched';
/** Runs whose ticks are remembered. */
const MOST_RUNS = 20;

type Kept = [run: string, keys: string[]][];

function read(): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? (kept as Kept) : [];
  } catch {
    return [];
  }
}

/** What has been fetched for a run; this browser remembers it for the last runs. */
export function useTicked(run: string): [ReadonlySet<string>, (key: string, on: boolean) => void] {
  const [all, setAll] = useState(read);
  const ticked = new Set(all.find(([id]) => id === run)?.[1]);
  function tick(key: string, on: boolean) {
    const next = new Set(ticked);
    if (on) next.add(key);
    else next.delete(key);
    const others = all.filter(([id]) => id !== run);
    const kept: Kept = [...others, [run, [...next]] as Kept[number]].slice(-MOST_RUNS);
    setAll(kept);
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // The ticks last as long as the page.
    }
  }
  return [ticked, tick];
}
