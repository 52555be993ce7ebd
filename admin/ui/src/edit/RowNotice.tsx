import type { Row, Type } from '../api/types.ts';
import { edit as words } from '../text/edit.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './EditPage.module.css';
import { itemOf } from './form.ts';
import type { Newer } from './useRowForm.ts';

interface Props {
  type: Type;
  row: Row | undefined;
  newer: Newer | null;
  creating: boolean;
  onTake: () => void;
}

/** What one should know before one types: somebody saved it, it is in the trash, it is only to be looked at. */
export function RowNotice({ type, row, newer, creating, onTake }: Props) {
  const trashed = type.soft_delete !== undefined && row !== undefined && Boolean(row[type.soft_delete]);
  const changed = newer === null ? [] : [...newer.merge.conflicts.map((c) => c.name), ...newer.merge.theirs];
  return (
    <div role="status">
      {newer !== null && (
        <p className={styles.notice}>
          <Icon name="users" />
          <span>
            {words.newer(
              newer.by?.name ?? words.conflict.somebody,
              changed.map((name) => itemOf(type, name)?.label ?? name).join(', '),
            )}
          </span>
          <Button small onClick={onTake}>
            {words.showTheirs}
          </Button>
        </p>
      )}
      {trashed && (
        <p className={styles.notice}>
          <Icon name="trash-2" />
          {words.inTrash}
        </p>
      )}
      {!creating && !type.rights.update && (
        <p className={styles.notice}>
          <Icon name="lock" />
          {words.readOnly}
        </p>
      )}
    </div>
  );
}
