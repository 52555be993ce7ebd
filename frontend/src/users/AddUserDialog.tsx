import { useMutation } from '@tanstack/react-query';
import { Dices } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { errorsOf, messageOf } from '../api/problem.ts';
import { passwordFault, passwordHint } from '../auth/passwordRules.ts';
import { inventPassword } from '../auth/passwordWords.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { DialogFoot } from '../ui/DialogFoot.tsx';
import { FormError } from '../ui/FormError.tsx';
import { focusFirstInvalid, isTicked, textOf } from '../ui/forms.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { TextField } from '../ui/TextField.tsx';
import styles from './LinkDialog.module.css';
import { addUser, type User } from './users.ts';

interface Props {
  onClose: () => void;
  onAdded: (user: User) => void;
}

export function AddUserDialog({ onClose, onAdded }: Props) {
  const [password, setPassword] = useState('');
  const [faults, setFaults] = useState<{ username?: string; password?: string }>({});
  const add = useMutation({ mutationFn: addUser, onSuccess: onAdded });
  const refused = errorsOf(add.error);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const username = textOf(form, 'username').trim();
    const fault = passwordFault(username, password);
    const found = {
      ...(username === '' && { username: 'Is missing.' }),
      ...(fault !== undefined && { password: fault }),
    };
    setFaults(found);
    if (Object.keys(found).length > 0) {
      focusFirstInvalid(form);
      return;
    }
    add.mutate(
      { username, password, is_admin: isTicked(form, 'is_admin') },
      { onError: () => focusFirstInvalid(form) },
    );
  }

  return (
    <Dialog title="Add a user" onClose={onClose}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <p className={styles.text}>
          For those whom you can tell a password. With an invitation they choose their own.
        </p>
        <TextField
          label="Name"
          name="username"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={64}
          data-autofocus
          error={faults.username ?? refused.username}
        />
        <TextField
          label="First password"
          name="password"
          mono
          hint={passwordHint}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={faults.password ?? refused.password}
          tail={
            <IconButton
              icon={Dices}
              label="Invent a password"
              onClick={() => setPassword(inventPassword())}
            />
          }
        />
        <Checkbox name="is_admin" label="Admin" hint="May add, change and remove users." />
        {add.isError && <FormError text={messageOf(add.error, ['username', 'password'])} />}
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="main" busy={add.isPending}>
            Add user
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
