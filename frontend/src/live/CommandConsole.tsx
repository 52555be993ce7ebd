import { Check, CheckCheck, CircleX, Clock, SendHorizontal } from 'lucide-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import styles from './CommandConsole.module.css';
import { commandProblem } from './command.ts';
import type { LogLine } from './console.ts';
import { useFeed } from './useFeed.ts';
import { useLog, usePlayer } from './usePlayers.ts';

const icons = { queued: Clock, sent: Check, answered: CheckCheck, failed: CircleX };
const words = { queued: 'Queued', sent: 'Sent', answered: 'Answered', failed: 'Failed' };
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
/** Game chat types that get a word of their own. */
const channels: Record<number, string> = {
  3: 'Tell',
  4: 'Tell',
  18: 'Allegiance',
  19: 'Fellowship',
  31: 'Tell',
};

interface Props {
  name: string;
  /** Puts the cursor into the line when it is shown. */
  autoFocus?: boolean;
}

/** A command line to one character, over the log of what was sent and what its chat says. */
export default function CommandConsole({ name, autoFocus = false }: Props) {
  const feed = useFeed();
  const lines = useLog(name);
  const known = usePlayer(name)?.known;
  const [text, setText] = useState('');
  const [back, setBack] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const log = useRef<HTMLDivElement>(null);
  const problemId = useId();
  const forbidden = known !== undefined && known !== null && !known.mayCommand;

  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is scrolled when a line comes
  useEffect(() => {
    const list = log.current;
    if (list !== null) list.scrollTop = list.scrollHeight;
  }, [lines]);

  function submit(event: FormEvent) {
    event.preventDefault();
    const command = text.trim();
    const wrong = commandProblem(command);
    setProblem(wrong);
    if (wrong !== null) return;
    feed?.send(name, command);
    setText('');
    setBack(0);
  }

  /** Arrows bring back what was sent before, as in every shell. */
  function recall(step: number) {
    const sent = lines.filter((line) => line.kind === 'command').map((line) => line.text);
    const next = Math.min(sent.length, Math.max(0, back + step));
    setBack(next);
    setText(next === 0 ? '' : (sent[sent.length - next] ?? ''));
  }

  return (
    <div className={styles.console}>
      <div
        ref={log}
        className={styles.log}
        role="log"
        aria-label={`Commands and chat of ${name}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
      >
        {lines.length === 0 && <p className={styles.none}>Nothing was sent or said yet.</p>}
        {lines.map((line) => (
          <Line key={line.key} line={line} />
        ))}
      </div>
      <form className={styles.form} onSubmit={submit}>
        <span className={styles.prompt} aria-hidden="true">
          ›
        </span>
        <input
          ref={input}
          className={styles.input}
          aria-label={`Command for ${name}`}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : problemId}
          placeholder={forbidden ? 'You may not command this character' : '/vt start'}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="send"
          disabled={forbidden}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setProblem(null);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            recall(event.key === 'ArrowUp' ? 1 : -1);
          }}
        />
        <Button kind="main" type="submit" icon={SendHorizontal} disabled={forbidden}>
          Send
        </Button>
      </form>
      <p id={problemId} className={styles.problem} role="alert">
        {problem}
      </p>
    </div>
  );
}

function Line({ line }: { line: LogLine }) {
  const time = <time className={styles.time}>{clock.format(line.atMs)}</time>;
  if (line.kind === 'chat') {
    const channel = channels[line.color];
    return (
      <p className={styles.line}>
        {time}
        <span className={styles.text}>
          {channel !== undefined && <span className={styles.channel}>{channel}</span>} {line.text}
        </span>
      </p>
    );
  }
  const Icon = icons[line.state];
  return (
    <p className={cx(styles.line, styles.command)}>
      {time}
      <span className={styles.text}>
        {line.text}
        {line.why !== '' && <span className={styles.why}> {line.why}</span>}
      </span>
      <span className={cx(styles.state, styles[line.state])}>
        <Icon size={14} aria-hidden="true" />
        {words[line.state]}
      </span>
    </p>
  );
}
