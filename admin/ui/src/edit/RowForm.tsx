import { useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import { useAdmin } from '../api/context.ts';
import { titleOf, toOne } from '../api/schema.ts';
import type { RefList, Type } from '../api/types.ts';
import { PageHead } from '../app/PageHead.tsx';
import { HistoryDrawer } from '../history/HistoryDrawer.tsx';
import { RevertDialog } from '../history/RevertDialog.tsx';
import { idFilter } from '../list/rowsAsked.ts';
import { ManyInput } from '../relations/ManyInput.tsx';
import { edit as words } from '../text/edit.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { cx } from '../ui/cx.ts';
import { Pill } from '../ui/Pill.tsx';
import { Link, useNavigate } from '../ui/router.tsx';
import { useShortcut } from '../ui/useShortcut.ts';
import { NO_EDITS } from './children.ts';
import styles from './EditPage.module.css';
import { FormField } from './FormField.tsx';
import { FormFoot } from './FormFoot.tsx';
import { isLinks, itemOf, sectionsOf, valuesOf, writable } from './form.ts';
import { InlineTable } from './InlineTable.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import { RowBar } from './RowBar.tsx';
import { RowNotice } from './RowNotice.tsx';
import { useLeaveGuard } from './useLeaveGuard.ts';
import type { Loaded } from './useRow.ts';
import { useRowForm } from './useRowForm.ts';
import { useShownItems } from './useShownItems.ts';

interface Props {
  type: Type;
  /** The row as it was last read; null for a new one. */
  fresh: Loaded | null;
  /** Reads it anew. */
  refetch: () => Promise<Loaded | undefined>;
}

const HISTORY_SHOWN = 'admin.history';

/** The form of a row, with its children, its history and whatever can be done with it. */
export function RowForm({ type, fresh, refetch }: Props) {
  const { live, meta } = useAdmin();
  const navigate = useNavigate();
  const form = useRowForm(type, fresh, refetch);
  const { creating, base, draft, errors, newer, start } = form;
  const [history, setHistory] = useState(
    () => (localStorage.getItem(HISTORY_SHOWN) ?? (innerWidth > 1280 ? '1' : '')) !== '',
  );
  const [reverting, setReverting] = useState<number | null>(null);
  const [refusals, setRefusals] = useState(0);
  const guard = useLeaveGuard(form.changes > 0);
  const ref = useRef<HTMLFormElement>(null);
  const formId = useId();
  const { slug } = type;
  const id = start?.row.id;
  const people = useSyncExternalStore(live.subscribe, () => live.people(slug, id ?? '')).filter(
    (person) => person.id !== meta.me.id,
  );
  const isShown = useShownItems(type);
  const values = valuesOf(base, draft);
  const sections = sectionsOf(type, creating);
  const many = type.edges.filter(
    (e) =>
      !toOne(e) &&
      !form.inlines.some(({ edge }) => edge === e) &&
      (!creating || writable(type, { name: e.name, label: e.label, edge: e }, true)),
  );
  const title = creating
    ? words.newRow(type.label.toLowerCase())
    : titleOf(start?.row ?? fresh?.row ?? { id: '', label: '' });
  const wrong =
    Object.keys(errors).length +
    Object.values(form.children).reduce(
      (n, { errors: of }) => n + Object.values(of).filter((e) => Object.keys(e).length > 0).length,
      0,
    );

  useEffect(() => {
    if (id === undefined) return;
    live.edit({ resource: slug, id });
    return () => live.edit(null);
  }, [live, slug, id]);

  // Whoever saved it meanwhile may be heard of at once.
  const reread = useRef(refetch);
  useEffect(() => {
    reread.current = refetch;
  });
  useEffect(() => {
    live.watch(slug);
    const stop = [
      () => live.watch(''),
      live.onChange((change) => {
        if (change.resource === slug && (change.more || change.ids.includes(id ?? ''))) void reread.current();
      }),
      live.onGap(() => void reread.current()),
    ];
    return () => {
      for (const end of stop) end();
    };
  }, [live, slug, id]);

  function focusFirstError() {
    ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
  // What was refused is marked by then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal is one time
  useEffect(() => {
    if (refusals > 0) focusFirstError();
  }, [refusals]);

  async function save(another = false) {
    if (form.changes === 0 && !creating) {
      if (another) navigate(`/${slug}/new`);
      return;
    }
    const hidden = Object.keys(draft).filter((name) => !isShown(name, values));
    const sent = Object.fromEntries(Object.entries(draft).filter(([name]) => !hidden.includes(name)));
    const told = await form.save(sent);
    if (told === null) return setRefusals((n) => n + 1);
    guard.release();
    if (another) navigate(`/${slug}/new`);
    else if (creating) navigate(`/${slug}/${encodeURIComponent(told.id)}`, { replace: true });
    if (another && creating) ref.current?.querySelector<HTMLElement>('input, textarea, select')?.focus();
  }

  function discard() {
    if (!creating) return form.discard();
    guard.release();
    navigate(`/${slug}`);
  }

  async function merged(givenUp: readonly string[]) {
    if (newer === null) return;
    const { theirs, saving } = newer;
    const kept = form.adopt(theirs, givenUp);
    // Where all gave way there is nothing left to save.
    if (saving && form.changes > givenUp.length) await form.save(kept, theirs);
  }

  useShortcut('mod+s', words.save, words.group, () => void save(), type.rights.update || creating);
  useShortcut('y', words.history, words.group, () => showHistory(!history), !creating);

  function showHistory(on: boolean) {
    setHistory(on);
    localStorage.setItem(HISTORY_SHOWN, on ? '1' : '');
  }

  const unsaved = [
    ...Object.keys(draft).map((name) => itemOf(type, name)?.label ?? name),
    ...form.inlines
      .filter(({ edge }) => (form.children[edge.name] ?? NO_EDITS) !== NO_EDITS)
      .map(({ edge }) => edge.label),
  ];

  return (
    <div className={cx(styles.page, history && !creating && styles.beside)}>
      <PageHead title={title} above={[{ label: type.plural, to: `/${slug}` }]}>
        {form.changes > 0 && (
          <span className={styles.pill}>
            <Pill tone="accent">{words.changed(form.changes)}</Pill>
          </span>
        )}
        {people.length > 0 && (
          <span className={styles.people} role="status">
            {people.slice(0, 3).map((person) => (
              <Avatar key={person.id} name={person.name} />
            ))}
            <span>
              {(people.length > 1 ? words.hereMany : words.here)(people.map((p) => p.name).join(', '))}
            </span>
          </span>
        )}
      </PageHead>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the key is that of the fields inside */}
      <div
        className={styles.form}
        onKeyDown={(event) => {
          // Out of the field, so that keys are commands again.
          if (event.key !== 'Escape' || event.defaultPrevented) return;
          if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        }}
      >
        <div className={styles.scroll}>
          {start !== null && (
            <RowBar
              type={type}
              row={start.row}
              dirty={form.changes > 0}
              history={history}
              onHistory={() => showHistory(!history)}
            />
          )}
          <RowNotice
            type={type}
            row={start?.row}
            newer={newer}
            creating={creating}
            onTake={() => (newer?.merge.conflicts.length ? form.setChoosing(true) : merged([]))}
          />
          <form
            ref={ref}
            id={formId}
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              void save();
            }}
          >
            {sections.map((section, i) => {
              const items = section.items.filter((item) => isShown(item.name, values));
              return (
                items.length > 0 && (
                  <section
                    key={section.title}
                    className={styles.section}
                    aria-label={section.title || type.label}
                  >
                    {section.title !== '' && <h2>{section.title}</h2>}
                    <div className={styles.fields}>
                      {items.map((item, j) => (
                        <FormField
                          key={`${item.name} ${form.round}`}
                          item={item}
                          value={values[item.name]}
                          changed={!creating && Object.hasOwn(draft, item.name)}
                          error={errors[item.name]}
                          writable={writable(type, item, creating)}
                          creating={creating}
                          autoFocus={creating && i === 0 && j === 0 && form.round === 0}
                          onChange={(value) => form.change(item.name, value)}
                        />
                      ))}
                    </div>
                  </section>
                )
              );
            })}
            {many.map((edge) => (
              <section key={`${edge.name} ${form.round}`} className={styles.section} aria-label={edge.label}>
                <h2>
                  {edge.label}
                  {Object.hasOwn(draft, edge.name) && !creating && <span className={styles.dot} />}
                  {id !== undefined && edge.inverse && (
                    <Link
                      className={styles.more}
                      href={`/${edge.type}?filter=${encodeURIComponent(idFilter([id]).replace(/^id/, edge.inverse))}`}
                    >
                      {words.openList}
                    </Link>
                  )}
                </h2>
                <ManyInput
                  edge={edge}
                  row={id === undefined ? null : { slug, id }}
                  saved={base[edge.name] as RefList | undefined}
                  value={isLinks(draft[edge.name]) ? (draft[edge.name] as never) : undefined}
                  onChange={(links) => form.change(edge.name, links)}
                  label={edge.label}
                  invalid={errors[edge.name] !== undefined}
                  disabled={!writable(type, { name: edge.name, label: edge.label, edge }, creating)}
                />
                {errors[edge.name] !== undefined && (
                  <p role="alert" className={styles.error}>
                    {errors[edge.name]}
                  </p>
                )}
              </section>
            ))}
            {form.inlines.map((inline) => (
              <div key={`${inline.edge.name} ${form.round}`} className={styles.section}>
                <InlineTable
                  inline={inline}
                  parent={id ?? null}
                  edits={form.children[inline.edge.name] ?? NO_EDITS}
                  onEdits={(edits) => form.setChildren(inline.edge.name, edits)}
                />
              </div>
            ))}
          </form>
        </div>
        {(creating ? type.rights.create : type.rights.update || type.rights.delete) && (
          <FormFoot
            form={formId}
            type={type}
            creating={creating}
            row={start}
            changes={form.changes}
            saving={form.saving}
            wrong={wrong}
            message={form.message}
            onAnother={() => void save(true)}
            onDiscard={discard}
            onWrong={focusFirstError}
            onLeft={guard.release}
          />
        )}
      </div>
      {history && id !== undefined && (
        <HistoryDrawer
          type={type}
          id={id}
          me={meta.me.name}
          unsaved={unsaved}
          onRevert={type.rights.update && form.changes === 0 ? setReverting : undefined}
          onClose={() => showHistory(false)}
        />
      )}
      {reverting !== null && start !== null && (
        <RevertDialog
          type={type}
          row={start.row}
          etag={start.etag}
          revision={reverting}
          onClose={() => setReverting(null)}
        />
      )}
      {form.choosing && newer !== null && (
        <MergeDialog
          type={type}
          merge={newer.merge}
          theirs={newer.theirs.row}
          mine={draft}
          by={newer.by}
          saving={newer.saving}
          onMerge={(givenUp) => void merged(givenUp)}
          onClose={() => form.setChoosing(false)}
        />
      )}
      {guard.asked && (
        <ConfirmDialog
          title={words.leaveTitle}
          confirm={words.leave}
          danger
          onConfirm={guard.leave}
          onClose={guard.stay}
        >
          <p>{words.leaveWhy(form.changes)}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
