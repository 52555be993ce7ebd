import { useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { useQuery, useQueryClient } from '../api/query.ts';
import { showProblem } from '../api/writes.ts';
import { useRested } from '../fields/useLookup.ts';
import { roles as words } from '../text/roles.ts';
import { Chip } from '../ui/Chip.tsx';
import { Combobox } from '../ui/Combobox.tsx';
import { showToast } from '../ui/toasts.ts';
import type { Role } from './grants.ts';
import styles from './RolesPage.module.css';

interface Member {
  id: string;
  name: string;
  roles: string[];
  /** Roles that the host gives. */
  own?: string[];
}

/** Who has a role; given and taken at once. */
export function RoleMembers({ role }: { role: Role }) {
  const { api } = useAdmin();
  const queries = useQueryClient();
  const [query, setQuery] = useState('');
  const q = useRested(query.trim());
  const people = useQuery({
    queryKey: ['members', q],
    queryFn: ({ signal }) => api.get<{ items: Member[] }>('/_members', { q }, signal),
    placeholderData: (before) => before,
  });
  const everybody = useQuery({
    queryKey: ['members', ''],
    queryFn: ({ signal }) => api.get<{ items: Member[] }>('/_members', {}, signal),
  });
  const has = (member: Member) => member.roles.includes(role.name) || member.own?.includes(role.name);
  const members = everybody.data?.items.filter(has) ?? [];

  async function give(id: string, on: boolean) {
    try {
      const member = await api.get<Member>(`/_members/${encodeURIComponent(id)}`);
      const others = member.roles.filter((name) => name !== role.name);
      await api.call('PUT', `/_members/${encodeURIComponent(id)}`, {
        body: { roles: on ? [...others, role.name] : others },
      });
      showToast((on ? words.member : words.memberNo)(member.name, role.label || role.name), { tone: 'ok' });
      await queries.invalidateQueries({ queryKey: ['members'] });
    } catch (error) {
      showProblem(error);
    }
  }

  return (
    <section className={styles.members} aria-label={words.members}>
      <h3>{words.members}</h3>
      <div className={styles.people}>
        {members.map((member) => (
          <Chip
            key={member.id}
            label={member.name}
            onRemove={member.roles.includes(role.name) ? () => void give(member.id, false) : undefined}
          >
            {member.name}
            {member.own?.includes(role.name) && ` · ${words.own}`}
          </Chip>
        ))}
        {everybody.isSuccess && members.length === 0 && (
          <span className={styles.weak}>{words.membersNone}</span>
        )}
      </div>
      <div className={styles.add}>
        <Combobox
          label={words.addMember}
          placeholder={words.addMember}
          query={query}
          onQuery={setQuery}
          busy={people.isFetching}
          options={(people.data?.items ?? [])
            .filter((member) => !has(member))
            .map(({ id, name }) => ({ value: id, label: name }))}
          onPick={({ value }) => {
            setQuery('');
            void give(value, true);
          }}
          onBlur={() => setQuery('')}
        />
      </div>
    </section>
  );
}
