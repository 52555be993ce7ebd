import { Pause, Play, RotateCw, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { feedNow } from '../live/feedLoader.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { useShortcut } from '../ui/useShortcut.ts';
import type { MapView } from './mapView.ts';
import { type Past, PastClock, readPast } from './past.ts';
import { PastStore } from './pastStore.ts';
import styles from './TimeBar.module.css';

interface Props {
  map: MapView;
  /** The moment that the address names. */
  t: string;
  /** Has the address name another one; undefined goes back to now. */
  onT: (t: string | undefined) => void;
}

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const SPEEDS = [60, 300, 900];
/** How often the bar tells where the replay is. */
const TELL_MS = 250;
const STEP_MS = 60_000;

async function fetchPast(t: string, signal: AbortSignal): Promise<Past> {
  const atMs = Date.parse(t);
  // An older moment than a day's is asked for with the day about it.
  const query = Date.now() - atMs < DAY_MS ? '' : `&to=${new Date(atMs + HOUR_MS).toISOString()}`;
  const answer = await fetch(`/trails/past?hours=24${query}`, {
    headers: { Accept: 'application/json' },
    signal,
  });
  const past = answer.ok ? readPast(await answer.json()) : null;
  if (past === null) throw new Error(`trails of the past: ${answer.status}`);
  return past;
}

/** The last day as it was: a bar of time to drag, play and leave. While it is shown, so is the past. */
export default function TimeBar({ map, t, onT }: Props) {
  const [past, setPast] = useState<Past | null>(null);
  const [failed, setFailed] = useState(false);
  const [round, setRound] = useState(0);
  const [day] = useState(t);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a round is another try
  useEffect(() => {
    const stop = new AbortController();
    setFailed(false);
    fetchPast(day, stop.signal).then(setPast, () => {
      if (!stop.signal.aborted) setFailed(true);
    });
    return () => stop.abort();
  }, [day, round]);

  return (
    <>
      <div className={styles.frame} aria-hidden="true" />
      <section className={styles.bar} aria-label="Replay">
        {past === null ? (
          <p className={styles.wait} role="status">
            {failed ? 'The past could not be read.' : 'Reading the last 24 hours…'}
            {failed && (
              <Button small icon={RotateCw} onClick={() => setRound(round + 1)}>
                Try again
              </Button>
            )}
          </p>
        ) : (
          <Controls map={map} past={past} t={t} onT={onT} />
        )}
        <Button small kind="main" icon={X} className={styles.now} onClick={() => onT(undefined)}>
          Now
        </Button>
      </section>
    </>
  );
}

function Controls({ map, past, t, onT }: Props & { past: Past }) {
  const [clock] = useState(() => new PastClock(within(past, Date.parse(t)), past.toMs, SPEEDS[1] ?? 60));
  const [atMs, setAtMs] = useState(() => clock.at(0));
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(clock.speed);
  const [store] = useState(
    () => new PastStore(past, clock, (name) => feedNow()?.store.player(name)?.level ?? null),
  );

  useEffect(() => {
    map.setPast(store);
    return () => map.setPast(null);
  }, [map, store]);

  // Where it is goes into the address when it is left alone, not with each minute.
  const tell = (at: number) => onT(new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'));
  const settle = useEffectEvent(tell);
  useEffect(() => {
    if (playing) return;
    const timer = setTimeout(() => settle(atMs), TELL_MS);
    return () => clearTimeout(timer);
  }, [playing, atMs]);

  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => {
      const at = clock.at(Date.now());
      setAtMs(at);
      if (at >= past.toMs) setPlaying(false);
    }, TELL_MS);
    return () => clearInterval(timer);
  }, [playing, clock, past]);

  useEffect(() => clock.play(playing, Date.now()), [clock, playing]);

  function seek(next: number) {
    clock.seek(within(past, next), Date.now());
    setAtMs(within(past, next));
    map.renewPast();
  }

  function toggle() {
    if (!playing && atMs >= past.toMs) seek(past.fromMs);
    setPlaying(!playing);
  }

  useShortcut('k', 'Play or pause the replay', 'Map', toggle);

  const shown = new Date(atMs);
  const words = shown.toLocaleString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (
    <>
      <IconButton small icon={playing ? Pause : Play} label={playing ? 'Pause' : 'Play'} onClick={toggle} />
      <label className={styles.speed}>
        <span className="visually-hidden">Speed</span>
        <select
          value={speed}
          onChange={(event) => {
            const next = Number(event.target.value);
            clock.setSpeed(next, Date.now());
            setSpeed(next);
          }}
        >
          {SPEEDS.map((times) => (
            <option key={times} value={times}>
              {times / 60} min/s
            </option>
          ))}
        </select>
      </label>
      <input
        type="range"
        className={styles.slider}
        aria-label="Time"
        aria-valuetext={words}
        min={past.fromMs}
        max={past.toMs}
        step={STEP_MS}
        value={atMs}
        onChange={(event) => seek(event.target.valueAsNumber)}
      />
      <p className={styles.when}>
        <strong>Past</strong> <time dateTime={shown.toISOString()}>{words}</time>
        <span className={styles.note}>list and cards show now</span>
      </p>
    </>
  );
}

function within(past: Past, atMs: number): number {
  return Math.min(past.toMs, Math.max(past.fromMs, atMs));
}
