import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MapPin, SquareTerminal } from 'lucide-react';
import { useRef } from 'react';
import { formatAge, formatCount, formatOnlineTime } from '../live/age.ts';
import CommandConsole from '../live/CommandConsole.tsx';
import { formatCoordinates } from '../live/coordinates.ts';
import { formatOffset } from '../live/places.ts';
import { isOnline, type Player } from '../live/player.ts';
import { StateGlyph } from '../live/StateGlyph.tsx';
import { useConnection } from '../live/useConnection.ts';
import { usePlayer } from '../live/usePlayers.ts';
import { Vitals } from '../live/Vitals.tsx';
import { stateWords } from '../live/words.ts';
import { Button } from '../ui/Button.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { cx } from '../ui/cx.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { useNow } from '../ui/useNow.ts';
import { Card } from './Card.tsx';
import styles from './CharacterPage.module.css';
import { Figures } from './Figures.tsx';
import { sheetQuery, statsQuery } from './queries.ts';
import { Recent } from './Recent.tsx';
import { SheetSection } from './SheetSection.tsx';
import { lineage } from './sheet.ts';

/** One character: how it is now, what it has done, and its sheet. */
export function CharacterPage({ name }: { name: string }) {
  const player = usePlayer(name);
  const { total } = useConnection();
  const stats = useQuery(statsQuery(name));
  const sheet = useQuery(sheetQuery(name));
  const consoleCard = useRef<HTMLDivElement>(null);
  const head = (
    <PageHead
      title={name}
      above={[
        <Link key="players" to="/players">
          Players
        </Link>,
      ]}
    />
  );
  const nothing = player === null && stats.data === null && sheet.data === null;
  if (nothing && total > 0) {
    return (
      <>
        {head}
        <EmptyState
          title={`Nobody here is called ${name}`}
          why="No plugin has reported that character, or you may not see it. Names are written exactly as in the game."
        >
          <Link to="/players" search={{ scope: 'all' }} className={buttonClass()}>
            All players
          </Link>
        </EmptyState>
      </>
    );
  }

  function toConsole() {
    consoleCard.current?.scrollIntoView({ block: 'nearest' });
    consoleCard.current?.querySelector('input')?.focus();
  }

  return (
    <>
      {head}
      <div className={styles.page}>
        <Title
          name={name}
          player={player}
          lineage={sheet.data == null ? '' : lineage(sheet.data)}
          onCommand={toConsole}
        />
        <div className={styles.cards}>
          <VitalsCard player={player} />
          <SessionCard player={player} session={stats.data?.session ?? null} loading={stats.isPending} />
          <LifeCard player={player} totals={stats.data?.totals ?? null} loading={stats.isPending} />
          <div ref={consoleCard} className={styles.console}>
            <Card title="Commands" aside="and what its chat says" flush className={styles.fill}>
              <CommandConsole name={name} />
            </Card>
          </div>
        </div>
        {sheet.data == null ? (
          <NoSheet loading={sheet.isPending} failed={sheet.isError} name={name} />
        ) : (
          <SheetSection sheet={sheet.data} />
        )}
        <Recent name={name} />
      </div>
    </>
  );
}

interface TitleProps {
  name: string;
  player: Player | null;
  lineage: string;
  onCommand: () => void;
}

function Title({ name, player, lineage: origin, onCommand }: TitleProps) {
  const nowMs = useNow(1_000).getTime();
  const online = player !== null && isOnline(player);
  const perHour = player?.totals?.killsPerHour ?? null;
  const facts = [player?.level == null ? '' : `Level ${player.level}`, origin].filter((fact) => fact !== '');
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
          <Link to="/" search={{ sel: name }} className={buttonClass()}>
            <MapPin size={16} aria-hidden="true" />
            Show on map
          </Link>
        )}
        <Button kind="main" icon={SquareTerminal} onClick={onCommand}>
          Command…
        </Button>
      </div>
    </header>
  );
}

