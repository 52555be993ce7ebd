import { useState } from 'react';
import { rowPath } from '../api/client.ts';
import { useAdmin } from '../api/context.ts';
import { titleOf } from '../api/schema.ts';
import type { Type } from '../api/types.ts';
import { showProblem, useWritten } from '../api/writes.ts';
import { DeleteDialog } from '../list/DeleteDialog.tsx';
import { edit as words } from '../text/edit.ts';
import { text } from '../text/en.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { useNavigate } from '../ui/router.tsx';
import styles from './EditPage.module.css';
import type { Loaded } from './useRow.ts';

interface Props {
  /** Id of the form that is saved. */
  form: string;
  type: Type;
  creating: boolean;
  row: Loaded | null;
  changes: number;
  saving: boolean;
  /** How many fields and children are refused. */
  wrong: number;
  message: string;
  onAnother: () => void;
  onDiscard: () => void;
  onWrong: () => void;
  onLeft: () => void;
}

/** The end of the form: save, and what is in the way of it. */
export function FormFoot({
  form,
  type,
  creating,
  row,
  changes,
  saving,
  wrong,
  message,
  onAnother,
  onDiscard,
  onWrong,
  onLeft,
}: Props) {
  const { api } = useAdmin();
  const navigate = useNavigate();
  const written = useWritten();
  const [deleting, setDeleting] = useState(false);
  const [busy, setBusy] = useState(false);
  const trashed = type.soft_delete !== undefined && row !== null && Boolean(row.row[type.soft_delete]);

  async function remove() {
    if (row === null) return;
    setBusy(true);
    try {
      const { undo } = await api.call('DELETE', rowPath(type.slug, row.row.id), { etag: row.etag });
      onLeft();
      navigate(`/${type.slug}`);
      written(type.slug, words.deleted(titleOf(row.row)), undo);
    } catch (error) {
      setBusy(false);
      setDeleting(false);
      showProblem(error);
    }
  }

  return (
    <footer className={styles.foot}>
      {(creating || type.rights.update) && (
        <>
          <Button type="submit" form={form} kind="main" busy={saving} disabled={!creating && changes === 0}>
            {words.save} <Kbd keys="mod+s" />
          </Button>
          {type.rights.create && (
            <Button className={styles.another} onClick={onAnother}>
              {words.addAnother}
            </Button>
          )}
          <Button kind="quiet" disabled={!creating && changes === 0} onClick={onDiscard}>
            {creating ? text.cancel : words.discard}
          </Button>
        </>
      )}
      <span className={styles.told} role="status">
        {message !== '' && <span>{message}</span>}
        {wrong > 0 && (
          <button type="button" className={styles.wrong} onClick={onWrong}>
            <Icon name="triangle-alert" />
            {words.fix(wrong)}
          </button>
        )}
      </span>
      {row !== null && type.rights.delete && !trashed && (
        <Button kind="danger" icon="trash-2" onClick={() => setDeleting(true)}>
          {text.deleteDots}
        </Button>
      )}
      {deleting && row !== null && (
        <DeleteDialog
          type={type}
          rows={{ ids: [row.row.id] }}
          what={titleOf(row.row)}
          busy={busy}
          onDelete={() => void remove()}
          onClose={() => setDeleting(false)}
        />
      )}
    </footer>
  );
}
