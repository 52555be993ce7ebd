import { Users } from 'lucide-react';
import { useId, useMemo, useRef } from 'react';
import type { Player } from '../live/player.ts';
import { Button } from '../ui/Button.tsx';
import { placeBelow } from '../ui/menuPlacement.ts';
import styles from './ChartsPage.module.css';

interface Props {
  players: readonly Player[];
  /** null: nobody in particular. */
  chosen: readonly string[] | null;
  most: number;
  onChange: (chosen: readonly string[] | null) => void;
}

/** Whose charts are drawn: a list of all to tick. */
export function Who({ players, chosen, most, onChange }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const names = useMemo(() => players.map(({ name }) => name).toSorted(), [players]);
  const ticked = new Set(chosen ?? []);

  function toggle(name: string) {
    const next = ticked.has(name) ? [...ticked].filter((other) => other !== name) : [...ticked, name];
    onChange(next.length === 0 ? null : next);
  }

  return (
    <>
      <Button ref={button} icon={Users} popoverTarget={id}>
        {chosen === null ? 'Busiest now' : chosen.length === 1 ? chosen[0] : `${chosen.length} characters`}
      </Button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="dialog"
        aria-label="Whose charts"
        className={styles.who}
        onToggle={(event) => {
          if (event.newState !== 'open' || list.current === null || button.current === null) return;
          const place = placeBelow(
            button.current.getBoundingClientRect(),
            { width: list.current.offsetWidth, height: list.current.offsetHeight },
            { width: innerWidth, height: innerHeight },
          );
          list.current.style.left = `${place.left}px`;
          list.current.style.top = `${place.top}px`;
        }}
      >
        <label className={styles.panel}>
          <input type="checkbox" checked={chosen === null} onChange={() => onChange(null)} />
          The busiest {most} now
        </label>
        {names.map((name) => (
          <label key={name} className={styles.panel}>
            <input
              type="checkbox"
              checked={ticked.has(name)}
              disabled={!ticked.has(name) && ticked.size >= most}
              onChange={() => toggle(name)}
            />
            {name}
          </label>
        ))}
      </div>
    </>
  );
}
