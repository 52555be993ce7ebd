import { useEffect, useRef, useState } from 'react';
import { type Answer, rowPath } from '../api/client.ts';
import { useAdmin } from '../api/context.ts';
import { errorsOf, messageOf, Problem } from '../api/problem.ts';
import { useQueryClient } from '../api/query.ts';
import { titleOf } from '../api/schema.ts';
import type { Revision, Row, Type } from '../api/types.ts';
import { forgetRows } from '../api/writes.ts';
import { edit as words } from '../text/edit.ts';
import { text } from '../text/en.ts';
import { showToast } from '../ui/toasts.ts';
import {
  type ChildEdits,
  childWrites,
  countEdits,
  inlinesOf,
  leftEdits,
  NO_EDITS,
  unreadableChildren,
} from './children.ts';
import { changedDraft, type Draft, defaultsOf, itemOf, unreadable, wireOf, writable } from './form.ts';
import { type Merge, merge3 } from './merge3.ts';
import { saveTogether } from './saveTogether.ts';
import { takeBackAll } from './takeBackAll.ts';
import type { Loaded } from './useRow.ts';

/** Who made the row what it is now. */
export type Saver = { name: string; at: string; revision: number } | undefined;

/** Somebody saved the row while it is edited here. */
export interface Newer {
  theirs: Loaded;
  merge: Merge;
  by: Saver;
  /** It came up while saving, which goes on after it. */
  saving: boolean;
}

interface Told {
  id: string;
  undo: string[];
}

