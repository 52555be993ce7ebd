import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { AlertBell } from '../alerts/AlertBell.tsx';
import { useConnection } from '../live/useConnection.ts';
import { span } from '../ui/age.ts';
import { useNow } from '../ui/useNow.ts';
import styles from './ConnectionBanner.module.css';

/** A break shorter than this is nobody's business. */
const patienceMs = 3000;

/** Says that the page is no longer told what happens, and since when; and, while it is, that there are new alerts. */
export default function ConnectionBanner() {
  const { state } = useConnection();
  const down = state !== 'live';
  const [downSince, setDownSince] = useState<number | null>(null);

  useEffect(() => {
    if (!down) {
      setDownSince(null);
      return;
    }
    const since = Date.now();
    const timer = setTimeout(() => setDownSince(since), patienceMs);
    return () => clearTimeout(timer);
  }, [down]);

  return (
    <>
      <AlertBell />
      <div role="status">{downSince !== null && <Banner state={state} since={downSince} />}</div>
    </>
  );
}

function Banner({ state, since }: { state: string; since: number }) {
  const now = useNow(1000);
  return (
    <div className={styles.banner}>
      <WifiOff size={16} aria-hidden="true" />
      <strong>{state === 'reconnecting' ? 'Reconnecting…' : 'Offline'}</strong>
      <span className={styles.why}>
        {/* The seconds are for the eye: read aloud each second they would drown everything else. */}
        What you see is not live<span aria-hidden="true"> for {span(now.getTime() - since)}</span>.
      </span>
    </div>
  );
}
