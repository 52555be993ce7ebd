import type { components } from '../api/schema.d.ts';
import { formatCount } from '../live/age.ts';
import styles from './MonsterTable.module.css';

type Totals = components['schemas']['CombatSessionTotal'];
type Key = Exclude<keyof Totals, 'session_id' | 'as_of' | '$schema'>;

const ROWS: readonly { key: Key; label: string }[] = [
  { key: 'total_kills', label: 'Kills' },
  { key: 'total_damage_given', label: 'Damage given' },
  { key: 'total_damage_received', label: 'Damage received' },
  { key: 'total_aetheria_surges', label: 'Aetheria surges' },
  { key: 'total_cloak_surges', label: 'Cloak surges' },
];

interface Props {
  session: Pick<Totals, Key> | null;
  lifetime: Pick<Totals, Key>;
}

/** The sums of a session beside those of a life, with the session's share of it. */
export function CombatTotals({ session, lifetime }: Props) {
  return (
    <table className={styles.totals}>
      <caption className="visually-hidden">Sums of this session and of its life</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">Session</th>
          <th scope="col">Lifetime</th>
          <th scope="col">Share</th>
        </tr>
      </thead>
      <tbody>
        {ROWS.map(({ key, label }) => {
          const all = lifetime[key];
          const now = session?.[key] ?? null;
          return (
            <tr key={key}>
              <th scope="row">{label}</th>
              <td>{formatCount(now)}</td>
              <td>{formatCount(all)}</td>
              <td>{now !== null && all > 0 ? shareWords(now / all) : '–'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** "12 %", or "< 1 %" of what is more than nothing. */
function shareWords(share: number): string {
  return share > 0 && share < 0.01 ? '< 1 %' : `${Math.round(share * 100)} %`;
}
