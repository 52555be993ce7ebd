import { useState } from 'react';
import type { Type } from '../api/types.ts';
import { showProblem } from '../api/writes.ts';
import { ActionDialog } from './ActionDialog.tsx';
import { BulkEditDialog } from './BulkEditDialog.tsx';
import { DeleteDialog } from './DeleteDialog.tsx';
import type { Asking } from './ListPage.tsx';

interface Props {
  type: Type;
  asking: Asking;
  run: (asked: Asking, args?: Record<string, unknown>) => Promise<void>;
  onClose: () => void;
}

/** Whatever the list asks before it changes something. */
export default function ListDialogs({ type, asking, run, onClose }: Props) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function go(args?: Record<string, unknown>) {
    setBusy(true);
    setError(null);
    try {
      await run(asking, args);
    } catch (failure) {
      setError(failure);
      // This dialog has no fields to say it beside.
      if (asking.kind === 'delete') showProblem(failure);
    } finally {
      setBusy(false);
    }
  }

  const { what } = asking;
  switch (asking.kind) {
    case 'edit':
      return (
        <BulkEditDialog type={type} what={what} busy={busy} error={error} onSave={go} onClose={onClose} />
      );
    case 'delete':
      return (
        <DeleteDialog
          type={type}
          rows={asking.rows}
          what={what}
          busy={busy}
          onDelete={() => void go()}
          onClose={onClose}
        />
      );
    case 'action':
      return (
        <ActionDialog
          action={asking.action}
          what={what}
          busy={busy}
          error={error}
          onRun={go}
          onClose={onClose}
        />
      );
  }
}
