import { useState } from 'react';
import { messageOf } from '../api/problem.ts';
import { PageHead } from '../app/PageHead.tsx';
import { roles as words } from '../text/roles.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/Icon.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import type { Role } from './grants.ts';
import { RoleEditor } from './RoleEditor.tsx';
import styles from './RolesPage.module.css';
import { useRoles } from './useRoles.ts';

/** Who may do what: the roles, each with what it allows and who has it. */
export default function RolesPage() {
  const [chosen, setChosen] = useState('');
  const [fresh, setFresh] = useState<Role | null>(null);
  const list = useRoles();
  const roles = list.data ?? [];
  const role = fresh ?? roles.find(({ name }) => name === chosen) ?? roles[0];

  function begin(from?: Role) {
    setFresh({
      name: from ? words.copyOf(from.name) : '',
      label: from?.label ?? '',
      built_in: false,
      grants: from?.grants ?? [],
    });
  }

  return (
    <>
      <PageHead title={words.title} />
      <div className={styles.page}>
        <nav className={styles.list} aria-label={words.title}>
          {list.isPending && <Skeleton height="80px" />}
          {roles.map((one) => (
            <button
              key={one.name}
              type="button"
              className={cx(styles.role, one === role && styles.current)}
              aria-current={one === role ? 'true' : undefined}
              onClick={() => {
                setFresh(null);
                setChosen(one.name);
              }}
            >
              <Icon name={one.built_in ? 'lock' : 'shield'} />
              <span>{one.label || one.name}</span>
            </button>
          ))}
          <Button small icon="plus" onClick={() => begin()}>
            {words.new}
          </Button>
        </nav>
        {list.isError && <p role="alert">{messageOf(list.error)}</p>}
        {role !== undefined && (
          <RoleEditor
            key={fresh === null ? role.name : `new ${role.name}`}
            role={role}
            fresh={fresh !== null}
            onCopy={() => begin(role)}
            onSaved={(name) => {
              setFresh(null);
              setChosen(name);
            }}
          />
        )}
      </div>
    </>
  );
}
