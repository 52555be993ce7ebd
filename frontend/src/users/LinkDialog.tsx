import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { DialogFoot } from '../ui/DialogFoot.tsx';
import { Time } from '../ui/Time.tsx';
import styles from './LinkDialog.module.css';
import type { NewInvitation } from './users.ts';

/** Shows a one-time link, the one time that it can be shown. */
export function LinkDialog({ invitation, onClose }: { invitation: NewInvitation; onClose: () => void }) {
  const reset = invitation.kind === 'reset';
  return (
    <Dialog title={reset ? 'Link for a new password' : 'Invitation'} onClose={onClose} sticky wide>
      <p className={styles.text}>
        Send this link to{' '}
        <strong>{invitation.username === '' ? 'the one you invite' : invitation.username}</strong>
        {reset
          ? '. Whoever opens it chooses a new password for the account.'
          : invitation.is_admin
            ? '. Whoever opens it becomes an admin.'
            : '. Whoever opens it gets an account.'}{' '}
        It works once and ends <Time at={invitation.expires_at} ahead />. It is not shown again.
      </p>
      <CopyField label="One-time link" value={invitation.url} />
      <DialogFoot>
        <Button onClick={onClose}>Done</Button>
      </DialogFoot>
    </Dialog>
  );
}
