import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './Button.tsx';
import styles from './CopyField.module.css';
import { copyText } from './copyText.ts';

interface Props {
  label: string;
  value: string;
}

/** A value to carry elsewhere, with its button. Where the clipboard is refused the value is selected for the hand. */
export function CopyField({ label, value }: Props) {
  const [copied, setCopied] = useState(false);
  return (
    <div className={styles.row}>
      <input
        className={styles.value}
        aria-label={label}
        readOnly
        value={value}
        onFocus={(event) => event.target.select()}
      />
      <Button
        kind={copied ? 'plain' : 'main'}
        icon={copied ? Check : Copy}
        data-autofocus
        onClick={async (event) => {
          const input = event.currentTarget.parentElement?.querySelector('input');
          if (await copyText(value)) setCopied(true);
          else input?.focus();
        }}
      >
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
