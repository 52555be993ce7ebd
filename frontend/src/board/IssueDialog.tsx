import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorsOf, messageOf } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { DialogFoot } from '../ui/DialogFoot.tsx';
import { Field } from '../ui/Field.tsx';
import { FormError } from '../ui/FormError.tsx';
import { focusFirstInvalid, textOf } from '../ui/forms.ts';
import { TextField } from '../ui/TextField.tsx';
import styles from './Board.module.css';
import { addIssue, changeIssue, type Issue } from './queries.ts';

interface Props {
  /** What is changed; undefined for a new one. */
  issue?: Issue;
  onClose: () => void;
  onDone: (issue: Issue) => void;
}

/** A matter's words: for a new one, or to change them. */
export function IssueDialog({ issue, onClose, onDone }: Props) {
  const queries = useQueryClient();
  const [fault, setFault] = useState('');
  const save = useMutation({
    mutationFn: (text: Parameters<typeof addIssue>[0]) =>
      issue === undefined ? addIssue(text) : changeIssue(issue, text),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: ['board'] });
      onDone(saved);
    },
  });
  const refused = errorsOf(save.error);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const title = textOf(form, 'title').trim();
    setFault(title === '' ? 'Is missing.' : '');
    if (title === '') {
      focusFirstInvalid(form);
      return;
    }
    const text = { title, body: textOf(form, 'body'), category: textOf(form, 'category').trim() };
    save.mutate(text, { onError: () => focusFirstInvalid(form) });
  }

  return (
    <Dialog title={issue === undefined ? 'A new matter' : 'Change the matter'} onClose={onClose} wide>
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label="Title"
          name="title"
          maxLength={200}
          autoComplete="off"
          defaultValue={issue?.title}
          error={fault || refused.title}
          data-autofocus
        />
        <TextField
          label="About"
          name="category"
          optional
          maxLength={64}
          hint="Map, items, chat: one word by which it is found."
          defaultValue={issue?.category}
          error={refused.category}
        />
        <Field label="What it is" optional error={refused.body}>
          {(control) => (
            <textarea
              {...control}
              name="body"
              rows={8}
              maxLength={20_000}
              className={styles.area}
              defaultValue={issue?.body}
            />
          )}
        </Field>
        <FormError text={save.isError ? messageOf(save.error, ['title', 'category', 'body']) : ''} />
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="main" busy={save.isPending}>
            {issue === undefined ? 'Put on the board' : 'Save'}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
