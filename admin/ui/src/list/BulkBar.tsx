import type { Action, Count, Type } from '../api/types.ts';
import { list as words } from '../text/list.ts';
import { Button } from '../ui/Button.tsx';
import { iconNamed } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu } from '../ui/Menu.tsx';
import { countText, numberText } from '../ui/numbers.ts';
import styles from './BulkBar.module.css';
import type { Running } from './useBulk.ts';
import type { Selection } from './useSelection.ts';

interface Props {
  type: Type;
  selection: Selection;
  count: Count | undefined;
  /** Every row of this page is selected, and there are more. */
  more: boolean;
  actions: readonly Action[];
  running: Running | null;
  onAction: (action: Action) => void;
  onEdit: () => void;
  onExport: (format: string) => void;
  onDelete: () => void;
}

/** What to do with the selected rows, above the list's end. */
export function BulkBar(props: Props) {
  const { type, selection, count, more, actions, running, onAction, onEdit, onExport, onDelete } = props;
  const total = count === undefined ? '' : countText(count);
  const selected = selection.all ? total : numberText(selection.ids.size);
  const [first, ...others] = actions;

  if (running !== null) {
    return (
      <section className={styles.bar} aria-label={words.bulk.bar} aria-live="polite">
        <span className={styles.count}>{words.bulk.job(running.what)}</span>
        <progress
          className={styles.progress}
          aria-label={running.what}
          {...(running.total > 0 && { value: running.done, max: running.total })}
        />
        {running.total > 0 && <span>{words.bulk.of(running.done, running.total)}</span>}
        {running.stop !== undefined && (
          <Button kind="quiet" onClick={running.stop}>
            {words.bulk.stop}
          </Button>
        )}
      </section>
    );
  }

  return (
    <section className={styles.bar} aria-label={words.bulk.bar}>
      <span className={styles.count} role="status">
        {words.bulk.selected(selected)}
      </span>
      {more && !selection.all && (
        <button type="button" className={styles.all} onClick={selection.selectAll}>
          {words.bulk.selectAll(total)}
        </button>
      )}
      <span className={styles.rule} />
      {first !== undefined && (
        <Button kind="main" icon={iconNamed(first.icon, 'zap')} onClick={() => onAction(first)}>
          {first.label}
        </Button>
      )}
      {others.length > 0 && (
        <Menu
          label={words.actions('')}
          items={others.map((action) => ({
            label: action.label,
            icon: iconNamed(action.icon, 'zap'),
            danger: action.tone === 'bad',
            run: () => onAction(action),
          }))}
        />
      )}
      {type.rights.update && (
        <Button kind="quiet" icon="pencil" onClick={onEdit}>
          {words.bulk.edit}
        </Button>
      )}
      {type.rights.export && (
        <Menu
          label={words.bulk.export}
          items={['csv', 'json', 'ndjson'].map((format) => ({
            label: format.toUpperCase(),
            icon: 'file',
            run: () => onExport(format),
          }))}
          trigger={(trigger) => (
            <Button kind="quiet" icon="download" {...trigger}>
              {words.bulk.export}
            </Button>
          )}
        />
      )}
      {type.rights.delete && (
        <Button kind="danger" icon="trash-2" onClick={onDelete}>
          {words.deleteDots}
        </Button>
      )}
      <IconButton icon="x" label={words.bulk.clear} onClick={selection.clear} />
    </section>
  );
}
