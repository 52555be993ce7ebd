import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import box from '../ui/Checkbox.module.css';
import { Dialog } from '../ui/Dialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { TextField } from '../ui/TextField.tsx';
import { mayHandOver, type SuitForm, withOwner } from './form.ts';
import { thousands } from './numbers.ts';
import styles from './picker.module.css';
import { Stepper } from './Stepper.tsx';
import type { SuitCharacter } from './types.ts';

interface Props {
  form: SuitForm;
  characters: readonly SuitCharacter[];
  onChange: (form: SuitForm) => void;
  onClose: () => void;
}

/** Whose pieces may be used, and from how many different owners at most. */
export function CharactersDialog({ form, characters, onChange, onClose }: Props) {
  const [words, setWords] = useState('');
  const wanted = words.trim().toLowerCase();
  const shown = characters.filter(({ name }) => name.toLowerCase().includes(wanted));
  return (
    <Dialog title="Characters" onClose={onClose} wide>
      <TextField
        label="Find a character"
        value={words}
        onChange={(event) => setWords(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <div className={styles.actions}>
        <Button small onClick={() => onChange({ ...form, owners: null, without: [] })}>
          All in
        </Button>
        <Button
          small
          onClick={() => onChange({ ...form, owners: null, without: characters.map(({ name }) => name) })}
        >
          All out
        </Button>
        <span className={styles.limit}>
          From at most
          <Stepper
            label="Owners, at most"
            value={form.maxOwners}
            min={1}
            max={16}
            none="any"
            onChange={(maxOwners) => onChange({ ...form, maxOwners })}
          />
          owners
        </span>
      </div>
      {shown.length === 0 ? (
        <EmptyState title="Nobody is called so" />
      ) : (
        <ul className={styles.list} aria-label="Characters">
          {shown.map(({ name, level, items, online }) => (
            <li key={name}>
              <label className={styles.tick}>
                <input
                  type="checkbox"
                  className={box.box}
                  checked={mayHandOver(form, name)}
                  onChange={(event) => onChange(withOwner(form, name, event.target.checked))}
                />
                <span className={styles.name}>
                  {name}{' '}
                  <small>
                    {level !== null && `level ${level}`}
                    {name === form.wearer && ' · wearer'}
                    {online && ' · online'}
                  </small>
                </span>
                <span className={styles.number}>
                  {thousands(items)} <small>pieces</small>
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
