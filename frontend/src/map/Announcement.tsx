import { useEffect, useRef, useState } from 'react';
import { usePlayer } from '../live/usePlayers.ts';
import { announce } from '../live/words.ts';

/** Says who was selected to those who do not see the ring; once, not with every change. */
export default function Announcement({ name }: { name: string }) {
  const player = usePlayer(name);
  const latest = useRef(player);
  const [words, setWords] = useState('');
  const known = player !== null;
  useEffect(() => {
    latest.current = player;
  });
  useEffect(() => {
    if (known && latest.current !== null) setWords(`Selected: ${announce(latest.current, Date.now())}`);
  }, [known]);
  return words;
}
