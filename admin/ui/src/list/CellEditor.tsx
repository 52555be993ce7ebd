import { type KeyboardEvent, useRef, useState } from 'react';
import { rowPath } from '../api/client.ts';
import { useAdmin } from '../api/context.ts';
import { Problem } from '../api/problem.ts';
import { useQuery } from '../api/query.ts';
import { type Column, titleOf } from '../api/schema.ts';
import type { Ref, Row, Type } from '../api/types.ts';
import { showProblem, useWritten } from '../api/writes.ts';
import { FieldInput } from '../fields/FieldInput.tsx';
import { RefInput } from '../fields/RefInput.tsx';
import { BadJson, toWire } from '../fields/wire.ts';
import { list as words } from '../text/list.ts';
import { showToast } from '../ui/toasts.ts';
import styles from './RowTable.module.css';

interface Props {
  type: Type;
  row: Row;
  column: Column;
  onDone: () => void;
}

/**
 * One cell as an input: Enter or leaving it saves, Escape does not. The row is asked for anew as it opens, so that
 * what is edited is what is there, and a change of somebody else in between is found out.
 */
export function CellEditor({ type, row, column, onDone }: Props) {
  const { api } = useAdmin();
  const written = useWritten();
  const path = rowPath(type.slug, row.id);
  const fresh = useQuery({
    queryKey: ['cell', type.slug, row.id, column.name],
    queryFn: ({ signal }) => api.call<Row>('GET', path, { signal }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const [given, setGiven] = useState<{ value: unknown } | null>(null);
  const done = useRef(false);
  const before = fresh.data?.data[column.name];
  const value = given === null ? (before ?? row[column.name]) : given.value;

  async function save(next: unknown) {
    if (done.current || fresh.data === undefined || next instanceof BadJson) return;
    const wire = column.field === undefined ? ((next as Ref | null)?.id ?? null) : toWire(column.field, next);
    const was = column.field === undefined ? ((before as Ref | null)?.id ?? null) : before;
    done.current = true;
    if (wire === was || (wire === '' && (was === null || was === undefined))) return onDone();
    try {
      const answer = await api.call('PATCH', path, { body: { [column.name]: wire }, etag: fresh.data.etag });
      onDone();
      written(type.slug, words.cellSaved(column.label, titleOf(row)), answer.undo);
    } catch (error) {
      done.current = false;
      if (error instanceof Problem && error.status === 409) {
        showToast(words.cellStale, { tone: 'danger' });
        onDone();
      } else showProblem(error);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.key === 'Escape' && !event.defaultPrevented) {
      done.current = true;
      onDone();
    } else if (
      event.key === 'Enter' &&
      !event.shiftKey &&
      !event.defaultPrevented &&
      column.field?.kind !== 'enum'
    ) {
      event.preventDefault();
      void save(value);
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are the input's
    <div
      className={styles.editor}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        if (given === null) {
          if (!done.current) onDone();
        } else void save(given.value);
      }}
    >
      {column.field !== undefined ? (
        <FieldInput
          autoFocus
          aria-label={column.label}
          field={column.field}
          value={value}
          onChange={(next) => {
            setGiven({ value: next });
            // A choice is made; there is nothing more to type.
            if (column.field.kind === 'enum' || column.field.kind === 'bool') void save(next);
          }}
        />
      ) : (
        column.edge !== undefined && (
          <RefInput
            autoFocus
            label={column.label}
            edge={column.edge}
            value={value as Ref | null}
            onChange={(next) => {
              setGiven({ value: next });
              void save(next);
            }}
          />
        )
      )}
    </div>
  );
}

/** Whether the list lets somebody change the column in place: short values of one line, and to-one edges. */
export function cellEditable(type: Type, column: Column): boolean {
  if (!type.rights.update) return false;
  if (column.field !== undefined) {
    const { writable, immutable, kind, widget } = column.field;
    const long = kind === 'json' || kind === 'bytes' || widget === 'textarea' || widget === 'markdown';
    return writable === true && immutable !== true && !long;
  }
  return column.edge?.writable === true && column.edge.immutable !== true;
}
