import { useState } from 'react';
import { errorsOf, messageOf } from '../api/problem.ts';
import { edgeOf, fieldOf, toOne } from '../api/schema.ts';
import type { Ref, Type } from '../api/types.ts';
import { FieldInput } from '../fields/FieldInput.tsx';
import { RefInput } from '../fields/RefInput.tsx';
import { BadJson, toWire } from '../fields/wire.ts';
import { text } from '../text/en.ts';
import { list as words } from '../text/list.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './BulkEditDialog.module.css';

interface Props {
  type: Type;
  /** "5 books". */
  what: string;
  busy: boolean;
  error: unknown;
  onSave: (args: Record<string, unknown>) => void;
  onClose: () => void;
}

/** Sets some fields of many rows to the same. */
export function BulkEditDialog({ type, what, busy, error, onSave, onClose }: Props) {
  const [given, setGiven] = useState<Record<string, unknown>>({});
  const fields = type.fields.filter(
    (f) => f.writable && !f.immutable && !f.unique && f.edge === undefined && f.name !== type.soft_delete,
  );
  const edges = type.edges.filter((e) => e.writable && !e.immutable && toOne(e));
  const errors = errorsOf(error);
  const names = Object.keys(given);
  const bad = Object.values(given).some((value) => value instanceof BadJson);

  function tick(name: string, on: boolean) {
    setGiven((before) => {
      if (on) return { ...before, [name]: fieldOf(type, name)?.kind === 'bool' ? false : null };
      const { [name]: _, ...rest } = before;
      return rest;
    });
  }

  function submit() {
    if (names.length === 0 || busy || bad) return;
    onSave(
      Object.fromEntries(
        names.map((name) => {
          const field = fieldOf(type, name);
          if (field !== undefined) return [name, toWire(field, given[name])];
          return [name, (given[name] as Ref | null)?.id ?? null];
        }),
      ),
    );
  }

  return (
    <Dialog
      title={words.bulk.editTitle(what)}
      hint={words.bulk.editHint}
      onClose={onClose}
      onSubmit={submit}
      sticky={names.length > 0}
      foot={
        <>
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button type="submit" kind="main" busy={busy} disabled={names.length === 0 || bad}>
            {words.bulk.save(what)}
          </Button>
        </>
      }
    >
      <ul className={styles.list}>
        {[...fields, ...edges].map(({ name, label }) => {
          const on = name in given;
          const field = fieldOf(type, name);
          const edge = edgeOf(type, name);
          const set = (value: unknown) => setGiven((before) => ({ ...before, [name]: value }));
          return (
            <li key={name} className={styles.row}>
              <Checkbox
                aria-label={words.bulk.change(label)}
                label={label}
                checked={on}
                onChange={(event) => tick(name, event.target.checked)}
              />
              {on && field !== undefined && (
                <FieldInput aria-label={label} autoFocus field={field} value={given[name]} onChange={set} />
              )}
              {on && field === undefined && edge !== undefined && (
                <RefInput
                  label={label}
                  autoFocus
                  edge={edge}
                  value={given[name] as Ref | null}
                  onChange={set}
                />
              )}
              {errors[name] !== undefined && (
                <p className={styles.error} role="alert">
                  {errors[name]}
                </p>
              )}
            </li>
          );
        })}
      </ul>
      {Boolean(error) && messageOf(error, names) !== '' && (
        <p className={styles.error} role="alert">
          <Icon name="circle-alert" size={14} /> {messageOf(error, names)}
        </p>
      )}
    </Dialog>
  );
}
