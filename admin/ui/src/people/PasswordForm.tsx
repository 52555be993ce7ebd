import { useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { errorsOf } from '../api/problem.ts';
import { useQueryClient } from '../api/query.ts';
import { showProblem } from '../api/writes.ts';
import { people as words } from '../text/people.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Input } from '../ui/Input.tsx';
import { showToast } from '../ui/toasts.ts';
import styles from './People.module.css';

const EMPTY = { current: '', password: '', again: '' };

/** Changes one's own password; every other session ends by it. */
export function PasswordForm({ name }: { name: string }) {
  const { api } = useAdmin();
  const queries = useQueryClient();
  const [given, setGiven] = useState(EMPTY);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);

  async function change() {
    const { current, password, again } = given;
    if (password !== again) return setErrors({ again: words.passwordsDiffer });
    setBusy(true);
    setErrors({});
    try {
      await api.call('POST', '/_session/password', { body: { current, password } });
      setGiven(EMPTY);
      showToast(words.passwordChanged, { tone: 'ok' });
      void queries.invalidateQueries({ queryKey: ['account'] });
    } catch (error) {
      setErrors(errorsOf(error));
      showProblem(error, ['current', 'password']);
    } finally {
      setBusy(false);
    }
  }

  const field = (which: keyof typeof given, label: string, autoComplete: string, hint?: string) => (
    <Field label={label} hint={hint} error={errors[which]}>
      {(control) => (
        <Input
          {...control}
          type="password"
          autoComplete={autoComplete}
          value={given[which]}
          onChange={(event) => setGiven({ ...given, [which]: event.target.value })}
        />
      )}
    </Field>
  );

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void change();
      }}
    >
      {/* Tells a keeper of passwords whose it is. */}
      <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
      {field('current', words.current, 'current-password')}
      {field('password', words.newPassword, 'new-password', words.passwordHint)}
      {field('again', words.passwordAgain, 'new-password')}
      <Button type="submit" busy={busy} disabled={given.current === '' || given.password === ''}>
        {words.change}
      </Button>
    </form>
  );
}
