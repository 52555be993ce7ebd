import { TriangleAlert } from 'lucide-react';
import styles from './WorldFailed.module.css';

export default function WorldFailed() {
  return (
    <p className={styles.failed} role="alert">
      <TriangleAlert size={16} aria-hidden="true" />
      The map of Dereth could not be loaded; positions are right all the same.
    </p>
  );
}
