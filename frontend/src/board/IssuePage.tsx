import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Pencil, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { messageOf } from '../api/problem.ts';
import { useMe } from '../auth/me.ts';
import { Button } from '../ui/Button.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Field } from '../ui/Field.tsx';
import { FormError } from '../ui/FormError.tsx';
import { textOf } from '../ui/forms.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Time } from '../ui/Time.tsx';
import { showToast } from '../ui/toasts.ts';
import styles from './Board.module.css';
import { IssueDialog } from './IssueDialog.tsx';
import {
  addComment,
  boardQuery,
  type Comment,
  issueQuery,
  removeComment,
  removeIssue,
  STATE_WORDS,
  STATES,
} from './queries.ts';
import { useMove } from './useMove.ts';

const OPTIONS = STATES.map((value) => ({ value, label: STATE_WORDS[value] }));

/** One matter of the board with what was said of it. */
export function IssuePage({ id }: { id: number }) {
  const issue = useQuery(issueQuery(id));
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const move = useMove();
  const me = useMe().data;
  const remove = useMutation({
    mutationFn: () => removeIssue(id),
    onSuccess: async () => {
      queries.setQueryData(boardQuery.queryKey, (all) => all?.filter((each) => each.id !== id));
      await navigate({ to: '/board' });
      queries.removeQueries({ queryKey: ['board', id] });
      await queries.invalidateQueries({ queryKey: ['board'] });
    },
  });
  const above = [
    <Link key="board" to="/board">
      Board
    </Link>,
  ];
  const { data } = issue;
  if (data === undefined) {
    return (
      <>
        <PageHead title={`Matter ${id}`} above={above} />
        {issue.isError ? (
          <EmptyState title="This matter cannot be shown" why={messageOf(issue.error)}>
            <Link to="/board" className={buttonClass({ kind: 'main' })}>
              Open the board
            </Link>
          </EmptyState>
        ) : (
          <div className={styles.matter}>
            <Skeleton height="240px" />
          </div>
        )}
      </>
    );
  }
  return (
    <>
      <PageHead title={data.title} above={above} />
      <article className={styles.matter}>
        <div className={styles.tools}>
          {data.may_edit ? (
            <Segmented
              label="State"
              value={data.state}
              options={OPTIONS}
              onChange={(state) => move(data, state)}
            />
          ) : (
            <strong>{STATE_WORDS[data.state]}</strong>
          )}
          <p className={styles.meta}>
            {data.category !== '' && <span className={styles.category}>{data.category}</span>}
            <span>
              {data.author === '' ? 'Somebody' : data.author}, <Time at={data.created_at} />
            </span>
          </p>
          {data.may_edit && (
            <span className={styles.end}>
              <Button icon={Pencil} onClick={() => setOpen('edit')}>
                Change
              </Button>
              <Button kind="danger" icon={Trash2} onClick={() => setOpen('remove')}>
                Remove
              </Button>
            </span>
          )}
        </div>
        <p className={styles.body}>{data.body === '' ? 'No more was said.' : data.body}</p>
        <section aria-label="Comments">
          <h2 className={styles.heading}>
            Comments <span className={styles.number}>{data.thread.length}</span>
          </h2>
          <ul className={styles.thread}>
            {data.thread.map((comment) => (
              <Answer key={comment.id} issue={id} comment={comment} />
            ))}
          </ul>
          {me !== undefined && !me.internal && <Reply issue={id} />}
        </section>
      </article>
      {open === 'edit' && (
        <IssueDialog issue={data} onClose={() => setOpen(null)} onDone={() => setOpen(null)} />
      )}
      {open === 'remove' && (
        <ConfirmDialog
          title="Take it off the board?"
          text={`“${data.title}” and its comments are gone then, and do not come back.`}
          action="Remove"
          danger
          busy={remove.isPending}
          error={remove.isError ? messageOf(remove.error) : ''}
          onConfirm={() => remove.mutate()}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function Answer({ issue, comment }: { issue: number; comment: Comment }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => removeComment(issue, comment.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['board'] }),
    onError: (error) => showToast(messageOf(error), { tone: 'danger' }),
  });
  return (
    <li className={styles.answer}>
      <p className={styles.meta}>
        <strong>{comment.author === '' ? 'Somebody' : comment.author}</strong>
        <Time at={comment.created_at} />
        {comment.may_edit && (
          <span className={styles.end}>
            <IconButton small icon={Trash2} label="Take this comment back" onClick={() => remove.mutate()} />
          </span>
        )}
      </p>
      <p className={styles.words}>{comment.body}</p>
    </li>
  );
}

function Reply({ issue }: { issue: number }) {
  const queries = useQueryClient();
  const add = useMutation({
    mutationFn: (body: string) => addComment(issue, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['board'] }),
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const body = textOf(form, 'body').trim();
    if (body !== '') add.mutate(body, { onSuccess: () => form.reset() });
  }

  return (
    <form className={styles.form} onSubmit={submit}>
      <Field label="Your comment">
        {(control) => (
          <textarea {...control} name="body" rows={3} maxLength={20_000} className={styles.area} />
        )}
      </Field>
      <FormError text={add.isError ? messageOf(add.error) : ''} />
      <div>
        <Button type="submit" kind="main" busy={add.isPending}>
          Comment
        </Button>
      </div>
    </form>
  );
}
