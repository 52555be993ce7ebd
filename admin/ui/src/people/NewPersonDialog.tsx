import { useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { errorsOf, messageOf } from '../api/problem.ts';
import { text } from '../text/en.ts';
import { people as words } from '../text/people.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { Input } from '../ui/Input.tsx';
import type { SentLink } from './PeoplePage.tsx';

/** Makes a person, who then chooses a password by a link. */
export function NewPersonDialog({
  onMade,
  onClose,
}: {
  onMade: (link: SentLink) => void;
  onClose: () => void;
}) {
  const { api } = useAdmin();
  const [name, setName] = useState('');
  const [superuser, setSuperuser] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function make() {
    setBusy(true);
    setError(null);
    try {
      const { data } = await api.call<{ name: string; link: { token: string } }>('POST', '/_people', {
        body: { name, superuser },
      });
      onMade({ name: data.name, token: data.link.token });
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  }

  const message = error ? messageOf(error, ['name']) : '';
  return (
    <Dialog
      title={words.new}
      hint={words.createHint}
      icon="user"
      onClose={onClose}
      onSubmit={() => !busy && void make()}
      foot={
        <>
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button type="submit" kind="main" busy={busy}>
            {text.create}
          </Button>
        </>
      }
    >
      <Field label={words.name} error={errorsOf(error).name}>
        {(control) => (
          <Input
            {...control}
            data-autofocus=""
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Checkbox
        label={words.superuser}
        checked={superuser}
        onChange={(event) => setSuperuser(event.target.checked)}
      />
      {message !== '' && <p role="alert">{message}</p>}
    </Dialog>
  );
}
