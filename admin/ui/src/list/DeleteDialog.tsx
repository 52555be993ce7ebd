import { useAdmin } from '../api/context.ts';
import { messageOf } from '../api/problem.ts';
import { useQuery } from '../api/query.ts';
import { fieldOf } from '../api/schema.ts';
import type { Consequences, Type } from '../api/types.ts';
import { list as words } from '../text/list.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import styles from './DeleteDialog.module.css';
import type { RowsAsked } from './rowsAsked.ts';

interface Props {
  type: Type;
  rows: RowsAsked;
  /** "Dune", "5 books". */
  what: string;
  busy: boolean;
  onDelete: () => void;
  onClose: () => void;
}

/** Above so many rows, or without a way back, deleting wants to be typed. */
const MANY = 1000;

/** Asks before rows are deleted, and says what goes with them and whether there is a way back. */
export function DeleteDialog({ type, rows, what, busy, onDelete, onClose }: Props) {
  const { api } = useAdmin();
  const effects = useQuery({
    queryKey: ['rows', type.slug, 'consequences', rows],
    queryFn: async () =>
      (
        await api.call<Consequences>('POST', `/${type.slug}/_consequences`, {
          body: { action: 'delete', ...rows },
        })
      ).data,
    staleTime: 0,
    retry: false,
  });
  const { data } = effects;
  const danger = words.deleting;
  const blocked = (data?.blocked?.length ?? 0) > 0;
  const careful = data !== undefined && (!data.undo || data.rows > MANY) && !type.soft_delete;
  const lost = (data?.lost ?? []).map((name) => fieldOf(type, name)?.label ?? name);

  return (
    <ConfirmDialog
      danger
      title={danger.title(what)}
      confirm={danger.confirm(what)}
      typed={careful ? String(data.rows) : undefined}
      busy={busy || effects.isPending}
      disabled={blocked}
      onConfirm={onDelete}
      onClose={onClose}
    >
      <div className={styles.effects} aria-busy={effects.isPending} aria-live="polite">
        {effects.isPending && <Skeleton width="70%" />}
        {effects.isError && <p>{messageOf(effects.error)}</p>}
        {data?.blocked?.map((effect) => (
          <p key={effect.label} className={styles.bad}>
            {danger.blocked(effect.rows, effect.label)}
          </p>
        ))}
        {data?.deleted?.map((effect) => (
          <p key={effect.label} className={styles.warn}>
            {danger.also(effect.rows, effect.label)}
          </p>
        ))}
        {data?.detached?.map((effect) => (
          <p key={effect.label}>{danger.loose(effect.rows, effect.label)}</p>
        ))}
        {data !== undefined && !blocked && (
          <p>{type.soft_delete ? danger.trash : data.undo ? danger.undo : data.why || danger.noUndo}</p>
        )}
        {lost.length > 0 && <p className={styles.warn}>{danger.lost(lost.join(', '))}</p>}
      </div>
    </ConfirmDialog>
  );
}
