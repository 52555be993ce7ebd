import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorsOf, messageOf } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { DialogFoot } from '../ui/DialogFoot.tsx';
import { FormError } from '../ui/FormError.tsx';
import { focusFirstInvalid, textOf } from '../ui/forms.ts';
import { TextField } from '../ui/TextField.tsx';
import { useAutofocus } from '../ui/useAutofocus.ts';
import { confirmTotp } from './account.ts';
import styles from './Totp.module.css';
import { inFours, sixDigits, svgUrl } from './totp.ts';

export interface TotpSecret {
  secret: string;
  otpauth_url: string;
  qr_svg: string;
}

interface Props {
  secret: TotpSecret;
  onCancel: () => void;
  onConfirmed: (recoveryCodes: string[]) => void;
}

export function TotpScan({ secret, onCancel, onConfirmed }: Props) {
  const form = useAutofocus<HTMLFormElement>();
  const [fault, setFault] = useState<string>();
  const confirm = useMutation({
    mutationFn: confirmTotp,
    onSuccess: (answer) => onConfirmed(answer.recovery_codes),
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const code = sixDigits(textOf(form, 'code'));
    setFault(code === undefined ? 'Must be six digits.' : undefined);
    if (code === undefined) focusFirstInvalid(form);
    else confirm.mutate(code, { onError: () => focusFirstInvalid(form) });
  }

  return (
    <form ref={form} className={styles.step} onSubmit={submit} noValidate>
      <div className={styles.scan}>
        <img
          className={styles.qr}
          src={svgUrl(secret.qr_svg)}
          alt="Code to scan with your app. The same key is written beside it."
        />
        <div className={styles.steps}>
          <p>Scan the code with your app.</p>
          <div>
            Or type this key:
            <code className={styles.secret}>{inFours(secret.secret)}</code>
          </div>
          <p>
            On this very device:{' '}
            <a className={styles.link} href={secret.otpauth_url}>
              open your app
            </a>
            .
          </p>
        </div>
      </div>
      <TextField
        label="The six digits that the app shows now"
        name="code"
        mono
        className={styles.code}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={7}
        data-autofocus
        error={fault ?? errorsOf(confirm.error).code}
      />
      {confirm.isError && <FormError text={messageOf(confirm.error, ['code'])} />}
      <DialogFoot>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" kind="main" busy={confirm.isPending}>
          Turn on
        </Button>
      </DialogFoot>
    </form>
  );
}
