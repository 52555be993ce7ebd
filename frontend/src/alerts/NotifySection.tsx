import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BellPlus } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { showToast } from '../ui/toasts.ts';
import { KINDS, type Kind, kindFacts } from './kinds.ts';
import styles from './NotifySection.module.css';
import { storeSubscription, subscriptionQuery } from './subscription.ts';

const USUAL: readonly Kind[] = ['death', 'idle', 'offline', 'frozen', 'ingest', 'database'];

/** Which alerts this user's browsers show as notifications of their own. */
export function NotifySection() {
  const queries = useQueryClient();
  const stored = useQuery(subscriptionQuery);
  const supported = 'Notification' in window;
  const [permission, setPermission] = useState(supported ? Notification.permission : 'denied');
  const store = useMutation({
    mutationFn: storeSubscription,
    onMutate: (next) => queries.setQueryData(subscriptionQuery.queryKey, next),
    onError: (error) => {
      showToast(messageOf(error), { tone: 'danger' });
      void queries.invalidateQueries({ queryKey: subscriptionQuery.queryKey });
    },
  });
  const kinds = stored.data?.kinds ?? [];

  async function allow() {
    const said = await Notification.requestPermission();
    setPermission(said);
    if (said === 'granted' && kinds.length === 0) store.mutate({ kinds: USUAL });
  }

  return (
    <section aria-labelledby="alert-notify" className={styles.section}>
      <h2 id="alert-notify">On this screen</h2>
      {permission === 'granted' ? (
        <>
          <p className={styles.text}>Your browser shows a notification when one of these fires.</p>
          <fieldset className={styles.kinds}>
            <legend className="visually-hidden">Notify me of</legend>
            {KINDS.map((kind) => (
              <label key={kind} className={styles.kind}>
                <input
                  type="checkbox"
                  checked={kinds.includes(kind)}
                  onChange={(event) =>
                    store.mutate({
                      kinds: KINDS.filter((one) =>
                        one === kind ? event.target.checked : kinds.includes(one),
                      ),
                    })
                  }
                />
                {kindFacts[kind].label}
              </label>
            ))}
          </fieldset>
        </>
      ) : (
        <>
          <p className={styles.text}>
            {permission === 'denied'
              ? 'Your browser does not allow this site to notify you; its settings for this address can change that.'
              : 'While the site is open in a tab, your browser can notify you of new alerts.'}
          </p>
          {permission === 'default' && (
            <div>
              <Button icon={BellPlus} onClick={() => void allow()}>
                Notify me…
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}
