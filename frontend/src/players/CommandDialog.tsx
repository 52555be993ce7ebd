import { type FormEvent, useState } from 'react';
import { feedNow } from '../live/feedLoader.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { DialogFoot } from '../ui/DialogFoot.tsx';
import { TextField } from '../ui/TextField.tsx';
import { showToast } from '../ui/toasts.ts';
import styles from './CommandDialog.module.css';

/** One command to several characters, who are named before it is sent. */
export function CommandDialog({ names, onClose }: { names: readonly string[]; onClose: () => void }) {
  const [command, setCommand] = useState('');
  const text = command.trim();

  function send(event: FormEvent) {
    event.preventDefault();
    const feed = feedNow();
    if (text === '' || feed === null) return;
    for (const name of names) feed.send(name, text);
    showToast(`Sent to ${names.length === 1 ? names[0] : `${names.length} characters`}.`, { tone: 'ok' });
    onClose();
  }

  return (
    <Dialog
      title={names.length === 1 ? `Command ${names[0]}` : `Command ${names.length} characters`}
      onClose={onClose}
    >
      <form onSubmit={send}>
        <TextField
          label="Command"
          hint="As it would be typed in the game; what becomes of it stands in each one’s chat window."
          mono
          placeholder="/vt start"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={command}
          onChange={(event) => setCommand(event.target.value)}
          data-autofocus
        />
        <p className={styles.names}>{names.join(', ')}</p>
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="main" disabled={text === ''}>
            Send to {names.length === 1 ? names[0] : `all ${names.length}`}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
