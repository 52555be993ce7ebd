import { useEffect, useState } from 'react';
import type { Api } from '../api/client.ts';
import { errorsOf, messageOf, Problem } from '../api/problem.ts';
import { text } from '../text/en.ts';
import { people as words } from '../text/people.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Input } from '../ui/Input.tsx';
import { followTheme } from '../ui/theme.ts';
import styles from './SignInPage.module.css';
import WelcomePage from './WelcomePage.tsx';

interface Props {
  api: Api;
  onSignedIn: () => void;
}

/** Where people come who are not signed in: the door, or the page of a link that was sent to them. */
export default function SignInPage({ api, onSignedIn }: Props) {
  const [token, setToken] = useState(() =>
    /\/welcome\/?$/.test(location.pathname) ? location.hash.slice(1) : '',
  );
  const [welcome, setWelcome] = useState('');
  useEffect(() => followTheme(), []);
  useEffect(() => {
    document.title = words.signIn;
  }, []);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        {token === '' ? (
          <SignIn api={api} welcome={welcome} onSignedIn={onSignedIn} />
        ) : (
          <WelcomePage
            api={api}
            token={token}
            onDone={(told) => {
              // The token has done its work and must not stay in the address.
              history.replaceState(null, '', location.pathname.replace(/welcome\/?$/, ''));
              setWelcome(told);
              setToken('');
            }}
          />
        )}
      </div>
    </main>
  );
}

function SignIn({ api, welcome, onSignedIn }: Props & { welcome: string }) {
  const [given, setGiven] = useState({ name: '', password: '', code: '' });
  const [error, setError] = useState<unknown>(null);
  const [needsCode, setNeedsCode] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wait, setWait] = useState(0);
  const errors = errorsOf(error);

  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);

  async function signIn() {
    if (busy || wait > 0) return;
    setBusy(true);
    setError(null);
    try {
      const { code, ...rest } = given;
      await api.call('POST', '/_session', {
        body: needsCode ? { ...rest, code: code.replace(/\s/g, '') } : rest,
      });
      onSignedIn();
    } catch (failure) {
      if (failure instanceof Problem && failure.code === 'totp_required' && !needsCode) {
        setNeedsCode(true);
      } else {
        setError(failure);
        const seconds = failure instanceof Problem ? Number(failure.body.members.retry_after) : 0;
        if (seconds > 0) setWait(Math.ceil(seconds));
      }
    } finally {
      setBusy(false);
    }
  }

  const field = (name: keyof typeof given, label: string, props: object, hint?: string) => (
    <Field label={label} hint={hint} error={errors[name]}>
      {(control) => (
        <Input
          {...control}
          {...props}
          name={name}
          value={given[name]}
          onChange={(event) => setGiven({ ...given, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  const message = wait > 0 ? words.locked(wait) : error ? messageOf(error, ['name', 'password', 'code']) : '';

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void signIn();
      }}
    >
      <h1>{needsCode ? words.codeStep : words.signIn}</h1>
      {welcome !== '' && <p role="status">{welcome}</p>}
      {needsCode ? (
        field(
          'code',
          words.code,
          { autoComplete: 'one-time-code', inputMode: 'text', autoFocus: true, mono: true },
          words.codeHint,
        )
      ) : (
        <>
          {field('name', words.name, {
            autoComplete: 'username',
            autoFocus: true,
            autoCapitalize: 'none',
            spellCheck: false,
          })}
          {field('password', words.password, { type: 'password', autoComplete: 'current-password' })}
        </>
      )}
      {message !== '' && (
        <p className={styles.error} role="alert">
          <Icon name="circle-alert" />
          {message}
        </p>
      )}
      <Button type="submit" kind="main" busy={busy} disabled={wait > 0}>
        {words.signIn}
      </Button>
      {needsCode && (
        <Button kind="quiet" onClick={() => setNeedsCode(false)}>
          {text.back}
        </Button>
      )}
    </form>
  );
}
