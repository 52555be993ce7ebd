import { Search, X } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import { parseCoordinates } from '../live/coordinates.ts';
import { FILTER_HELP, readFilter } from '../live/filter.ts';
import { placeNamed } from '../live/places.ts';
import type { Player } from '../live/player.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { useShortcut } from '../ui/useShortcut.ts';
import type { MapView } from './mapView.ts';
import styles from './SearchBox.module.css';

interface Props {
  value: string;
  onChange: (value: string) => void;
  players: readonly Player[];
  map: MapView | null;
  onSelect: (name: string) => void;
  children?: ReactNode;
}

/** Narrows the list and the map while one types; Enter goes to the character, place or coordinates that are meant. */
export function SearchBox({ value, onChange, players, map, onSelect, children }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  useShortcut('/', 'Find a character or place', 'Map', () => input.current?.focus());
  const filter = readFilter(value);
  const count = filter.test === null ? null : players.filter(filter.test).length;
  const place = map !== null && value.trim().length > 1 ? placeNamed(map.places, value) : null;
  const spot = parseCoordinates(value);

  function go() {
    if (spot !== null) {
      map?.camera.goTo(spot.ew, spot.ns);
      return;
    }
    const wanted = value.trim().toLowerCase();
    const matching = filter.test === null ? [] : players.filter(filter.test);
    const exact = matching.find((player) => player.name.toLowerCase() === wanted);
    const one = exact ?? (matching.length === 1 ? matching[0] : undefined);
    if (one !== undefined) onSelect(one.name);
    else if (place !== null) map?.camera.goTo(place.ew, place.ns);
  }

  return (
    <search className={styles.box}>
      <Search size={16} className={styles.icon} aria-hidden="true" />
      <input
        ref={input}
        type="text"
        className={styles.input}
        aria-label="Find a character or place"
        aria-describedby={hintId}
        placeholder="Find a character or place"
        title={FILTER_HELP}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go();
          if (event.key === 'Escape') {
            onChange('');
            input.current?.blur();
          }
        }}
      />
      <span id={hintId} className={value === '' ? 'visually-hidden' : styles.hint} role="status">
        {value !== '' && hintFor(count, place?.name ?? null, spot !== null, filter.unknown)}
      </span>
      {value === '' ? (
        <span className={styles.key}>
          <Kbd keys="/" />
        </span>
      ) : (
        <button
          type="button"
          className={styles.clear}
          aria-label="Clear the search"
          onClick={() => onChange('')}
        >
          <X size={16} aria-hidden="true" />
        </button>
      )}
      {children}
    </search>
  );
}

function hintFor(
  count: number | null,
  place: string | null,
  isSpot: boolean,
  unknown: readonly string[],
): string {
  if (isSpot) return 'Enter goes there';
  if (unknown.length > 0) return `${unknown[0]}?`;
  if (count === 0 && place !== null) return `Enter: ${place}`;
  return count === null ? '' : `${count} found`;
}
