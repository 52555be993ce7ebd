import { useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { typeOf } from '../api/schema.ts';
import { roles as words } from '../text/roles.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Table } from '../ui/Table.tsx';
import { GrantLimits } from './GrantLimits.tsx';
import { allows, type Grant, withAction } from './grants.ts';
import styles from './RolesPage.module.css';

const ACTIONS = Object.entries(words.actions);
const SPECIAL: Record<string, string> = { '*': words.all, _audit: words.audit, _system: words.system };

interface Props {
  grants: readonly Grant[];
  /** Those of them that are sent, in the order in which errors name them. */
  sent: readonly Grant[];
  errors: Readonly<Record<string, string>>;
  disabled: boolean;
  onChange: (grants: readonly Grant[]) => void;
}

/** What a role allows: types down, actions across, and for each type its limits. */
export function GrantTable({ grants, sent, errors, disabled, onChange }: Props) {
  const { meta } = useAdmin();
  const [open, setOpen] = useState<Grant['type'] | null>(null);
  const slugs = ['*', ...meta.types.map(({ slug }) => slug), '_audit', '_system'];
  // One type may have several grants, with other rows each; they stand below each other.
  const lines = slugs.flatMap((slug) => {
    const own = grants.filter((grant) => grant.type === slug);
    return own.length > 0 ? own : [{ type: slug, actions: [] } as Grant];
  });
  const custom = Object.entries(meta.actions).flatMap(([slug, list]) =>
    list.map((action) => ({ slug, ...action })),
  );

  function put(before: Grant, after: Grant) {
    onChange(
      grants.includes(before)
        ? grants.map((grant) => (grant === before ? after : grant))
        : [...grants, after],
    );
  }

  return (
    <>
      <div className={styles.head}>
        <h3>{words.matrix}</h3>
        <p className={styles.weak}>{words.matrixHint}</p>
      </div>
      <Table
        caption={words.matrix}
        className={styles.matrix}
        columns={[
          { label: '' },
          ...ACTIONS.map(([, label]) => ({ label })),
          { label: words.limit, kind: 'end' },
        ]}
      >
        {lines.map((grant, i) => {
          const { type } = grant;
          const of = typeOf(meta, type);
          const what = SPECIAL[type] ?? of?.plural ?? type;
          const whole = type.startsWith('_');
          const all = [
            ...ACTIONS.map(([name]) => name),
            ...custom.filter(({ slug }) => type === '*' || slug === type).map(({ name }) => name),
          ];
          const prefix = `grants[${sent.indexOf(grant)}]`;
          const wrong = Object.entries(errors).filter(([key]) => key.startsWith(prefix));
          const own = custom.filter(({ slug }) => slug === type);
          const shownLimit = grant.rows || (grant.fields ? words.fields : words.limit);
          const shown = open === type && !whole;
          return [
            // biome-ignore lint/suspicious/noArrayIndexKey: grants have no names, and their order stays
            <tr key={`${type} ${i}`}>
              <th scope="row">{what}</th>
              {ACTIONS.map(([action, label]) => (
                <td key={action}>
                  {(!whole || action === 'view') && (
                    <Checkbox
                      aria-label={words.allowed(label, what)}
                      checked={allows(grant, action)}
                      disabled={disabled}
                      onChange={(event) => put(grant, withAction(grant, action, event.target.checked, all))}
                    />
                  )}
                </td>
              ))}
              <td className={styles.end}>
                {!whole && grant.actions.length > 0 && (
                  <Button
                    small
                    kind="quiet"
                    aria-expanded={shown}
                    aria-label={`${words.limits(what)}: ${shownLimit}`}
                    onClick={() => setOpen(shown ? null : type)}
                  >
                    {shownLimit}
                  </Button>
                )}
              </td>
            </tr>,
            (shown || wrong.length > 0) && (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <tr key={`${type} ${i} limits`}>
                <td colSpan={ACTIONS.length + 2} className={styles.limits}>
                  {own.map((action) => (
                    <Checkbox
                      key={action.name}
                      label={action.label}
                      checked={allows(grant, action.name)}
                      disabled={disabled}
                      onChange={(event) =>
                        put(grant, withAction(grant, action.name, event.target.checked, all))
                      }
                    />
                  ))}
                  <GrantLimits
                    grant={grant}
                    type={of}
                    error={wrong.map(([, why]) => why).join(' · ')}
                    disabled={disabled}
                    onChange={(after) => put(grant, after)}
                  />
                </td>
              </tr>
            ),
          ];
        })}
      </Table>
    </>
  );
}
