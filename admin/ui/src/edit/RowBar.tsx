import { useState } from 'react';
import { rowPath } from '../api/client.ts';
import { useAdmin } from '../api/context.ts';
import { titleOf } from '../api/schema.ts';
import type { Action, Row, Type } from '../api/types.ts';
import { showProblem, useWritten } from '../api/writes.ts';
import { ValueView } from '../fields/ValueView.tsx';
import { ActionDialog } from '../list/ActionDialog.tsx';
import { useBulk } from '../list/useBulk.ts';
import { edit as words } from '../text/edit.ts';
import { list } from '../text/list.ts';
import { Button } from '../ui/Button.tsx';
import { iconNamed } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu } from '../ui/Menu.tsx';
import { useNavigate } from '../ui/router.tsx';
import { useShortcut } from '../ui/useShortcut.ts';
import styles from './EditPage.module.css';
import { stamps } from './form.ts';
import { useNeighbours } from './useNeighbours.ts';

interface Props {
  type: Type;
  row: Row;
  dirty: boolean;
  history: boolean;
  onHistory: () => void;
}

/** Above the form: which row it is, since when, and what else can be done with it. */
export function RowBar({ type, row, dirty, history, onHistory }: Props) {
  const { api, meta } = useAdmin();
  const navigate = useNavigate();
  const written = useWritten();
  const bulk = useBulk(type);
  const [asked, setAsked] = useState<Action | null>(null);
  const [error, setError] = useState<unknown>(null);
  const { previous, next } = useNeighbours(type.slug, row.id);
  const go = (id: string | undefined) =>
    id !== undefined && navigate(`/${type.slug}/${encodeURIComponent(id)}`);
  const trashed = type.soft_delete !== undefined && Boolean(row[type.soft_delete]);
  const actions = (meta.actions[type.slug] ?? []).filter(
    (a) => a.on.includes('row') && type.rights.actions.includes(a.name),
  );

  useShortcut('[', words.previous, words.group, () => go(previous), previous !== undefined);
  useShortcut(']', words.next, words.group, () => go(next), next !== undefined);

  async function run(action: Action, args: Record<string, unknown>) {
    setError(null);
    try {
      const answer = await bulk.run(action.label, action.name, { ids: [row.id] }, args);
      setAsked(null);
      if (answer !== null) written(type.slug, list.bulk.ran(action.label, answer.changed ?? 0), answer.undo);
    } catch (failure) {
      setError(failure);
      if (!action.form?.length) showProblem(failure);
    }
  }

  async function restore() {
    try {
      const { undo } = await api.call('POST', `${rowPath(type.slug, row.id)}/restore`);
      written(type.slug, words.restored(titleOf(row)), undo);
    } catch (failure) {
      showProblem(failure);
    }
  }

  return (
    <div className={styles.bar}>
      <dl className={styles.facts}>
        <div>
          <dt>{words.id}</dt>
          <dd>
            <code>{row.id}</code>
          </dd>
        </div>
        {stamps(type).map((field) => (
          <div key={field.name}>
            <dt>{field.label}</dt>
            <dd>
              <ValueView field={field} value={row[field.name]} />
            </dd>
          </div>
        ))}
      </dl>
      {trashed && type.rights.delete && (
        <Button small icon="undo-2" onClick={() => void restore()}>
          {words.restore}
        </Button>
      )}
      {actions.length > 0 && (
        <Menu
          label={words.actions}
          items={actions.map((action) => ({
            label: action.label,
            icon: iconNamed(action.icon, 'zap'),
            danger: action.tone === 'bad',
            disabled: dirty,
            run: () => (action.form?.length || action.confirm ? setAsked(action) : void run(action, {})),
          }))}
          trigger={(trigger) => (
            <Button small icon="zap" {...trigger}>
              {words.actions}
            </Button>
          )}
        />
      )}
      <span className={styles.steps}>
        <IconButton
          small
          icon="chevron-left"
          label={words.previous}
          disabled={previous === undefined}
          onClick={() => go(previous)}
        />
        <IconButton
          small
          icon="chevron-right"
          label={words.next}
          disabled={next === undefined}
          onClick={() => go(next)}
        />
      </span>
      <Button small icon="history" aria-pressed={history} onClick={onHistory}>
        {words.history}
      </Button>
      {asked !== null && (
        <ActionDialog
          action={asked}
          what={titleOf(row)}
          busy={bulk.running !== null}
          error={error}
          onRun={(args) => void run(asked, args)}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}
