import { Copy, Download } from 'lucide-react';
import { Button } from '../ui/Button.tsx';
import { copyText } from '../ui/copyText.ts';
import { DialogFoot } from '../ui/DialogFoot.tsx';
import { showToast } from '../ui/toasts.ts';
import { useAutofocus } from '../ui/useAutofocus.ts';
import styles from './Totp.module.css';
import { codesFile } from './totp.ts';

interface Props {
  codes: string[];
  onDone: () => void;
}

/** Shown this once: the server keeps only hashes. */
export function TotpCodes({ codes, onDone }: Props) {
  const step = useAutofocus<HTMLDivElement>();

  function download() {
    const url = URL.createObjectURL(new Blob([codesFile(codes)], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = 'mosswart-overlord-recovery-codes.txt';
    link.click();
    URL.revokeObjectURL(url);
  }

  return (
    <div ref={step} className={styles.step}>
      <p className={styles.text}>
        Two-step sign-in is on. Should you lose the phone, each of these codes opens the account once. They
        are not shown again.
      </p>
      <ul className={styles.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <DialogFoot>
        <Button
          icon={Copy}
          onClick={async () => {
            const done = await copyText(codes.join('\n'));
            if (done) showToast('Recovery codes copied.', { tone: 'ok' });
            else showToast('The browser refused the clipboard. Save the file instead.', { tone: 'danger' });
          }}
        >
          Copy
        </Button>
        <Button icon={Download} onClick={download}>
          Save as a file
        </Button>
        <Button kind="main" onClick={onDone} data-autofocus>
          I have kept them
        </Button>
      </DialogFoot>
    </div>
  );
}
