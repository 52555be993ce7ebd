import { ArrowDown } from 'lucide-react';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import styles from './ChatLog.module.css';
import type { BacklogState } from './useBacklog.ts';

interface Props {
  label: string;
  state: BacklogState;
  onRetry: () => void;
  /** Changes whenever a line was added at the end. */
  newest: string | undefined;
  /** What to say when there is no line. */
  nothing: ReactNode;
  /** Lines as list items. */
  children: ReactNode[];
}

const END_PX = 24;

/** Lines of chat, the newest at the bottom. It stays at the end until one scrolls up to read. */
export function ChatLog({ label, state, onRetry, newest, nothing, children }: Props) {
  const log = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const [atEnd, setAtEnd] = useState(true);
  const [fresh, setFresh] = useState(false);

  function toEnd() {
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever a line comes
  useLayoutEffect(() => {
    if (atEnd) toEnd();
    else setFresh(true);
  }, [newest, children.length]);

  useEffect(() => {
    const element = log.current;
    if (element === null) return;
    // A window that is made lower must not hide its last lines.
    const observer = new ResizeObserver(() => {
      if (atEnd) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [atEnd]);

  return (
    <div className={styles.frame}>
      <div
        ref={log}
        className={styles.log}
        role="log"
        aria-label={label}
        aria-busy={state === 'loading'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          const end = scrollHeight - clientHeight - scrollTop < END_PX;
          // Only going up leaves the end: lines that come or grow do not.
          const up = scrollTop < lastTop.current;
          lastTop.current = scrollTop;
          setAtEnd(end || (atEnd && !up));
          if (end) setFresh(false);
        }}
      >
        {state === 'failed' && (
          <p className={styles.problem}>
            What was said before could not be fetched.{' '}
            <Button small onClick={onRetry}>
              Try again
            </Button>
          </p>
        )}
        {children.length === 0 ? (
          <p className={styles.none}>{state === 'loading' ? 'Fetching what was said before…' : nothing}</p>
        ) : (
          <ol className={styles.lines}>{children}</ol>
        )}
      </div>
      {fresh && !atEnd && (
        <Button small icon={ArrowDown} className={styles.fresh} onClick={toEnd}>
          New lines
        </Button>
      )}
    </div>
  );
}
