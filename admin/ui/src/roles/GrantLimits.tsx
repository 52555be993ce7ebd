import type { Type } from '../api/types.ts';
import { roles as words } from '../text/roles.ts';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Field } from '../ui/Field.tsx';
import { Input } from '../ui/Input.tsx';
import { allowedFields, type Grant, withFields } from './grants.ts';
import styles from './RolesPage.module.css';

interface Props {
  grant: Grant;
  /** undefined where it is for all types. */
  type: Type | undefined;
  error: string;
  disabled: boolean;
  onChange: (grant: Grant) => void;
}

/** For which rows and fields a grant is. */
export function GrantLimits({ grant, type, error, disabled, onChange }: Props) {
  const fields = [...(type?.fields.filter((f) => f.edge === undefined) ?? []), ...(type?.edges ?? [])];
  const names = fields.map(({ name }) => name);
  const read = allowedFields(grant.fields?.read, names);
  const write = grant.fields?.write ? allowedFields(grant.fields.write, names) : read;

  function toggle(set: ReadonlySet<string>, name: string, on: boolean): Set<string> {
    const next = new Set(set);
    if (on) next.add(name);
    else next.delete(name);
    return next;
  }

  return (
    <>
      {type !== undefined && (
        <Field label={words.rows} hint={words.rowsHint} error={error}>
          {(control) => (
            <Input
              {...control}
              mono
              disabled={disabled}
              placeholder={words.rowsAll}
              value={grant.rows ?? ''}
              onChange={(event) => onChange({ ...grant, rows: event.target.value })}
            />
          )}
        </Field>
      )}
      {type === undefined && error !== '' && <p role="alert">{error}</p>}
      {fields.length > 0 && (
        <fieldset className={styles.fields} disabled={disabled}>
          <legend>
            {words.fields}:{' '}
            {read.size === names.length && write.size === names.length
              ? words.fieldsAll
              : words.fieldsSome(read.size, write.size, names.length)}
          </legend>
          {fields.map(({ name, label }) => (
            <div key={name} className={styles.field}>
              <span>{label}</span>
              <Checkbox
                aria-label={words.allowed(words.read, label)}
                label={words.read}
                checked={read.has(name)}
                onChange={(event) =>
                  onChange(
                    withFields(
                      grant,
                      names,
                      toggle(read, name, event.target.checked),
                      event.target.checked ? write : toggle(write, name, false),
                    ),
                  )
                }
              />
              <Checkbox
                aria-label={words.allowed(words.write, label)}
                label={words.write}
                checked={write.has(name)}
                onChange={(event) =>
                  onChange(
                    withFields(
                      grant,
                      names,
                      event.target.checked ? toggle(read, name, true) : read,
                      toggle(write, name, event.target.checked),
                    ),
                  )
                }
              />
            </div>
          ))}
        </fieldset>
      )}
    </>
  );
}
