import { getRouteApi, Link } from '@tanstack/react-router';
import { Search, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { LogLine } from '../live/console.ts';
import { isOnline } from '../live/player.ts';
import { useFeed } from '../live/useFeed.ts';
import { usePlayers } from '../live/usePlayers.ts';
import { cx } from '../ui/cx.ts';
import { PageHead } from '../ui/PageHead.tsx';
import { useShortcut } from '../ui/useShortcut.ts';
import { ChatLine } from './ChatLine.tsx';
import { ChatLog } from './ChatLog.tsx';
import styles from './ChatPage.module.css';
import { CommandLine } from './CommandLine.tsx';
import { CHANNELS, type Channel } from './channels.ts';
import { channelOf, type HeardBy, holds, mergeLogs, searchWords } from './chatLines.ts';
import { CHANNEL_WORDS } from './chatTypes.ts';
import { readChannels, readNames, writeList } from './search.ts';
import { useBacklog } from './useBacklog.ts';
import { useLogs } from './useLogs.ts';
import { WhoPicker } from './WhoPicker.tsx';

const route = getRouteApi('/chat');
const QUERY_PAUSE_MS = 300;
const MOST_LINES = 400;
/** Lines to fetch of each when few are asked for, and when everybody is. */
const FEW = { names: 8, lines: 200 };
const MANY_LINES = 40;

/** Every channel of every character, or those that are chosen, as one log with one command line. */
export function ChatPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const feed = useFeed();
  const players = usePlayers();
  const logs = useLogs();
  const [query, setQuery] = useState(search.q ?? '');
  const [speaker, setSpeaker] = useState<string | null>(null);
  const [text, setText] = useState('');
  const searchInput = useRef<HTMLInputElement>(null);
  const input = useRef<HTMLInputElement>(null);
  useShortcut('/', 'Search the chat', 'Chat', () => searchInput.current?.focus());

  const channels = useMemo(() => readChannels(search.ch), [search.ch]);
  const who = useMemo(() => readNames(search.who), [search.who]);
  const online = useMemo(() => players.filter(isOnline).map(({ name }) => name), [players]);
  const everybody = useRef<readonly string[]>([]);
  // Who comes online later is heard from then on; his past is no reason to fetch everybody's anew.
  if (everybody.current.length === 0 && online.length > 0) everybody.current = online;
  const asked = who.length > 0 ? who : everybody.current;
  const { state, again } = useBacklog(asked, asked.length <= FEW.names ? FEW.lines : MANY_LINES);

  useEffect(() => {
    const timer = setTimeout(() => {
      void navigate({
        search: (now) => ((now.q ?? '') === query ? now : { ...now, q: query === '' ? undefined : query }),
        replace: true,
      });
    }, QUERY_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query, navigate]);

  const shown = useMemo(() => {
    const words = searchWords(query);
    const wanted = (line: LogLine) =>
      (channels.length === 0 || channels.includes(channelOf(line))) &&
      (words.length === 0 || holds(line, words));
    return mergeLogs(
      who.length === 0 ? logs : logs.filter(([name]) => who.includes(name)),
      wanted,
      MOST_LINES,
    );
  }, [logs, who, channels, query]);

  const commandable = players.filter((player) => isOnline(player) && player.known?.mayCommand !== false);
  const speaking = speaker ?? (who.length === 1 ? (who[0] ?? null) : null);

  function setChannels(next: readonly Channel[]) {
    void navigate({
      search: (now) => ({ ...now, ch: writeList(CHANNELS.filter((channel) => next.includes(channel))) }),
      replace: true,
    });
  }

  function setWho(next: readonly string[]) {
    void navigate({ search: (now) => ({ ...now, who: writeList(next) }), replace: true });
  }

  /** An answer comes from the one who heard it. */
  function answerTo(name: string, heardBy: string) {
    setSpeaker(heardBy);
    setText(`/t ${name}, `);
    // The line may have been closed until somebody speaks.
    requestAnimationFrame(() => input.current?.focus());
  }

  const filtered = query !== '' || channels.length > 0 || who.length > 0;
  return (
    <div className={styles.page}>
      <PageHead title="Chat" />
      <div className={styles.bar}>
        <search className={styles.search}>
          <Search size={16} aria-hidden="true" />
          <input
            ref={searchInput}
            type="search"
            className={styles.query}
            aria-label="Search the chat"
            placeholder="Search"
            autoComplete="off"
            spellCheck={false}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </search>
        <fieldset className={styles.channels}>
          <legend className="visually-hidden">Channels</legend>
          {CHANNELS.map((channel) => {
            const on = channels.includes(channel);
            return (
              <label key={channel} className={cx(styles.chip, on && styles.on)}>
                <input
                  type="checkbox"
                  className={styles.check}
                  checked={on}
                  onChange={() =>
                    setChannels(on ? channels.filter((one) => one !== channel) : [...channels, channel])
                  }
                />
                {CHANNEL_WORDS[channel]}
              </label>
            );
          })}
        </fieldset>
        <WhoPicker names={players.map(({ name }) => name)} chosen={who} onChange={setWho} />
      </div>
      <ChatLog
        label="Chat of all characters"
        state={state}
        onRetry={again}
        newest={shown.at(-1)?.line.key}
        nothing={
          filtered
            ? 'Nothing that was said of late answers to that. Take a channel, a character or a word away.'
            : 'Nothing was said yet. Lines appear as the plugins hear them.'
        }
      >
        {shown.map((heard) => (
          <ChatLine
            key={`${heard.name} ${heard.line.key}`}
            line={heard.line}
            who={<Who heard={heard} />}
            onName={(name) => answerTo(name, heard.name)}
            onAgain={(command) => feed?.send(heard.name, command)}
          />
        ))}
      </ChatLog>
      <div className={styles.foot}>
        <label className={styles.as}>
          <span className={styles.asWord}>As</span>
          <select
            className={styles.select}
            aria-label="Who speaks"
            value={speaking ?? ''}
            onChange={(event) => setSpeaker(event.target.value === '' ? null : event.target.value)}
          >
            <option value="">Nobody</option>
            {speaking !== null && !commandable.some(({ name }) => name === speaking) && (
              <option value={speaking}>{speaking}</option>
            )}
            {commandable.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <div className={styles.line}>
          <CommandLine name={speaking} text={text} onText={setText} input={input} />
        </div>
        {speaker !== null && (
          <button
            type="button"
            className={styles.nobody}
            aria-label="Let nobody speak"
            onClick={() => setSpeaker(null)}
          >
            <X size={16} aria-hidden="true" />
          </button>
        )}
      </div>
    </div>
  );
}

/** Who heard a line, with how many besides. */
function Who({ heard: { name, also } }: { heard: HeardBy }) {
  return (
    <span className={styles.who}>
      <Link to="/players/$name" params={{ name }}>
        {name}
      </Link>
      {also.length > 0 && (
        <span className={styles.also} title={`Heard also by ${also.join(', ')}`}>
          {' '}
          +{also.length}
          <span className="visually-hidden"> more heard it</span>
        </span>
      )}
    </span>
  );
}
