import { Link } from '@tanstack/react-router';
import { Columns2, Crosshair, MessageSquareText, SquareTerminal } from 'lucide-react';
import { useOpenWindow } from '../chat/useOpenWindow.ts';
import { formatAge, formatCount } from '../live/age.ts';
import { formatCoordinates } from '../live/coordinates.ts';
import { formatOffset } from '../live/places.ts';
import { isOnline, type Player } from '../live/player.ts';
import { StateGlyph } from '../live/StateGlyph.tsx';
import { stateWords } from '../live/words.ts';
import { Button } from '../ui/Button.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { cx } from '../ui/cx.ts';
import { useNow } from '../ui/useNow.ts';
import styles from './Title.module.css';

interface Props {
  name: string;
  player: Player | null;
  /** Race, allegiance: what the sheet tells of where it comes from. */
  lineage: string;
}

/** Who it is, how and where, and what can be done. */
export function Title({ name, player, lineage }: Props) {
  const nowMs = useNow(1_000).getTime();
  const openChat = useOpenWindow();
  const online = player !== null && isOnline(player);
  const perHour = player?.totals?.killsPerHour ?? null;
  const facts = [player?.level == null ? '' : `Level ${player.level}`, lineage].filter((fact) => fact !== '');
  return (
    <header className={styles.title}>
      <div className={styles.who}>
        <p className={styles.name}>
          <span aria-hidden="true">{name}</span>
          {player !== null && (
            <span
              className={cx(
                styles.badge,
                online && styles.online,
                player.attention && (player.state === 'dead' ? styles.dead : styles.idle),
              )}
            >
              <StateGlyph
                state={player.state}
                colour={player.colour}
                alarm={player.attention}
                offline={!online}
              />
              {stateWords(player, nowMs)}
              {online && player.state === 'hunting' && perHour !== null && ` · ${formatCount(perHour)} / h`}
            </span>
          )}
          {online && player.seenAtMs !== null && (
            <span className={styles.seen}>seen {formatAge(nowMs - player.seenAtMs)} ago</span>
          )}
        </p>
        <p className={styles.facts}>
          {facts.join(' · ')}
          {player !== null && player.ew !== null && player.ns !== null && (
            <>
              {facts.length > 0 && ' · '}
              {player.state === 'indoors' && online && 'inside, last seen near '}
              {player.nearby !== null && (
                <>
                  <span className={styles.place}>{player.nearby.place.name}</span>{' '}
                  {formatOffset(player.nearby)}{' '}
                </>
              )}
              <span className={styles.coordinates}>{formatCoordinates(player.ew, player.ns)}</span>
            </>
          )}
        </p>
      </div>
      <div className={styles.actions}>
        {player !== null && player.ew !== null && (
          <Link to="/" search={{ sel: name, follow: 1 }} className={buttonClass()}>
            <Crosshair size={16} aria-hidden="true" />
            Follow
          </Link>
        )}
        <Button icon={MessageSquareText} onClick={() => openChat(name)}>
          Chat
        </Button>
        <Link to="/compare" search={{ names: name }} className={buttonClass()}>
          <Columns2 size={16} aria-hidden="true" />
          Compare
        </Link>
        <Button kind="main" icon={SquareTerminal} onClick={() => openChat(name)}>
          Command…
        </Button>
      </div>
    </header>
  );
}