function VitalsCard({ player }: { player: Player | null }) {
  const vitae = player?.vitals?.vitae ?? null;
  return (
    <Card
      title="Vitals"
      aside={
        vitae !== null &&
        vitae > 0 && (
          <>
            Vitae <span className={styles.warn}>{vitae} %</span>
          </>
        )
      }
    >
      {player?.vitals == null ? (
        <p className={styles.none}>Its plugin has not told its vitals since this server started.</p>
      ) : (
        <>
          <Vitals player={player} />
          <div className={styles.below}>
            <Figures
              figures={[
                {
                  label: 'Tapers',
                  value: formatCount(player.totals?.tapers ?? null),
                  title: 'Prismatic tapers left',
                },
                { label: 'Latency', value: formatCount(player.totals?.latencyMs ?? null), unit: 'ms' },
              ]}
            />
          </div>
        </>
      )}
    </Card>
  );
}

interface Session {
  kills: number;
  rares: number;
  deaths: number;
  first_at: string;
  last_at: string;
}

function SessionCard({
  player,
  session,
  loading,
}: {
  player: Player | null;
  session: Session | null;
  loading: boolean;
}) {
  if (player !== null && isOnline(player) && player.totals !== null) {
    const { totals } = player;
    return (
      <Card title="Now" aside={player.vtState}>
        <Figures
          figures={[
            { label: 'Kills / h', value: formatCount(totals.killsPerHour) },
            { label: 'Kills', value: formatCount(totals.kills), title: 'In this session' },
            { label: 'Deaths', value: formatCount(totals.deaths), title: 'In this session' },
            { label: 'Rares', value: formatCount(totals.sessionRares), title: 'In this session' },
            { label: 'Online', value: formatOnlineTime(totals.onlineTime) ?? '–' },
          ]}
        />
        <p className={styles.note}>This session, as its plugin counts.</p>
      </Card>
    );
  }
  return (
    <Card title="Last session">
      {session !== null ? (
        <>
          <Figures
            figures={[
              { label: 'Kills', value: formatCount(session.kills) },
              { label: 'Deaths', value: formatCount(session.deaths) },
              { label: 'Rares', value: formatCount(session.rares) },
            ]}
          />
          <p className={styles.note}>
            {dayTime(session.first_at)} to {dayTime(session.last_at)}
          </p>
        </>
      ) : (
        <Absent loading={loading}>No session of it is stored.</Absent>
      )}
    </Card>
  );
}

interface Life {
  kills: number;
  rares: number;
  deaths: number;
  sessions: number;
  first_seen_at: string;
}

function LifeCard({
  player,
  totals,
  loading,
}: {
  player: Player | null;
  totals: Life | null;
  loading: boolean;
}) {
  return (
    <Card title="All time">
      {totals === null ? (
        <Absent loading={loading}>Nothing of it is stored.</Absent>
      ) : (
        <>
          <Figures
            figures={[
              // While it hunts the live count is newer than what was asked for.
              { label: 'Kills', value: formatCount(Math.max(totals.kills, player?.totals?.totalKills ?? 0)) },
              { label: 'Rares', value: formatCount(Math.max(totals.rares, player?.totals?.totalRares ?? 0)) },
              {
                label: 'Deaths',
                value: formatCount(Math.max(totals.deaths, player?.totals?.totalDeaths ?? 0)),
              },
              { label: 'Sessions', value: formatCount(totals.sessions) },
            ]}
          />
          <p className={styles.note}>Watched since {day(totals.first_seen_at)}.</p>
        </>
      )}
    </Card>
  );
}

function Absent({ loading, children }: { loading: boolean; children: string }) {
  if (!loading) return <p className={styles.none}>{children}</p>;
  return (
    <div aria-busy="true">
      <Skeleton height="20px" width="70%" />
    </div>
  );
}

function NoSheet({ loading, failed, name }: { loading: boolean; failed: boolean; name: string }) {
  if (loading) return <Skeleton height="160px" />;
  return (
    <Card title="Character sheet">
      <p className={styles.none}>
        {failed
          ? 'The sheet could not be read just now. It is asked for again when you come back to this page.'
          : `${name}'s plugin has sent no sheet yet. It does at login and every ten minutes.`}
      </p>
    </Card>
  );
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const dayTimeFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

function day(at: string): string {
  return dayFormat.format(new Date(at));
}

function dayTime(at: string): string {
  return dayTimeFormat.format(new Date(at));
}
