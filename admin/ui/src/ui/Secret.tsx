import { text } from '../text/en.ts';
import { Button } from './Button.tsx';
import { Input } from './Input.tsx';
import styles from './Secret.module.css';
import { showToast } from './toasts.ts';

/** Something to be copied and kept elsewhere. */
export function Secret({ label, value }: { label: string; value: string }) {
  return (
    <div className={styles.row}>
      <Input
        mono
        readOnly
        data-autofocus=""
        aria-label={label}
        value={value}
        onFocus={(event) => event.target.select()}
      />
      <Button
        icon="copy"
        onClick={() =>
          void navigator.clipboard.writeText(value).then(() => showToast(text.copied, { tone: 'ok' }))
        }
      >
        {text.copy}
      </Button>
    </div>
  );
}
