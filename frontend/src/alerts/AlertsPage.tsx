import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { messageOf } from '../api/problem.ts';
import { useMe } from '../auth/me.ts';
import { useFeed } from '../live/useFeed.ts';
import { FormError } from '../ui/FormError.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { AlertLog } from './AlertLog.tsx';
import styles from './AlertsPage.module.css';
import { rulesQuery } from './alerts.ts';
import { NotifySection } from './NotifySection.tsx';
import { Rules } from './Rules.tsx';

/** What has gone wrong, and what is watched for. */
export function AlertsPage() {
  const queries = useQueryClient();
  const me = useMe().data;
  const feed = useFeed();
  const rules = useQuery(rulesQuery);
  const admin = me?.is_admin === true;

  useEffect(
    () => feed?.onAlert(() => void queries.invalidateQueries({ queryKey: ['alerts'] })),
    [feed, queries],
  );

  return (
    <>
      <PageHead title="Alerts" />
      <div className={styles.page}>
        <AlertLog admin={admin} rules={rules.data?.rules ?? []} />
        <div className={styles.side}>
          {me !== undefined && !me.internal && <NotifySection />}
          {rules.isError && <FormError text={messageOf(rules.error)} />}
          {rules.isPending && <Skeleton height="320px" />}
          {rules.data !== undefined && (
            <Rules rules={rules.data.rules} posting={rules.data.posting} admin={admin} />
          )}
        </div>
      </div>
    </>
  );
}
