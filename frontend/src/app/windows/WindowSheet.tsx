import { X } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import type { OpenWindow } from '../../chat/win.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { KINDS } from './kinds.ts';
import { WindowContent } from './WindowContent.tsx';
import styles from './WindowSheet.module.css';

/** A window on a phone: the whole screen, until it is closed. */
export function WindowSheet({ window, onClose }: { window: OpenWindow; onClose: () => void }) {
  const { kind, name } = window;
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={styles.sheet}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className={styles.head}>
        <h2 id={id} className={styles.title}>
          {name} <span className={styles.kind}>{KINDS[kind].word}</span>
        </h2>
        <IconButton icon={X} label={`Close ${name}`} onClick={onClose} />
      </header>
      <WindowContent kind={kind} name={name} />
    </dialog>
  );
}
