import { type FormEvent, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { DialogFoot } from '../ui/DialogFoot.tsx';
import { TextField } from '../ui/TextField.tsx';
import type { Rule } from './alerts.ts';
import styles from './RuleDialog.module.css';

interface Props {
  rule: Rule;
  onClose: () => void;
  onMute: (until: Date) => void;
}

/** Asks until when a rule shall be silent. */
export function MuteDialog({ rule, onClose, onMute }: Props) {
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const until = new Date(text);
  const ahead = until.getTime() > Date.now();

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (ahead) onMute(until);
  }

  return (
    <Dialog title={`Mute “${rule.name}”`} onClose={onClose}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label="Until"
          type="datetime-local"
          data-autofocus
          value={text}
          onChange={(event) => setText(event.target.value)}
          hint="What fires meanwhile is logged, and told to nobody."
          error={tried && !ahead ? 'Must be a time to come.' : undefined}
        />
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="main">
            Mute
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
