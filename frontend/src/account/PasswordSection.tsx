import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { errorsOf, messageOf } from '../api/problem.ts';
import { renewMe } from '../auth/me.ts';
import { passwordFault, passwordHint } from '../auth/passwordRules.ts';
import { Button } from '../ui/Button.tsx';
import { FormError } from '../ui/FormError.tsx';
import { focusFirstInvalid, textOf } from '../ui/forms.ts';
import { PasswordField } from '../ui/PasswordField.tsx';
import { Section } from '../ui/Section.tsx';
import { showToast } from '../ui/toasts.ts';
import styles from './AccountPage.module.css';
import { changePassword } from './account.ts';

type Faults = Partial<Record<'current_password' | 'new_password' | 'repeated', string>>;

export function PasswordSection({ username }: { username: string }) {
  const queries = useQueryClient();
  const [faults, setFaults] = useState<Faults>({});
  const change = useMutation({
    mutationFn: ({ current, next }: { current: string; next: string }) => changePassword(current, next),
    onSuccess: () => {
      showToast('Password changed. Your other sessions have ended.', { tone: 'ok' });
      void queries.invalidateQueries({ queryKey: ['account'] });
      void renewMe();
    },
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const current = textOf(form, 'current_password');
    const next = textOf(form, 'new_password');
    const found: Faults = {};
    if (current === '') found.current_password = 'Is missing.';
    const fault = passwordFault(username, next);
    if (fault !== undefined) found.new_password = fault;
    else if (textOf(form, 'repeated') !== next) found.repeated = 'Is not the same as the new password.';
    setFaults(found);
    if (Object.keys(found).length > 0) {
      focusFirstInvalid(form);
      return;
    }
    change.mutate(
      { current, next },
      { onSuccess: () => form.reset(), onError: () => focusFirstInvalid(form) },
    );
  }

  const refused = errorsOf(change.error);
  return (
    <Section title="Password" about="Changing it ends your sessions on all other devices.">
      <form className={styles.form} onSubmit={submit} noValidate>
        {/* So that a password keeper knows whose password this is. */}
        <input type="hidden" name="username" autoComplete="username" value={username} />
        <PasswordField
          label="Current password"
          name="current_password"
          autoComplete="current-password"
          error={faults.current_password ?? refused.current_password}
        />
        <PasswordField
          label="New password"
          name="new_password"
          autoComplete="new-password"
          hint={passwordHint}
          error={faults.new_password ?? refused.new_password}
        />
        <PasswordField
          label="New password again"
          name="repeated"
          autoComplete="new-password"
          error={faults.repeated}
        />
        {change.isError && <FormError text={messageOf(change.error, ['current_password', 'new_password'])} />}
        <div className={styles.actions}>
          <Button type="submit" kind="main" busy={change.isPending}>
            Change password
          </Button>
        </div>
      </form>
    </Section>
  );
}
