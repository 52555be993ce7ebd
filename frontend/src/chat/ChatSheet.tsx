import { X } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { IconButton } from '../ui/IconButton.tsx';
import { ChatPanel } from './ChatPanel.tsx';
import styles from './ChatSheet.module.css';

/** A character's chat on a phone: the whole screen, until it is closed. */
export function ChatSheet({ name, onClose }: { name: string; onClose: () => void }) {
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
          {name} <span className={styles.kind}>Chat</span>
        </h2>
        <IconButton icon={X} label={`Close ${name}`} onClick={onClose} />
      </header>
      <ChatPanel name={name} />
    </dialog>
  );
}
