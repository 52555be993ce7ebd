import { useState } from 'react';
import { rowPath } from '../api/client.ts';
import { useAdmin } from '../api/context.ts';
import { titleOf } from '../api/schema.ts';
import type { Row, Type } from '../api/types.ts';
import { showProblem, useWritten } from '../api/writes.ts';
import { history as words } from '../text/history.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';

interface Props {
  type: Type;
  row: Row;
  etag: string;
  /** The row gets the values that it had before this one. */
  revision: number;
  onClose: () => void;
}

/** Asks before a row goes back to what it was. */
export function RevertDialog({ type, row, etag, revision, onClose }: Props) {
  const { api } = useAdmin();
  const written = useWritten();
  const [busy, setBusy] = useState(false);

  async function revert() {
    setBusy(true);
    try {
      const { undo } = await api.call('POST', `${rowPath(type.slug, row.id)}/revert/${revision - 1}`, {
        etag,
      });
      written(type.slug, words.reverted(titleOf(row), revision), undo);
    } catch (error) {
      showProblem(error);
    }
    onClose();
  }

  return (
    <ConfirmDialog
      title={words.revertTitle(revision)}
      confirm={words.revertNow}
      busy={busy}
      onConfirm={() => void revert()}
      onClose={onClose}
    >
      <p>{words.revertWhy}</p>
    </ConfirmDialog>
  );
}