/** The state of the form of one row, and how it is saved. */
export function useRowForm(type: Type, fresh: Loaded | null, refetch: () => Promise<Loaded | undefined>) {
  const { api, meta } = useAdmin();
  const queries = useQueryClient();
  const [start, setStart] = useState(fresh);
  const [draft, setDraft] = useState<Draft>({});
  const [children, setChildren] = useState<Readonly<Record<string, ChildEdits>>>({});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [message, setMessage] = useState('');
  const [saving, setSaving] = useState(false);
  const [newer, setNewer] = useState<Newer | null>(null);
  const [choosing, setChoosing] = useState(false);
  // Controls that keep what was typed begin anew where values come from elsewhere.
  const [round, setRound] = useState(0);
  const creating = start === null;
  const base: Record<string, unknown> = start?.row ?? defaultsOf(type);
  const inlines = inlinesOf(meta, type);
  const changes =
    Object.keys(draft).length +
    inlines.reduce((n, { edge }) => n + countEdits(children[edge.name] ?? NO_EDITS), 0);
  const busy = useRef(false);
  const { row: startRow, etag: startEtag } = start ?? { row: null, etag: '' };

  // Only what the form can change is brought together; what the server sets by itself follows.
  function ours(row: Row): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(row).filter(([name]) => {
        const item = itemOf(type, name);
        return item !== undefined && item.name === name && writable(type, item, false);
      }),
    );
  }

  async function saver(): Promise<Saver> {
    if (startRow === null) return undefined;
    try {
      const last = await api.get<{ items: Revision[] }>(`${rowPath(type.slug, startRow.id)}/history`, {
        limit: 1,
      });
      const [item] = last.items;
      return item && { name: item.by.name, at: item.at, revision: item.revision };
    } catch {
      return undefined;
    }
  }

  function adopt(theirs: Loaded, givenUp: readonly string[] = []): Draft {
    const kept = Object.fromEntries(
      Object.entries(draft).flatMap(([name, value]) =>
        givenUp.includes(name) ? [] : Object.entries(changedDraft(type, theirs.row, {}, name, value)),
      ),
    );
    setStart(theirs);
    setDraft(kept);
    setNewer(null);
    setChoosing(false);
    setErrors({});
    setRound((n) => n + 1);
    return kept;
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when another version of the row has come, and then once
  useEffect(() => {
    if (fresh === null || startRow === null || fresh.etag === startEtag || busy.current) return;
    if (Object.keys(draft).length === 0) {
      adopt(fresh);
      return;
    }
    const merge = merge3(ours(startRow), ours(fresh.row), draft);
    let current = true;
    void saver().then((by) => {
      if (current) setNewer({ theirs: fresh, merge, by, saving: false });
    });
    return () => {
      current = false;
    };
  }, [fresh, startEtag]);

  function change(name: string, value: unknown) {
    setDraft((before) => changedDraft(type, base, before, name, value));
    setErrors(({ [name]: _, ...rest }) => rest);
  }

  function discard() {
    setDraft({});
    setChildren({});
    setErrors({});
    setMessage('');
    setRound((n) => n + 1);
    if (newer !== null) adoptEmpty(newer.theirs);
  }

  function adoptEmpty(theirs: Loaded) {
    setStart(theirs);
    setNewer(null);
  }

  /** Saves all of it; null where it was not. The row is read again before the changes are let go of. */
  async function save(draftNow: Draft = draft, startNow: Loaded | null = start): Promise<Told | null> {
    if (busy.current) return null;
    const bad = unreadable(draftNow);
    const badChildren = inlines.map(
      (inline) => [inline, unreadableChildren(children[inline.edge.name] ?? NO_EDITS)] as const,
    );
    if (Object.keys(bad).length > 0 || badChildren.some(([, of]) => Object.keys(of).length > 0)) {
      setErrors(bad);
      for (const [{ edge }, of] of badChildren) {
        setChildren((all) => ({ ...all, [edge.name]: { ...(all[edge.name] ?? NO_EDITS), errors: of } }));
      }
      return null;
    }
    busy.current = true;
    setSaving(true);
    setErrors({});
    setMessage('');
    try {
      const body = wireOf(type, draftNow);
      const row =
        startNow === null
          ? { key: '', send: () => api.call<Row>('POST', `/${type.slug}`, { body }) }
          : Object.keys(body).length === 0
            ? null
            : {
                key: '',
                send: () =>
                  api.call<Row>('PATCH', rowPath(type.slug, startNow.row.id), { body, etag: startNow.etag }),
              };
      const { saved, failed } = await saveTogether<Answer<Row>>(
        row,
        (sent) => {
          const parent = sent?.data.id ?? startNow?.row.id ?? '';
          return inlines.flatMap((inline) =>
            childWrites(api, inline, children[inline.edge.name] ?? NO_EDITS, parent),
          );
        },
        (token) => api.call('POST', `/_undo/${encodeURIComponent(token)}`),
      );
      if (failed.size > 0) {
        await refused(saved, failed, draftNow, startNow);
        return null;
      }
      const undo = [...saved.values()].map((answer) => answer.undo);
      const id = saved.get('')?.data.id ?? startNow?.row.id ?? '';
      for (const { type: child } of inlines) forgetRows(queries, child.slug);
      forgetRows(queries, type.slug);
      const label = titleOf(saved.get('')?.data ?? (startNow?.row as Row));
      const tell = startNow === null ? words.created(label) : words.saved(label);
      if (startNow !== null) {
        const now = await refetch();
        if (now !== undefined) adoptEmpty(now);
      }
      setDraft({});
      setChildren({});
      setNewer(null);
      setChoosing(false);
      setRound((n) => n + 1);
      // Whoever reads this may go on: what he types from now on stays.
      showToast(tell, {
        tone: 'ok',
        ...(undo.length > 0 &&
          !undo.includes('') && {
            action: { label: text.undo, run: () => void takeBackAll(api, queries, undo) },
          }),
      });
      return { id, undo };
    } finally {
      busy.current = false;
      setSaving(false);
    }
  }

  async function refused(
    saved: ReadonlyMap<string, Answer<Row>>,
    failed: ReadonlyMap<string, unknown>,
    draftNow: Draft,
    startNow: Loaded | null,
  ) {
    const own = failed.get('');
    if (own instanceof Problem && own.code === 'stale' && startNow !== null) {
      const theirs = await refetch();
      if (theirs === undefined) return setMessage(messageOf(own));
      const merge = merge3(ours(startNow.row), ours(theirs.row), draftNow);
      setNewer({ theirs, merge, by: await saver(), saving: true });
      setChoosing(true);
      return;
    }
    if (own !== undefined) {
      setErrors(byItem(type, errorsOf(own)));
      setMessage(messageOf(own, Object.keys(errorsOf(own))));
      return;
    }
    const told = new Map(
      [...failed].map(([key, error]) => {
        const stale = error instanceof Problem && error.code === 'stale';
        const of = errorsOf(error);
        return [
          key,
          stale
            ? { '': words.children.stale }
            : Object.keys(of).length > 0
              ? { ...of }
              : { '': messageOf(error) },
        ];
      }),
    );
    setChildren((all) =>
      Object.fromEntries(
        inlines.map((inline) => [
          inline.edge.name,
          leftEdits(inline, all[inline.edge.name] ?? NO_EDITS, saved, told),
        ]),
      ),
    );
    setMessage(saved.size > 0 ? words.children.partly : words.children.taken);
    for (const { type: child } of inlines) forgetRows(queries, child.slug);
    if (startNow !== null) {
      const now = await refetch();
      if (now !== undefined) setStart(now);
    }
    if (saved.has('')) setDraft({});
  }

  return {
    creating,
    start,
    base,
    draft,
    change,
    children,
    setChildren: (name: string, edits: ChildEdits) => setChildren((all) => ({ ...all, [name]: edits })),
    inlines,
    errors,
    message,
    saving,
    changes,
    round,
    newer,
    choosing,
    setChoosing,
    adopt,
    discard,
    save,
  };
}

/** Errors by what the form shows: those of a foreign key go to its edge. */
function byItem(type: Type, errors: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([name, why]) => [itemOf(type, name)?.name ?? name, why]),
  );
}
