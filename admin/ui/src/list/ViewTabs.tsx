import { useState } from 'react';
import type { Type, View } from '../api/types.ts';
import { showProblem } from '../api/writes.ts';
import { text } from '../text/en.ts';
import { list as words } from '../text/list.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { countText } from '../ui/numbers.ts';
import { type Tab, Tabs } from '../ui/Tabs.tsx';
import { showToast } from '../ui/toasts.ts';
import { type ListAddress, writeAddress } from './address.ts';
import { SaveViewDialog } from './SaveViewDialog.tsx';
import { useCount } from './useList.ts';
import { useDeleteView, useSaveView } from './useViews.ts';
import styles from './ViewTabs.module.css';

interface Props {
  type: Type;
  views: readonly View[];
  address: ListAddress;
  /** The columns that were chosen, null for the type's own. */
  columns: readonly string[] | null;
  onTab: (tab: string) => void;
}

/** The type's scopes and the saved views as tabs, and what can be done with the one that is shown. */
export function ViewTabs({ type, views, address, columns, onTab }: Props) {
  const [saving, setSaving] = useState<'new' | 'old' | null>(null);
  const view = views.find((one) => one.id === address.tab);
  const state = {
    filter: address.filter,
    search: address.search,
    sort: address.sort,
    columns: columns === null ? null : [...columns],
  };
  const differs = view !== undefined && !sameState(view, state);
  const anything = Object.values({ ...state }).some((value) => value !== '' && value !== null);

  const save = useSaveView((saved) => {
    showToast(words.view.saved(saved.name), { tone: 'ok' });
    setSaving(null);
    onTab(saved.id);
  });
  const remove = useDeleteView((gone) => {
    const again = { label: text.undo, run: () => save.mutate({ ...gone, id: undefined as never }) };
    showToast(words.view.deleted(gone.name), { tone: 'ok', action: again });
    onTab('');
  });

  const tabs: Tab[] = [
    { key: '', label: words.view.all, to: `/${type.slug}` },
    ...(type.scopes ?? []).map((scope) => ({
      key: `scope:${scope.name}`,
      label: (
        <>
          {scope.name} <ScopeCount type={type} filter={scope.filter} />
        </>
      ),
      to: `/${type.slug}${writeAddress({ filter: scope.filter, tab: `scope:${scope.name}` })}`,
    })),
    ...views.map((one) => ({
      key: one.id,
      label: one.name,
      to: `/${type.slug}${viewQuery(one)}`,
    })),
  ];

  return (
    <Tabs
      label={words.tabs}
      tabs={tabs}
      current={tabs.some((tab) => tab.key === address.tab) ? address.tab : ''}
    >
      {(view === undefined ? anything : differs) && (
        <Button kind="quiet" icon="plus" small className={styles.save} onClick={() => setSaving('new')}>
          {words.view.save}
        </Button>
      )}
      {view !== undefined && (
        <span className={styles.about}>
          {differs && view.editable && (
            <Button
              kind="quiet"
              icon="save"
              small
              onClick={() =>
                save.mutate({ id: view.id, ...state }, { onError: (error) => showProblem(error) })
              }
            >
              {words.view.saveChanges}
            </Button>
          )}
          {sharing(view) !== '' && (
            <span className={styles.shared}>
              {sharing(view)}
              <Icon name="users" size={15} />
            </span>
          )}
          {view.editable && (
            <Menu
              label={words.view.more}
              items={[
                { label: words.view.rename, icon: 'pencil', run: () => setSaving('old') },
                {
                  label: words.view.delete,
                  icon: 'trash-2',
                  danger: true,
                  apart: true,
                  run: () => remove.mutate(view),
                },
              ]}
            />
          )}
        </span>
      )}
      {saving !== null && (
        <SaveViewDialog
          view={saving === 'old' ? view : undefined}
          busy={save.isPending}
          error={save.error}
          onClose={() => {
            save.reset();
            setSaving(null);
          }}
          onSave={(name, shared) =>
            save.mutate(
              saving === 'old' && view !== undefined
                ? { id: view.id, name, shared }
                : { type: type.slug, name, shared, position: views.length, ...state },
            )
          }
        />
      )}
    </Tabs>
  );
}

function ScopeCount({ type, filter }: { type: Type; filter: string }) {
  const count = useCount(type, filter, '');
  return count === undefined ? null : <span className={styles.count}>{countText(count)}</span>;
}

/** The query of a view's address. */
function viewQuery(view: View): string {
  return writeAddress({
    filter: view.filter ?? '',
    search: view.search ?? '',
    sort: view.sort ?? '',
    tab: view.id,
  });
}

interface State {
  filter: string;
  search: string;
  sort: string;
  columns: string[] | null;
}

function sameState(view: View, state: State): boolean {
  return (
    (view.filter ?? '') === state.filter &&
    (view.search ?? '') === state.search &&
    (view.sort ?? '') === state.sort &&
    (view.columns ?? []).join() === (state.columns ?? []).join()
  );
}

function sharing(view: View): string {
  if (view.shared === 'everyone') return words.view.sharedAll;
  return view.shared?.length ? words.view.sharedWith(view.shared.join(', ')) : '';
}
