import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorsOf, messageOf } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { DialogFoot } from '../ui/DialogFoot.tsx';
import { FormError } from '../ui/FormError.tsx';
import { focusFirstInvalid, textOf } from '../ui/forms.ts';
import { PasswordField } from '../ui/PasswordField.tsx';
import { disableTotp } from './account.ts';
import styles from './Totp.module.css';

interface Props {
  onClose: () => void;
  onDisabled: () => void;
}

export function TotpDisable({ onClose, onDisabled }: Props) {
  const [missing, setMissing] = useState<string>();
  const disable = useMutation({ mutationFn: disableTotp, onSuccess: onDisabled });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const password = textOf(form, 'password');
    setMissing(password === '' ? 'Is missing.' : undefined);
    if (password === '') focusFirstInvalid(form);
    else disable.mutate(password, { onError: () => focusFirstInvalid(form) });
  }

  return (
    <Dialog title="Turn off two-step sign-in" onClose={onClose}>
      <form className={styles.step} onSubmit={submit} noValidate>
        <p className={styles.text}>
          Your password alone will open the account again. The app’s entry and the recovery codes become
          useless.
        </p>
        <PasswordField
          label="Your password"
          name="password"
          autoComplete="current-password"
          data-autofocus
          error={missing ?? errorsOf(disable.error).password}
        />
        {disable.isError && <FormError text={messageOf(disable.error, ['password'])} />}
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="dangerMain" busy={disable.isPending}>
            Turn off
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
