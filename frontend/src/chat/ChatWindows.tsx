import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useMediaQuery } from '../ui/useMediaQuery.ts';
import { useShortcut } from '../ui/useShortcut.ts';
import { Window } from '../ui/Window.tsx';
import { clampPlace, type Desk, firstPlace, keepPlace, type Place, readPlaces } from '../ui/windowPlace.ts';
import { ChatPanel } from './ChatPanel.tsx';
import { ChatSheet } from './ChatSheet.tsx';
import styles from './ChatWindows.module.css';
import { Tray } from './Tray.tsx';
import { chatsIn, withoutChat } from './win.ts';

/** The chat windows that the address names, over every page: floating, or on a phone as a sheet. */
export default function ChatWindows({ win }: { win: string | undefined }) {
  const navigate = useNavigate();
  const phone = useMediaQuery('(max-width: 767.98px)');
  const desk = useRef<HTMLDivElement>(null);
  const [places, setPlaces] = useState(readPlaces);
  /** Names, the topmost last; those not in it are under them. */
  const [order, setOrder] = useState<string[]>([]);
  const [small, setSmall] = useState<ReadonlySet<string>>(new Set());
  const [size, setSize] = useState<Desk>({ width: innerWidth, height: innerHeight });
  const names = chatsIn(win);
  const open = names.filter((name) => !small.has(name));
  const topmost = open.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)).at(-1);
  const opened = names.at(-1);

  useEffect(() => {
    const element = desk.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const bringUp = useCallback((name: string) => {
    setOrder((now) => (now.at(-1) === name ? now : [...now.filter((other) => other !== name), name]));
    setSmall((now) => (now.has(name) ? new Set([...now].filter((other) => other !== name)) : now));
  }, []);

  // Asking for a chat that is open already brings it up.
  useEffect(() => {
    if (opened === undefined) return;
    bringUp(opened);
  }, [opened, bringUp]);

  function close(name: string) {
    setOrder((now) => now.filter((other) => other !== name));
    void navigate({
      to: '.',
      search: (now) => ({ ...now, win: withoutChat(now.win, name) }),
      replace: true,
    });
  }

  useShortcut(
    'Escape',
    'Close the topmost window',
    'Windows',
    () => topmost !== undefined && close(topmost),
    topmost !== undefined && !phone,
  );

  if (phone) {
    return topmost === undefined ? (
      <Tray names={names} onOpen={bringUp} onClose={close} />
    ) : (
      <ChatSheet key={topmost} name={topmost} onClose={() => close(topmost)} />
    );
  }
  const shown = open.map((name) => ({
    name,
    place: clampPlace(places[`chat:${name}`] ?? firstPlace(names.indexOf(name), size), size),
  }));
  return (
    <div ref={desk} className={styles.desk}>
      {shown.map(({ name, place }) => (
        <Window
          key={name}
          title={name}
          kind="Chat"
          place={place}
          level={order.indexOf(name) + 1}
          desk={() => size}
          others={shown.filter((other) => other.name !== name).map((other) => other.place)}
          onPlace={(next: Place) => {
            keepPlace(`chat:${name}`, next);
            setPlaces((now) => ({ ...now, [`chat:${name}`]: next }));
          }}
          onFront={() => bringUp(name)}
          onMinimise={() => setSmall((now) => new Set([...now, name]))}
          onClose={() => close(name)}
        >
          <ChatPanel name={name} autoFocus />
        </Window>
      ))}
      <Tray names={names.filter((name) => small.has(name))} onOpen={bringUp} onClose={close} />
    </div>
  );
}
