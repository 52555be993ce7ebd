import { CircleAlert } from 'lucide-react';
import styles from './FormError.module.css';

/** What went wrong with a form as a whole; nothing where the text is empty. */
export function FormError({ text }: { text: string }) {
  if (text === '') return null;
  return (
    <p className={styles.error} role="alert">
      <CircleAlert size={16} aria-hidden="true" />
      {text}
    </p>
  );
}
