import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorsOf, messageOf } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { DialogFoot } from '../ui/DialogFoot.tsx';
import { FormError } from '../ui/FormError.tsx';
import { focusFirstInvalid, textOf } from '../ui/forms.ts';
import { PasswordField } from '../ui/PasswordField.tsx';
import { beginTotp } from './account.ts';
import styles from './Totp.module.css';
import type { TotpSecret } from './TotpScan.tsx';

interface Props {
  onCancel: () => void;
  onBegun: (secret: TotpSecret) => void;
}

export function TotpPassword({ onCancel, onBegun }: Props) {
  const [missing, setMissing] = useState<string>();
  const begin = useMutation({ mutationFn: beginTotp, onSuccess: onBegun });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const password = textOf(form, 'password');
    setMissing(password === '' ? 'Is missing.' : undefined);
    if (password === '') focusFirstInvalid(form);
    else begin.mutate(password, { onError: () => focusFirstInvalid(form) });
  }

  return (
    <form className={styles.step} onSubmit={submit} noValidate>
      <p className={styles.text}>
        You need an authenticator app on your phone. First, so that nobody does this in your place:
      </p>
      <PasswordField
        label="Your password"
        name="password"
        autoComplete="current-password"
        data-autofocus
        error={missing ?? errorsOf(begin.error).password}
      />
      {begin.isError && <FormError text={messageOf(begin.error, ['password'])} />}
      <DialogFoot>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" kind="main" busy={begin.isPending}>
          Continue
        </Button>
      </DialogFoot>
    </form>
  );
}
