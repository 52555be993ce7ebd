import { Link } from '@tanstack/react-router';
import {
  Backpack,
  Crosshair,
  DoorOpen,
  ExternalLink,
  Radar,
  ScrollText,
  SquareTerminal,
  Sword,
  X,
} from 'lucide-react';
import type { OpenWindow, WindowKind } from '../chat/win.ts';
import { formatCount, formatOnlineTime } from '../live/age.ts';
import { formatCoordinates } from '../live/coordinates.ts';
import { formatOffset } from '../live/places.ts';
import { isOnline, type Player } from '../live/player.ts';
import { StateGlyph } from '../live/StateGlyph.tsx';
import { Vitals } from '../live/Vitals.tsx';
import { stateWords } from '../live/words.ts';
import { Button } from '../ui/Button.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu } from '../ui/Menu.tsx';
import { useNow } from '../ui/useNow.ts';
import styles from './SelectionCard.module.css';

interface Props {
  player: Player;
  following: boolean;
  /** Its windows over the page. */
  open: readonly OpenWindow[];
  onFollow: () => void;
  onWindow: (kind: WindowKind) => void;
  onClose: () => void;
}

const WINDOWS = [
  { kind: 'stats', label: 'Stats', icon: ScrollText },
  { kind: 'radar', label: 'Radar', icon: Radar },
  { kind: 'combat', label: 'Combat', icon: Sword },
  { kind: 'inventory', label: 'Inventory', icon: Backpack },
] as const;

/** The selected character: where it is, how it is, and what can be done. */
export default function SelectionCard({ player, following, open, onFollow, onWindow, onClose }: Props) {
  const nowMs = useNow(5_000).getTime();
  const totals = player.totals;
  const online = isOnline(player);
  const commanding = open.some(({ kind }) => kind === 'chat');
  const placed = player.ew !== null && player.ns !== null;
  return (
    <section className={styles.card} aria-label={player.name}>
      <header className={styles.head}>
        <StateGlyph state={player.state} colour={player.colour} alarm={player.attention} offline={!online} />
        <h2 className={styles.title}>
          <span className={styles.name}>{player.name}</span>
          {player.level !== null && <span className={styles.level}>{player.level}</span>}
        </h2>
        <IconButton small icon={X} label={`Close ${player.name}`} onClick={onClose} />
        <p className={styles.where}>
          <span className={cx(player.attention && (player.state === 'dead' ? styles.dead : styles.idle))}>
            {stateWords(player, nowMs)}
          </span>
          {player.nearby !== null && (
            <>
              {' · '}
              <span className={styles.place}>{player.nearby.place.name}</span>{' '}
              <span className={styles.offset}>{formatOffset(player.nearby)}</span>
            </>
          )}
          {placed && player.ew !== null && player.ns !== null && (
            <span className={styles.coordinates}> · {formatCoordinates(player.ew, player.ns)}</span>
          )}
        </p>
      </header>
      <div className={styles.vitals}>
        <Vitals player={player} />
      </div>
      <dl className={styles.numbers}>
        <Figure label="Kills / h" value={formatCount(totals?.killsPerHour ?? null)} />
        <Figure label="This session" value={formatCount(totals?.kills ?? null)} />
        <Figure label="Deaths" value={formatCount(totals?.deaths ?? null)} />
        <Figure label="Tapers" value={formatCount(totals?.tapers ?? null)} />
        <Figure label="Online" value={(online && formatOnlineTime(totals?.onlineTime ?? '')) || '–'} />
        <Figure label="Latency" value={formatCount(totals?.latencyMs ?? null)} unit="ms" />
      </dl>
      {player.state === 'indoors' && online && !open.some(({ kind }) => kind === 'dungeon') && (
        <p className={styles.indoors}>
          Under the ground: the map shows where it went in.
          <Button small icon={DoorOpen} onClick={() => onWindow('dungeon')}>
            Open the dungeon
          </Button>
        </p>
      )}
      <footer className={styles.actions}>
        <Button
          small
          icon={Crosshair}
          className={cx(styles.action, following && styles.on)}
          aria-pressed={following}
          disabled={!placed}
          onClick={onFollow}
        >
          {following ? 'Following' : 'Follow'}
        </Button>
        <Button
          small
          kind="quiet"
          icon={SquareTerminal}
          className={cx(styles.action, styles.command, commanding && styles.on)}
          aria-expanded={commanding}
          onClick={() => onWindow('chat')}
        >
          Command
        </Button>
        <Link
          to="/players/$name"
          params={{ name: player.name }}
          className={buttonClass({ kind: 'quiet', small: true, className: styles.action })}
        >
          <ExternalLink size={16} aria-hidden="true" />
          Open
        </Link>
        <Menu
          label={`Windows of ${player.name}`}
          items={WINDOWS.map(({ kind, label, icon }) => ({ label, icon, run: () => onWindow(kind) }))}
        />
      </footer>
    </section>
  );
}

function Figure({ label, value, unit }: { label: string; value: string; unit?: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {value}
        {unit !== undefined && value !== '–' && <span className={styles.unit}> {unit}</span>}
      </dd>
    </div>
  );
}
