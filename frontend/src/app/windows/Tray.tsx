import { X } from 'lucide-react';
import type { OpenWindow } from '../../chat/win.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { KINDS } from './kinds.ts';
import styles from './Tray.module.css';

interface Props {
  windows: readonly OpenWindow[];
  onOpen: (id: string) => void;
  onClose: (id: string) => void;
}

/** The windows that were made small, in a row at the foot of the page. */
export function Tray({ windows, onOpen, onClose }: Props) {
  if (windows.length === 0) return null;
  return (
    <ul className={styles.tray} aria-label="Minimised windows">
      {windows.map(({ id, kind, name }) => {
        const { icon: Icon, word } = KINDS[kind];
        return (
          <li key={id} className={styles.item}>
            <button type="button" className={styles.open} onClick={() => onOpen(id)}>
              <Icon size={14} aria-hidden="true" />
              {name} <span className="visually-hidden">{word.toLowerCase()}</span>
            </button>
            <IconButton small icon={X} label={`Close ${name}`} onClick={() => onClose(id)} />
          </li>
        );
      })}
    </ul>
  );
}
