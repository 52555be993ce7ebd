import { SendHorizontal } from 'lucide-react';
import { type FormEvent, type RefObject, useId, useState } from 'react';
import { commandProblem } from '../live/command.ts';
import { useFeed } from '../live/useFeed.ts';
import { usePlayer } from '../live/usePlayers.ts';
import { Button } from '../ui/Button.tsx';
import styles from './CommandLine.module.css';

interface Props {
  /** To whom commands go; nobody while it is null. */
  name: string | null;
  text: string;
  onText: (text: string) => void;
  input: RefObject<HTMLInputElement | null>;
}

/** A line for commands to one character; what was sent comes back with the arrow keys. */
export function CommandLine({ name, text, onText, input }: Props) {
  const feed = useFeed();
  const known = usePlayer(name ?? undefined)?.known;
  const [back, setBack] = useState(0);
  const [draft, setDraft] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const problemId = useId();
  const forbidden = known !== undefined && known !== null && !known.mayCommand;
  const off = name === null || forbidden;

  function submit(event: FormEvent) {
    event.preventDefault();
    const command = text.trim();
    const wrong = commandProblem(command);
    setProblem(wrong);
    if (wrong !== null || name === null) return;
    feed?.send(name, command);
    onText('');
    setBack(0);
  }

  /** Arrows bring back what was sent before, as in every shell, and in the end what was being typed. */
  function recall(step: number) {
    const sent = name === null ? [] : (feed?.console.sent(name) ?? []);
    const next = Math.min(sent.length, Math.max(0, back + step));
    if (next === back) return;
    if (back === 0) setDraft(text);
    setBack(next);
    onText(next === 0 ? draft : (sent[sent.length - next] ?? ''));
    setProblem(null);
  }

  return (
    <>
      <form className={styles.form} onSubmit={submit}>
        <span className={styles.prompt} aria-hidden="true">
          ›
        </span>
        <input
          ref={input}
          data-command-for={name ?? undefined}
          className={styles.input}
          aria-label={name === null ? 'Command' : `Command for ${name}`}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : problemId}
          placeholder={
            forbidden
              ? 'You may not command this character'
              : name === null
                ? 'Choose who is to speak'
                : '/vt start'
          }
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="send"
          disabled={off}
          value={text}
          onChange={(event) => {
            onText(event.target.value);
            setBack(0);
            setProblem(null);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            recall(event.key === 'ArrowUp' ? 1 : -1);
          }}
        />
        <Button kind="main" type="submit" icon={SendHorizontal} disabled={off}>
          Send
        </Button>
      </form>
      <p id={problemId} className={styles.problem} role="alert">
        {problem}
      </p>
    </>
  );
}
