import { Plus } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import styles from './AddCharacter.module.css';

interface Props {
  /** Who can be added. */
  names: readonly string[];
  /** No more fit beside each other. */
  full: boolean;
  onAdd: (name: string) => void;
}

/** Adds a character by name: a line that completes. */
export function AddCharacter({ names, full, onAdd }: Props) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLowerCase();
  const name = names.find((one) => one.toLowerCase() === wanted);

  function add(event: FormEvent) {
    event.preventDefault();
    const likely = name ?? names.find((one) => wanted !== '' && one.toLowerCase().startsWith(wanted));
    if (likely === undefined || full) return;
    onAdd(likely);
    setTyped('');
  }

  return (
    <form className={styles.form} onSubmit={add}>
      <input
        type="text"
        className={styles.input}
        aria-label="Add a character"
        placeholder={full ? 'No more fit beside each other' : 'Add a character'}
        list={id}
        autoComplete="off"
        spellCheck={false}
        disabled={full}
        value={typed}
        onChange={(event) => {
          const next = event.target.value;
          // A name that is taken from the list is added at once.
          const taken = !(event.nativeEvent instanceof InputEvent) && names.includes(next);
          if (taken) onAdd(next);
          setTyped(taken ? '' : next);
        }}
      />
      <datalist id={id}>
        {names.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <Button type="submit" icon={Plus} disabled={full || wanted === ''}>
        Add
      </Button>
    </form>
  );
}
