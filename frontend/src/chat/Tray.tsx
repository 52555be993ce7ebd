import { MessageSquare, X } from 'lucide-react';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './Tray.module.css';

interface Props {
  names: readonly string[];
  onOpen: (name: string) => void;
  onClose: (name: string) => void;
}

/** The windows that were made small, in a row at the foot of the page. */
export function Tray({ names, onOpen, onClose }: Props) {
  if (names.length === 0) return null;
  return (
    <ul className={styles.tray} aria-label="Minimised windows">
      {names.map((name) => (
        <li key={name} className={styles.item}>
          <button type="button" className={styles.open} onClick={() => onOpen(name)}>
            <MessageSquare size={14} aria-hidden="true" />
            {name} <span className="visually-hidden">chat</span>
          </button>
          <IconButton small icon={X} label={`Close ${name}`} onClick={() => onClose(name)} />
        </li>
      ))}
    </ul>
  );
}
