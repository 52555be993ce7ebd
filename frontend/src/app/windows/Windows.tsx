import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { windowsIn, withoutWindow } from '../../chat/win.ts';
import { useMediaQuery } from '../../ui/useMediaQuery.ts';
import { useShortcut } from '../../ui/useShortcut.ts';
import { Window } from '../../ui/Window.tsx';
import { clampPlace, type Desk, firstPlace } from '../../ui/windowPlace.ts';
import { KINDS } from './kinds.ts';
import { Tray } from './Tray.tsx';
import { usePlaces } from './usePlaces.ts';
import { WindowContent } from './WindowContent.tsx';
import { WindowSheet } from './WindowSheet.tsx';
import styles from './Windows.module.css';

/** The windows that the address names, over every page: floating, or on a phone as a sheet. */
export default function Windows({ win }: { win: string | undefined }) {
  const navigate = useNavigate();
  const phone = useMediaQuery('(max-width: 767.98px)');
  const desk = useRef<HTMLDivElement>(null);
  const [places, setPlace] = usePlaces();
  /** Ids, the topmost last; those not in it are under them. */
  const [order, setOrder] = useState<string[]>([]);
  const [small, setSmall] = useState<ReadonlySet<string>>(new Set());
  const [size, setSize] = useState<Desk>({ width: innerWidth, height: innerHeight });
  const windows = windowsIn(win);
  const open = windows.filter(({ id }) => !small.has(id));
  const topmost = open.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)).at(-1);
  const opened = windows.at(-1)?.id;

  useEffect(() => {
    const element = desk.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const bringUp = useCallback((id: string) => {
    setOrder((now) => (now.at(-1) === id ? now : [...now.filter((other) => other !== id), id]));
    setSmall((now) => (now.has(id) ? new Set([...now].filter((other) => other !== id)) : now));
  }, []);

  // Asking for a window that is open already brings it up.
  useEffect(() => {
    if (opened === undefined) return;
    bringUp(opened);
  }, [opened, bringUp]);

  function close(id: string) {
    setOrder((now) => now.filter((other) => other !== id));
    void navigate({
      to: '.',
      search: (now) => ({ ...now, win: withoutWindow(now.win, id) }),
      replace: true,
    });
  }

  useShortcut(
    'Escape',
    'Close the topmost window',
    'Windows',
    () => topmost !== undefined && close(topmost.id),
    topmost !== undefined && !phone,
  );
  const goTo = useEffectEvent((place: number) => {
    const wanted = windows[place];
    if (wanted === undefined) return false;
    bringUp(wanted.id);
    // One that was small is drawn first.
    requestAnimationFrame(() => {
      const element = desk.current?.querySelector(`[data-window="${CSS.escape(wanted.id)}"]`);
      (
        element?.querySelector<HTMLElement>('[data-command-for]') ?? element?.querySelector('button')
      )?.focus();
    });
    return true;
  });
  useShortcut('alt+1', 'To the first window, and so on to the ninth', 'Windows', () => goTo(0), !phone);
  useEffect(() => {
    // Also while one types, and by the key's place: with Alt some keyboards write other signs.
    const byNumber = (event: KeyboardEvent) => {
      const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
      if (digit === undefined || !event.altKey || event.ctrlKey || event.metaKey) return;
      if (goTo(Number(digit) - 1)) event.preventDefault();
    };
    addEventListener('keydown', byNumber, { capture: true });
    return () => removeEventListener('keydown', byNumber, { capture: true });
  }, []);

  if (phone) {
    return topmost === undefined ? (
      <Tray windows={windows} onOpen={bringUp} onClose={close} />
    ) : (
      <WindowSheet key={topmost.id} window={topmost} onClose={() => close(topmost.id)} />
    );
  }
  const shown = open.map((one) => ({
    ...one,
    place: clampPlace(places[one.id] ?? firstPlace(windows.indexOf(one), size, KINDS[one.kind].size), size),
  }));
  return (
    <div ref={desk} className={styles.desk}>
      {shown.map(({ id, kind, name, place }) => (
        <Window
          key={id}
          id={id}
          title={name}
          kind={KINDS[kind].word}
          place={place}
          level={order.indexOf(id) + 1}
          desk={() => size}
          others={shown.filter((other) => other.id !== id).map((other) => other.place)}
          onPlace={(next) => setPlace(id, next)}
          onFront={() => bringUp(id)}
          onMinimise={() => setSmall((now) => new Set([...now, id]))}
          onClose={() => close(id)}
        >
          <WindowContent kind={kind} name={name} autoFocus />
        </Window>
      ))}
      <Tray windows={windows.filter(({ id }) => small.has(id))} onOpen={bringUp} onClose={close} />
    </div>
  );
}
