import { messageOf, Problem } from '../api/problem.ts';
import { PageHead } from '../app/PageHead.tsx';
import type { RowPageProps } from '../app/pages.ts';
import { text } from '../text/en.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import styles from './EditPage.module.css';
import { GonePage } from './GonePage.tsx';
import { RowForm } from './RowForm.tsx';
import { useRow } from './useRow.ts';

/** The page of one row, or of one that is to be made. */
export default function EditPage({ type, id }: RowPageProps) {
  return id === null ? (
    <RowForm type={type} fresh={null} refetch={async () => undefined} />
  ) : (
    <Existing type={type} id={id} />
  );
}

function Existing({ type, id }: { type: RowPageProps['type']; id: string }) {
  const row = useRow(type.slug, id);
  const above = [{ label: type.plural, to: `/${type.slug}` }];
  if (row.isError && (row.data === undefined || (row.error instanceof Problem && row.error.status === 404))) {
    if (row.error instanceof Problem && row.error.status === 404) return <GonePage type={type} id={id} />;
    return (
      <>
        <PageHead title={id} above={above} />
        <EmptyState icon="triangle-alert" title={text.problem.failed} why={messageOf(row.error)}>
          <Button icon="refresh-cw" onClick={() => void row.refetch()}>
            {text.retry}
          </Button>
        </EmptyState>
      </>
    );
  }
  if (row.data === undefined) {
    return (
      <>
        <PageHead title={type.label} above={above} />
        <div className={styles.loading} aria-busy="true">
          <Skeleton width="30%" />
          <Skeleton height="32px" />
          <Skeleton height="32px" />
          <Skeleton height="120px" />
        </div>
      </>
    );
  }
  return <RowForm type={type} fresh={row.data} refetch={row.reread} />;
}
