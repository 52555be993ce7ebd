import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { errorsOf, messageOf } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { DialogFoot } from '../ui/DialogFoot.tsx';
import { FormError } from '../ui/FormError.tsx';
import { focusFirstInvalid, isTicked, textOf } from '../ui/forms.ts';
import { SelectField } from '../ui/SelectField.tsx';
import { TextField } from '../ui/TextField.tsx';
import styles from './LinkDialog.module.css';
import { invite, type NewInvitation } from './users.ts';

interface Props {
  onClose: () => void;
  onInvited: (invitation: NewInvitation) => void;
}

export function InviteDialog({ onClose, onInvited }: Props) {
  const create = useMutation({ mutationFn: invite, onSuccess: onInvited });
  const refused = errorsOf(create.error);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const username = textOf(form, 'username').trim();
    create.mutate(
      {
        ...(username !== '' && { username }),
        is_admin: isTicked(form, 'is_admin'),
        hours: Number(textOf(form, 'hours')),
      },
      { onError: () => focusFirstInvalid(form) },
    );
  }

  return (
    <Dialog title="Invite somebody" onClose={onClose}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <p className={styles.text}>You get a link to send. It works once; its reader chooses the password.</p>
        <TextField
          label="Name"
          name="username"
          optional
          hint="Left empty, the name is chosen by the one who opens the link."
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={64}
          data-autofocus
          error={refused.username}
        />
        <SelectField label="The link works for" name="hours" defaultValue="168" error={refused.hours}>
          <option value="24">1 day</option>
          <option value="72">3 days</option>
          <option value="168">7 days</option>
        </SelectField>
        <Checkbox name="is_admin" label="Admin" hint="May add, change and remove users." />
        {create.isError && <FormError text={messageOf(create.error, ['username', 'hours'])} />}
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="main" busy={create.isPending}>
            Make the link
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
