import { Link } from '@tanstack/react-router';
import { MessageSquare } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { Menu } from '../ui/Menu.tsx';
import { Time } from '../ui/Time.tsx';
import styles from './Board.module.css';
import { type Issue, STATE_WORDS, STATES, type State } from './queries.ts';

interface Props {
  issue: Issue;
  onMove: (state: State) => void;
}

/** One matter in its column. Whoever may change it drags it, or moves it by Shift and an arrow, or by its menu. */
export function IssueCard({ issue, onMove }: Props) {
  function onKeyDown(event: KeyboardEvent) {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0 || !event.shiftKey || !issue.may_edit) return;
    event.preventDefault();
    const next = STATES[STATES.indexOf(issue.state) + by];
    if (next !== undefined) onMove(next);
  }

  return (
    <li
      className={styles.card}
      draggable={issue.may_edit}
      data-issue={issue.id}
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', String(issue.id));
        event.dataTransfer.effectAllowed = 'move';
      }}
    >
      <div className={styles.cardHead}>
        <Link
          to="/board/$id"
          params={{ id: String(issue.id) }}
          className={styles.title}
          draggable={false}
          {...(issue.may_edit && { 'aria-keyshortcuts': 'Shift+ArrowLeft Shift+ArrowRight' })}
          onKeyDown={onKeyDown}
        >
          {issue.title}
        </Link>
        {issue.may_edit && (
          <Menu
            label={`Move “${issue.title}”`}
            items={STATES.filter((state) => state !== issue.state).map((state) => ({
              label: `To ${STATE_WORDS[state].toLowerCase()}`,
              run: () => onMove(state),
            }))}
          />
        )}
      </div>
      <p className={styles.meta}>
        {issue.category !== '' && <span className={styles.category}>{issue.category}</span>}
        <span>
          {issue.author === '' ? 'Somebody' : issue.author}, <Time at={issue.created_at} />
        </span>
        {issue.comments > 0 && (
          <span className={styles.count}>
            <MessageSquare size={12} aria-hidden="true" />
            {issue.comments}
            <span className="visually-hidden"> comments</span>
          </span>
        )}
      </p>
    </li>
  );
}
