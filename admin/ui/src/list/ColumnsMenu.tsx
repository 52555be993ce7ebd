import { columnsOf } from '../api/schema.ts';
import type { Type } from '../api/types.ts';
import { list as words } from '../text/list.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Popover } from '../ui/Popover.tsx';
import styles from './ColumnsMenu.module.css';
import { moved, shownColumns } from './columns.ts';

interface Props {
  type: Type;
  chosen: readonly string[] | null;
  /** null is the type's own choice. */
  onChange: (columns: string[] | null) => void;
}

/** Chooses the columns and their order. */
export function ColumnsMenu({ type, chosen, onChange }: Props) {
  const shown = shownColumns(type, chosen).map((column) => column.name);
  const all = columnsOf(type);
  const label = new Map(all.map((column) => [column.name, column.label]));
  const ordered = [...shown, ...all.map((column) => column.name).filter((name) => !shown.includes(name))];

  return (
    <Popover
      label={words.columns}
      trigger={(props) => (
        <Button icon="columns-3" {...props}>
          <span className={styles.word}>{words.columns}</span>
        </Button>
      )}
    >
      {() => (
        <div className={styles.menu}>
          <p className={styles.hint}>{words.columnsHint}</p>
          <ul>
            {ordered.map((name) => {
              const at = shown.indexOf(name);
              const on = at >= 0;
              const heading = label.get(name) ?? name;
              return (
                <li key={name} className={styles.row}>
                  <Checkbox
                    className={styles.tick}
                    label={heading}
                    checked={on}
                    disabled={on && shown.length === 1}
                    onChange={() => onChange(on ? shown.filter((other) => other !== name) : [...shown, name])}
                  />
                  {on && (
                    <>
                      <IconButton
                        small
                        icon="arrow-up"
                        label={words.moveUp(heading)}
                        disabled={at === 0}
                        onClick={() => onChange(moved(shown, name, -1))}
                      />
                      <IconButton
                        small
                        icon="arrow-down"
                        label={words.moveDown(heading)}
                        disabled={at === shown.length - 1}
                        onClick={() => onChange(moved(shown, name, 1))}
                      />
                    </>
                  )}
                </li>
              );
            })}
          </ul>
          <Button small className={styles.reset} disabled={chosen === null} onClick={() => onChange(null)}>
            {words.asAtFirst}
          </Button>
        </div>
      )}
    </Popover>
  );
}
