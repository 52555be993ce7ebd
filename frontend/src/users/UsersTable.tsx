import { Check } from 'lucide-react';
import { Menu } from '../ui/Menu.tsx';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { endCell, numberCell } from '../ui/tableCell.ts';
import { RolePill } from './RolePill.tsx';
import { UserName } from './UserName.tsx';
import type { UserListProps } from './userActions.ts';

export function UsersTable({ users, myId, actionsFor }: UserListProps) {
  return (
    <Table
      caption="Users"
      columns={[
        { label: 'Name' },
        { label: 'Role' },
        { label: 'Two-step' },
        { label: 'Sessions', kind: 'number' },
        { label: 'Last seen' },
        { label: 'Added' },
        { label: 'Actions', kind: 'end' },
      ]}
    >
      {users.map((user) => (
        <tr key={user.id}>
          <th scope="row">
            <UserName name={user.username} isMe={user.id === myId} />
          </th>
          <td>
            <RolePill admin={user.is_admin} />
          </td>
          <td>{user.totp ? <Check size={16} aria-label="On" role="img" /> : <span>–</span>}</td>
          <td className={numberCell}>{user.sessions}</td>
          <td>
            <Time at={user.last_seen_at} />
          </td>
          <td>
            <Time at={user.created_at} />
          </td>
          <td className={endCell}>
            <Menu label={`Actions for ${user.username}`} items={actionsFor(user)} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
