import { Button } from '../ui/Button.tsx';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { endCell } from '../ui/tableCell.ts';
import { useMediaQuery } from '../ui/useMediaQuery.ts';
import styles from './Cards.module.css';
import { RolePill } from './RolePill.tsx';
import { kindOf } from './userList.ts';
import type { Invitation } from './users.ts';

interface Props {
  invitations: readonly Invitation[];
  /** Those that are being revoked. */
  busy: number | undefined;
  onRevoke: (invitation: Invitation) => void;
}

/** The links that are out and unused. */
export function InvitationList({ invitations, busy, onRevoke }: Props) {
  const narrow = useMediaQuery('(max-width: 719.98px)');
  const revoke = (invitation: Invitation) => (
    <Button
      small
      busy={busy === invitation.id}
      aria-label={`Revoke the link for ${invitation.username || 'anyone'}`}
      onClick={() => onRevoke(invitation)}
    >
      Revoke
    </Button>
  );

  if (narrow) {
    return (
      <ul className={styles.list} aria-label="Pending links">
        {invitations.map((invitation) => (
          <li key={invitation.id} className={styles.card}>
            <div>
              <p className={styles.name}>{invitation.username || 'Anyone with the link'}</p>
              <p className={styles.facts}>
                <span>{kindOf(invitation)}</span>
                <RolePill admin={invitation.is_admin} />
                <span>
                  ends <Time at={invitation.expires_at} ahead />
                </span>
              </p>
            </div>
            {revoke(invitation)}
          </li>
        ))}
      </ul>
    );
  }
  return (
    <Table
      caption="Pending links"
      columns={[
        { label: 'For' },
        { label: 'Opens' },
        { label: 'Role' },
        { label: 'Made by' },
        { label: 'Made' },
        { label: 'Ends' },
        { label: 'Actions', kind: 'end' },
      ]}
    >
      {invitations.map((invitation) => (
        <tr key={invitation.id}>
          <th scope="row">{invitation.username || 'Anyone with the link'}</th>
          <td>{kindOf(invitation)}</td>
          <td>
            <RolePill admin={invitation.is_admin} />
          </td>
          <td>{invitation.created_by || '–'}</td>
          <td>
            <Time at={invitation.created_at} />
          </td>
          <td>
            <Time at={invitation.expires_at} ahead />
          </td>
          <td className={endCell}>{revoke(invitation)}</td>
        </tr>
      ))}
    </Table>
  );
}
