import { useState } from 'react';
import type { Api } from '../api/client.ts';
import { errorsOf, messageOf } from '../api/problem.ts';
import { useQuery } from '../api/query.ts';
import { people as words } from '../text/people.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Input } from '../ui/Input.tsx';
import styles from './SignInPage.module.css';

interface Props {
  api: Api;
  token: string;
  /** Told on the page to sign in on. */
  onDone: (told: string) => void;
}

/** What a link leads to: the first account, or a password for one that is there. */
export default function WelcomePage({ api, token, onDone }: Props) {
  const [given, setGiven] = useState({ name: '', password: '', again: '' });
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [message, setMessage] = useState('');
  const [busy, setBusy] = useState(false);
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: async () =>
      (await api.call<{ first: boolean; name: string }>('POST', '/_session/link', { body: { token } })).data,
    retry: false,
  });

  async function accept() {
    if (given.password !== given.again) return setErrors({ again: words.passwordsDiffer });
    setBusy(true);
    setErrors({});
    setMessage('');
    try {
      const { name, password } = given;
      await api.call('POST', '/_session/accept', {
        body: { token, password, ...(link.data?.first && { name }) },
      });
      onDone(words.welcome);
    } catch (failure) {
      setErrors(errorsOf(failure));
      setMessage(messageOf(failure, ['name', 'password']));
    } finally {
      setBusy(false);
    }
  }

  if (link.isPending) return <div aria-busy="true" />;
  if (link.data === undefined) {
    return (
      <div className={styles.form}>
        <h1>{words.linkDead}</h1>
        <p>{words.linkDeadWhy}</p>
        <Button onClick={() => onDone('')}>{words.signIn}</Button>
      </div>
    );
  }

  const field = (name: keyof typeof given, label: string, props: object, hint?: string) => (
    <Field label={label} hint={hint} error={errors[name]}>
      {(control) => (
        <Input
          {...control}
          {...props}
          value={given[name]}
          onChange={(event) => setGiven({ ...given, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  const { first, name } = link.data;
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void accept();
      }}
    >
      <h1>{first ? words.first : words.set}</h1>
      <p>{first ? words.firstHint : words.setFor(name)}</p>
      {first && field('name', words.name, { autoComplete: 'username', autoFocus: true })}
      {field(
        'password',
        words.password,
        { type: 'password', autoComplete: 'new-password', autoFocus: !first },
        words.passwordHint,
      )}
      {field('again', words.passwordAgain, { type: 'password', autoComplete: 'new-password' })}
      {message !== '' && (
        <p role="alert" className={styles.error}>
          {message}
        </p>
      )}
      <Button type="submit" kind="main" busy={busy}>
        {words.set}
      </Button>
    </form>
  );
}
