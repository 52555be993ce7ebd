import { useEffect, useRef, useState } from 'react';
import type { LogLine } from '../live/console.ts';
import { useFeed } from '../live/useFeed.ts';
import { useLog } from '../live/usePlayers.ts';
import { cx } from '../ui/cx.ts';
import { ChatLine } from './ChatLine.tsx';
import { ChatLog } from './ChatLog.tsx';
import styles from './ChatPanel.module.css';
import { CommandLine } from './CommandLine.tsx';
import type { Channel } from './channels.ts';
import { channelOf } from './chatLines.ts';
import { useBacklog } from './useBacklog.ts';

/** The few tabs that fit a window; the chat page knows every channel. */
const TABS: readonly { label: string; channels: readonly Channel[] | null }[] = [
  { label: 'All', channels: null },
  { label: 'Allegiance', channels: ['allegiance', 'commands'] },
  { label: 'Fellowship', channels: ['fellowship', 'commands'] },
  { label: 'Tells', channels: ['tells', 'commands'] },
  { label: 'Talk', channels: ['speech', 'rooms', 'commands'] },
  { label: 'Game', channels: ['system', 'combat', 'magic'] },
];
const KEPT = 200;

interface Props {
  name: string;
  /** Puts the cursor into the command line when it is shown. */
  autoFocus?: boolean;
}

/** One character's chat by channel, over a line for commands to it. */
export function ChatPanel({ name, autoFocus = false }: Props) {
  const feed = useFeed();
  const lines = useLog(name);
  const [tab, setTab] = useState(TABS[0]);
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const { state, again } = useBacklog([name], KEPT);
  const channels = tab?.channels ?? null;
  const shown: readonly LogLine[] =
    channels === null ? lines : lines.filter((line) => channels.includes(channelOf(line)));

  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);

  function answerTo(who: string) {
    setText(`/t ${who}, `);
    input.current?.focus();
  }

  return (
    <>
      <div className={styles.tabs} role="radiogroup" aria-label={`Channels of ${name}`}>
        {TABS.map((one) => (
          <label key={one.label} className={cx(styles.tab, one === tab && styles.on)}>
            <input
              type="radio"
              className={styles.radio}
              name={`channels of ${name}`}
              checked={one === tab}
              onChange={() => setTab(one)}
            />
            {one.label}
          </label>
        ))}
      </div>
      <ChatLog
        label={`Commands and chat of ${name}`}
        state={state}
        onRetry={again}
        newest={shown.at(-1)?.key}
        nothing={channels === null ? 'Nothing was sent or said yet.' : 'Nothing was said here of late.'}
      >
        {shown.map((line) => (
          <ChatLine
            key={line.key}
            line={line}
            onName={answerTo}
            onAgain={(command) => feed?.send(name, command)}
          />
        ))}
      </ChatLog>
      <div className={styles.foot}>
        <CommandLine name={name} text={text} onText={setText} input={input} />
      </div>
    </>
  );
}
