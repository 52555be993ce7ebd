import { LogOut, Network, ShieldCheck } from 'lucide-react';
import { messageOf } from '../api/problem.ts';
import { useMe } from '../auth/me.ts';
import { signOut } from '../auth/signOut.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { showToast } from '../ui/toasts.ts';
import styles from './AccountPage.module.css';
import { AppearanceSection } from './AppearanceSection.tsx';
import { PasswordSection } from './PasswordSection.tsx';
import { SessionsSection } from './SessionsSection.tsx';
import { TotpSection } from './TotpSection.tsx';

/** What a user may see and change about himself. */
export function AccountPage() {
  const me = useMe();
  if (me.isError) throw me.error;
  return (
    <>
      <PageHead title="Account" />
      <div className={styles.page}>
        {me.data?.internal ? (
          <EmptyState
            icon={Network}
            title="You are here without an account"
            why="Callers on the server’s own network may look without signing in. Only the appearance can be set, for this browser."
          />
        ) : (
          <div className={styles.who} aria-busy={me.isPending}>
            <span className={styles.avatar} aria-hidden="true">
              {me.data?.username.slice(0, 1)}
            </span>
            <div>
              <p className={styles.name}>{me.data?.username ?? <Skeleton width="120px" height="20px" />}</p>
              <p className={styles.badges}>
                {me.data?.is_admin === true ? (
                  <Pill tone="accent" icon={ShieldCheck}>
                    Admin
                  </Pill>
                ) : (
                  me.data !== undefined && <Pill>User</Pill>
                )}
              </p>
            </div>
            <div className={styles.out}>
              <Button
                wide
                icon={LogOut}
                onClick={() => {
                  signOut().catch((error) => showToast(messageOf(error), { tone: 'danger' }));
                }}
              >
                Sign out
              </Button>
            </div>
          </div>
        )}
        <AppearanceSection />
        {me.data !== undefined && !me.data.internal && (
          <>
            <PasswordSection username={me.data.username} />
            <TotpSection />
            <SessionsSection />
          </>
        )}
      </div>
    </>
  );
}
