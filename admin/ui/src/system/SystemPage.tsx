import { useAdmin } from '../api/context.ts';
import { messageOf } from '../api/problem.ts';
import { useQuery } from '../api/query.ts';
import { PageHead } from '../app/PageHead.tsx';
import { system as words } from '../text/system.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Table } from '../ui/Table.tsx';
import styles from './SystemPage.module.css';

interface Panel {
  name: string;
  title: string;
  facts?: [string, unknown][] | null;
  columns?: string[] | null;
  rows?: unknown[][] | null;
  text?: string;
}

const REREAD_MS = 10_000;

/** What the host tells of itself. */
export default function SystemPage() {
  const { api } = useAdmin();
  const system = useQuery({
    queryKey: ['system'],
    queryFn: ({ signal }) => api.get<{ panels: Panel[] }>('/_system', {}, signal),
    staleTime: REREAD_MS,
  });
  const panels = system.data?.panels ?? [];
  return (
    <>
      <PageHead title={words.title} />
      <div className={styles.page}>
        <Button small icon="refresh-cw" busy={system.isFetching} onClick={() => void system.refetch()}>
          {words.retry}
        </Button>
        {system.isPending && <Skeleton height="160px" />}
        {system.isError && <p role="alert">{messageOf(system.error)}</p>}
        {system.isSuccess && panels.length === 0 && <EmptyState icon="server" title={words.none} />}
        {panels.map(({ name, title, facts, columns, rows, text }) => (
          <section key={name} className={styles.panel} aria-label={title}>
            <h2>{title}</h2>
            {facts && (
              <dl className={styles.facts}>
                {facts.map(([label, value]) => (
                  <div key={label}>
                    <dt>{label}</dt>
                    <dd>{String(value)}</dd>
                  </div>
                ))}
              </dl>
            )}
            {columns && (
              <Table caption={title} columns={columns.map((label) => ({ label }))}>
                {rows?.map((row, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: rows of a panel have no names
                  <tr key={i}>
                    {row.map((value, j) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                      <td key={j}>{String(value)}</td>
                    ))}
                  </tr>
                ))}
              </Table>
            )}
            {text && <pre className={styles.text}>{text}</pre>}
          </section>
        ))}
      </div>
    </>
  );
}
