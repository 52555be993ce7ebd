import { Menu } from '../ui/Menu.tsx';
import { Time } from '../ui/Time.tsx';
import styles from './Cards.module.css';
import { RolePill } from './RolePill.tsx';
import { UserName } from './UserName.tsx';
import type { UserListProps } from './userActions.ts';

/** The list of users on a phone. */
export function UserCards({ users, myId, actionsFor }: UserListProps) {
  return (
    <ul className={styles.list} aria-label="Users">
      {users.map((user) => (
        <li key={user.id} className={styles.card}>
          <div>
            <UserName name={user.username} isMe={user.id === myId} />
            <p className={styles.facts}>
              <RolePill admin={user.is_admin} />
              <span>
                {user.last_seen_at === null ? 'never seen' : 'seen '}
                <Time at={user.last_seen_at} never="" />
                {user.sessions > 0 && ` · ${user.sessions} ${user.sessions === 1 ? 'session' : 'sessions'}`}
                {user.totp && ' · two-step'}
              </span>
            </p>
          </div>
          <Menu label={`Actions for ${user.username}`} items={actionsFor(user)} />
        </li>
      ))}
    </ul>
  );
}
