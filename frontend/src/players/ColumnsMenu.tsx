import { Columns3 } from 'lucide-react';
import { useId, useRef } from 'react';
import { Button } from '../ui/Button.tsx';
import box from '../ui/Checkbox.module.css';
import { placeBelow } from '../ui/menuPlacement.ts';
import styles from './ColumnsMenu.module.css';
import { COLUMNS } from './columns.ts';
import { COLUMN_KEYS, type ColumnKey } from './search.ts';

interface Props {
  columns: readonly ColumnKey[];
  onChange: (columns: readonly ColumnKey[] | null) => void;
}

/** Chooses the columns, as a popover of ticks; null is those shown at first. */
export function ColumnsMenu({ columns, onChange }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);

  function place(open: boolean) {
    button.current?.setAttribute('aria-expanded', String(open));
    if (!open || menu.current === null || button.current === null) return;
    const { left, top } = placeBelow(
      button.current.getBoundingClientRect(),
      { width: menu.current.offsetWidth, height: menu.current.offsetHeight },
      { width: innerWidth, height: innerHeight },
    );
    menu.current.style.left = `${left}px`;
    menu.current.style.top = `${top}px`;
  }

  return (
    <>
      <Button ref={button} icon={Columns3} aria-expanded="false" popoverTarget={id}>
        Columns
      </Button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        className={styles.menu}
        onToggle={(event) => place(event.newState === 'open')}
      >
        <fieldset className={styles.ticks}>
          <legend className="visually-hidden">Columns that are shown</legend>
          {COLUMN_KEYS.filter((key) => key !== 'name').map((key) => (
            <label key={key} className={styles.tick}>
              <input
                type="checkbox"
                className={box.box}
                checked={columns.includes(key)}
                onChange={(event) =>
                  onChange(
                    event.target.checked ? [...columns, key] : columns.filter((other) => other !== key),
                  )
                }
              />
              {COLUMNS[key].label}
            </label>
          ))}
        </fieldset>
        <Button small wide onClick={() => onChange(null)}>
          As at first
        </Button>
      </div>
    </>
  );
}
