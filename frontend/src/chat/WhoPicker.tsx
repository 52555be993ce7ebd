import { ChevronDown, X } from 'lucide-react';
import styles from './WhoPicker.module.css';

interface Props {
  names: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}

/** Chooses the characters whose chat is shown; nobody chosen is everybody. */
export function WhoPicker({ names, chosen, onChange }: Props) {
  const left = names.filter((name) => !chosen.includes(name)).sort((a, b) => (a < b ? -1 : 1));
  return (
    <div className={styles.picker}>
      <span className={styles.box}>
        <select
          className={styles.select}
          aria-label="Show a character's chat"
          value=""
          onChange={(event) => {
            if (event.target.value !== '') onChange([...chosen, event.target.value]);
          }}
        >
          <option value="">{chosen.length === 0 ? 'Everybody' : 'Add a character'}</option>
          {left.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <ChevronDown size={16} className={styles.chevron} aria-hidden="true" />
      </span>
      {chosen.map((name) => (
        <button
          key={name}
          type="button"
          className={styles.chosen}
          aria-label={`Without ${name}`}
          onClick={() => onChange(chosen.filter((one) => one !== name))}
        >
          {name}
          <X size={14} aria-hidden="true" />
        </button>
      ))}
    </div>
  );
}
