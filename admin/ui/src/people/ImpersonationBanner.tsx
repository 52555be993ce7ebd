import { useAdmin } from '../api/context.ts';
import { showProblem } from '../api/writes.ts';
import { people as words } from '../text/people.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './ImpersonationBanner.module.css';

/** Says all the time that one acts as somebody else, and ends it. */
export default function ImpersonationBanner() {
  const { api, meta } = useAdmin();
  const { me } = meta;

  async function end() {
    try {
      await api.call('DELETE', '/_impersonate');
      location.reload();
    } catch (error) {
      showProblem(error);
    }
  }

  if (!me.impersonator) return null;
  return (
    <div className={styles.banner} role="status">
      <Icon name="user-check" />
      <span>{words.as(me.impersonator.name, me.name)}</span>
      <Button small onClick={() => void end()}>
        {words.endAct(me.name)}
      </Button>
    </div>
  );
}
