import { useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { errorsOf, messageOf } from '../api/problem.ts';
import { text } from '../text/en.ts';
import { people as words } from '../text/people.ts';
import { Button } from '../ui/Button.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { Input } from '../ui/Input.tsx';
import { Secret } from '../ui/Secret.tsx';
import styles from './People.module.css';

interface Setup {
  secret: string;
  url: string;
  /** The code to scan: its dark modules as one path in a box of size by size. */
  qr?: { size: number; path: string };
}

/** Sets up the second factor step by step, or turns it off. */
export function FactorDialog({ on, onClose }: { on: boolean; onClose: () => void }) {
  const { api } = useAdmin();
  const [password, setPassword] = useState('');
  const [setup, setSetup] = useState<Setup | null>(null);
  const [code, setCode] = useState('');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function next() {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      if (!on) {
        await api.call('DELETE', '/_session/totp', { body: { password } });
        onClose();
      } else if (setup === null) {
        setSetup((await api.call<Setup>('POST', '/_session/totp', { body: { password } })).data);
      } else {
        const { data } = await api.call<{ recovery_codes: string[] }>('PUT', '/_session/totp', {
          body: { code: code.replace(/\s/g, '') },
        });
        setCodes(data.recovery_codes);
      }
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }

  if (codes !== null) {
    return (
      <Dialog
        sticky
        icon="shield"
        title={words.recovery}
        hint={words.recoveryHint}
        onClose={onClose}
        foot={
          <Button kind="main" onClick={onClose}>
            {words.done}
          </Button>
        }
      >
        <ol className={styles.codes}>
          {codes.map((one) => (
            <li key={one}>
              <code>{one}</code>
            </li>
          ))}
        </ol>
        <Secret label={words.recovery} value={codes.join(' ')} />
      </Dialog>
    );
  }

  const errors = errorsOf(error);
  const message = error ? messageOf(error, ['password', 'code']) : '';
  return (
    <Dialog
      icon="shield"
      title={words.factor}
      hint={
        on ? (setup === null ? words.factorHint : setup.qr ? words.scan : words.typeIn) : words.factorOffHint
      }
      onClose={onClose}
      onSubmit={() => void next()}
      foot={
        <>
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button type="submit" kind="main" busy={busy}>
            {on ? words.factorOn : words.factorOff}
          </Button>
        </>
      }
    >
      {setup === null ? (
        <Field key="password" label={words.current} error={errors.password}>
          {(control) => (
            <Input
              {...control}
              data-autofocus=""
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
      ) : (
        <>
          {setup.qr !== undefined && (
            <svg
              className={styles.qr}
              viewBox={`-4 -4 ${setup.qr.size + 8} ${setup.qr.size + 8}`}
              role="img"
              aria-label={words.scan}
            >
              <path d={setup.qr.path} />
            </svg>
          )}
          <Secret label={words.secret} value={setup.secret} />
          <a className={buttonClass({ kind: 'quiet', small: true })} href={setup.url}>
            {words.openApp}
          </a>
          <Field key="code" label={words.code} error={errors.code}>
            {(control) => (
              <Input
                {...control}
                mono
                autoFocus
                autoComplete="one-time-code"
                inputMode="numeric"
                value={code}
                onChange={(event) => setCode(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
      {message !== '' && <p role="alert">{message}</p>}
    </Dialog>
  );
}
