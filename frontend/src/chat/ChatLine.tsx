import { Check, CheckCheck, CircleX, Clock, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LogLine } from '../live/console.ts';
import { fullTime } from '../ui/age.ts';
import { cx } from '../ui/cx.ts';
import styles from './ChatLine.module.css';
import { readLine } from './chatLines.ts';
import type { Part } from './parse.ts';

const icons = { queued: Clock, sent: Check, answered: CheckCheck, failed: CircleX };
const words = { queued: 'Queued', sent: 'Sent', answered: 'Answered', failed: 'Failed' };
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

interface Props {
  line: LogLine;
  /** Whose log it is, where a list shows several. */
  who?: ReactNode;
  /** Begins an answer to somebody. */
  onName: (name: string) => void;
  /** Sends a failed command once more. */
  onAgain: (command: string) => void;
}

/** One line of a log: what the game's chat said, or a command with what became of it. */
export function ChatLine({ line, who, onName, onAgain }: Props) {
  const time = (
    <time
      className={styles.time}
      dateTime={new Date(line.atMs).toISOString()}
      title={fullTime(new Date(line.atMs))}
    >
      {clock.format(line.atMs)}
    </time>
  );
  if (line.kind === 'command') {
    const Icon = icons[line.state];
    return (
      <li className={cx(styles.line, who !== undefined && styles.withWho)}>
        {time}
        {who}
        <span className={styles.label}>Command</span>
        <span className={styles.text}>
          <code className={styles.command}>{line.text}</code>
          {line.why !== '' && <span className={styles.why}> {line.why}</span>}{' '}
          <span className={cx(styles.state, styles[line.state])}>
            <Icon size={14} aria-hidden="true" />
            {words[line.state]}
          </span>
          {line.state === 'failed' && (
            <button type="button" className={styles.again} onClick={() => onAgain(line.text)}>
              <RotateCcw size={13} aria-hidden="true" />
              Send again
            </button>
          )}
        </span>
      </li>
    );
  }
  const { label, tone, parts } = readLine(line);
  return (
    <li className={cx(styles.line, who !== undefined && styles.withWho)} data-channel={label}>
      {time}
      {who}
      <span className={styles.label} style={{ color: `var(--${tone})` }}>
        {label}
      </span>
      <span className={styles.text} style={{ color: `var(--${tone})` }}>
        {parts.map((part, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line's parts never change
          <Shown key={i} part={part} onName={onName} />
        ))}
      </span>
    </li>
  );
}

function Shown({ part, onName }: { part: Part; onName: (name: string) => void }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'name':
      return (
        <button
          type="button"
          className={styles.name}
          title={`Answer ${part.text}`}
          onClick={() => onName(part.text)}
        >
          {part.text}
        </button>
      );
    case 'item':
      return <strong className={styles.item}>{part.text}</strong>;
    case 'link':
      return (
        <a href={part.href} target="_blank" rel="noopener noreferrer nofollow" className={styles.link}>
          {part.text}
        </a>
      );
  }
}
