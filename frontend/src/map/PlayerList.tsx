import { ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { readFilter } from '../live/filter.ts';
import type { Player } from '../live/player.ts';
import { StateGlyph } from '../live/StateGlyph.tsx';
import { useHeld } from '../live/useHeld.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { useNow } from '../ui/useNow.ts';
import { AttentionCard } from './AttentionCard.tsx';
import { type Group, type GroupKey, groupPlayers } from './groups.ts';
import styles from './PlayerList.module.css';
import { PlayerRow } from './PlayerRow.tsx';

interface Props {
  players: readonly Player[];
  query: string;
  selected: string | undefined;
  onSelect: (name: string) => void;
  onLocate: (name: string) => void;
  onClearQuery: () => void;
}

const OPEN_AT_FIRST: readonly GroupKey[] = ['attention', 'hunting', 'travelling', 'dead'];

/** Everybody by what he does: the words to the map's picture. Arrow keys walk through it. */
export default function PlayerList({ players, query, selected, onSelect, onLocate, onClearQuery }: Props) {
  const [open, setOpen] = useState<ReadonlySet<GroupKey>>(new Set(OPEN_AT_FIRST));
  const [pointed, setPointed] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const nowMs = useNow(5_000).getTime();

  const filter = useMemo(() => readFilter(query), [query]);
  const shown = useMemo(
    () => (filter.test === null ? players : players.filter(filter.test)),
    [players, filter],
  );
  const byName = useMemo(() => new Map(players.map((player) => [player.name, player])), [players]);
  const groups = useHeld(
    useMemo(() => groupPlayers(shown), [shown]),
    pointed,
  );
  // While one searches, what is found is not to be hidden in a folded group.
  const isOpen = (key: GroupKey) => open.has(key) || filter.test !== null;
  const stop = tabStop(groups, isOpen, selected);

  function walk(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || !(event.target as HTMLElement).matches('[data-row]')) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const next = rows[rows.indexOf(event.target as HTMLElement) + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  if (players.length > 0 && shown.length === 0) {
    return (
      <div className={styles.none}>
        <p>
          Nobody among {players.length} answers to <q>{query}</q>.
        </p>
        <Button small onClick={onClearQuery}>
          Show everyone
        </Button>
      </div>
    );
  }
  if (players.length === 0) {
    return (
      <div className={styles.none}>
        <p>No character has reported yet. They appear here as soon as a plugin connects.</p>
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and pointer only steer what the buttons inside do
    <div
      ref={list}
      className={styles.list}
      onKeyDown={walk}
      onPointerEnter={(event) => setPointed(event.pointerType === 'mouse')}
      onPointerLeave={() => setPointed(false)}
    >
      {groups.map((group) => (
        <section
          key={group.key}
          className={styles.group}
          aria-label={`${group.title}, ${group.names.length}`}
        >
          <Heading
            group={group}
            open={isOpen(group.key)}
            onToggle={() => setOpen((now) => toggled(now, group.key))}
          />
          {isOpen(group.key) && (
            <ul
              className={styles.rows}
              style={
                group.key === 'attention'
                  ? undefined
                  : { blockSize: `calc(${group.names.length} * var(--row) + 4px)` }
              }
            >
              {group.names.map((name, place) => {
                const player = byName.get(name);
                if (player === undefined) return null;
                return group.key === 'attention' ? (
                  <AttentionCard key={name} player={player} nowMs={nowMs} onLocate={onLocate} />
                ) : (
                  <PlayerRow
                    key={name}
                    player={player}
                    selected={name === selected}
                    tabStop={name === stop}
                    nowMs={nowMs}
                    place={place}
                    onSelect={onSelect}
                  />
                );
              })}
            </ul>
          )}
        </section>
      ))}
    </div>
  );
}

function Heading({ group, open, onToggle }: { group: Group; open: boolean; onToggle: () => void }) {
  return (
    <h2 className={styles.heading}>
      <button type="button" className={styles.fold} aria-expanded={open} onClick={onToggle}>
        <ChevronRight size={14} className={cx(styles.chevron, open && styles.open)} aria-hidden="true" />
        {group.key !== 'attention' && (
          <StateGlyph state={group.state ?? 'idle'} colour={null} offline={group.key === 'offline'} />
        )}
        {group.title} <span className={styles.count}>{group.names.length}</span>
        {group.key === 'hunting' && open && <span className={styles.unit}>K/h</span>}
      </button>
    </h2>
  );
}

function toggled(open: ReadonlySet<GroupKey>, key: GroupKey): ReadonlySet<GroupKey> {
  const next = new Set(open);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** Tab stops at the selected row, or else at the first. */
function tabStop(groups: readonly Group[], isOpen: (key: GroupKey) => boolean, selected: string | undefined) {
  const names = groups.flatMap((group) =>
    group.key !== 'attention' && isOpen(group.key) ? group.names : [],
  );
  return selected !== undefined && names.includes(selected) ? selected : names[0];
}
