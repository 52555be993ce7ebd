import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ShieldCheck, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../api/problem.ts';
import { renewMe } from '../auth/me.ts';
import { Button } from '../ui/Button.tsx';
import { FormError } from '../ui/FormError.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Section } from '../ui/Section.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { showToast } from '../ui/toasts.ts';
import styles from './AccountPage.module.css';
import { totpQuery } from './account.ts';
import { TotpDisable } from './TotpDisable.tsx';
import { TotpSetup } from './TotpSetup.tsx';

/** Fewer recovery codes than this are worth a word. */
const fewCodes = 3;

export function TotpSection() {
  const queries = useQueryClient();
  const totp = useQuery(totpQuery);
  const [open, setOpen] = useState<'setup' | 'disable' | null>(null);

  function changed() {
    void queries.invalidateQueries({ queryKey: ['account'] });
    void renewMe();
  }

  const left = totp.data?.recovery_codes_left ?? 0;
  return (
    <Section
      title="Two-step sign-in"
      about="A code from an app on your phone, asked for after the password. A stolen password alone then opens nothing."
    >
      {totp.isError && <FormError text={messageOf(totp.error)} />}
      {totp.isPending && <Skeleton width="220px" height="28px" />}
      {totp.data?.enabled === true && (
        <>
          <div className={styles.status}>
            <Pill tone="ok" icon={ShieldCheck}>
              On
            </Pill>
            <span className={styles.muted}>
              {left} recovery {left === 1 ? 'code' : 'codes'} left
            </span>
            {left < fewCodes && <Pill tone="warn">Set it up anew for more codes</Pill>}
          </div>
          <div className={styles.actions}>
            <Button onClick={() => setOpen('setup')}>Set up anew…</Button>
            <Button kind="danger" onClick={() => setOpen('disable')}>
              Turn off…
            </Button>
          </div>
        </>
      )}
      {totp.data?.enabled === false && (
        <div className={styles.status}>
          <Pill icon={ShieldOff}>Off</Pill>
          <Button onClick={() => setOpen('setup')}>Set up…</Button>
        </div>
      )}
      {open === 'setup' && <TotpSetup onEnabled={changed} onClose={() => setOpen(null)} />}
      {open === 'disable' && (
        <TotpDisable
          onClose={() => setOpen(null)}
          onDisabled={() => {
            setOpen(null);
            changed();
            showToast('Two-step sign-in is off.', { tone: 'ok' });
          }}
        />
      )}
    </Section>
  );
}
