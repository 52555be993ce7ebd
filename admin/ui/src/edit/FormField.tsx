import type { Edge, Ref } from '../api/types.ts';
import { FieldInput } from '../fields/FieldInput.tsx';
import { RefInput } from '../fields/RefInput.tsx';
import { ValueView } from '../fields/ValueView.tsx';
import { edit as words } from '../text/edit.ts';
import { text } from '../text/en.ts';
import { cx } from '../ui/cx.ts';
import { Field } from '../ui/Field.tsx';
import styles from './FormField.module.css';
import { type Item, width } from './form.ts';
import { RefLink } from './RefLink.tsx';

interface Props {
  item: Item;
  value: unknown;
  changed: boolean;
  error: string | undefined;
  writable: boolean;
  creating: boolean;
  onChange: (value: unknown) => void;
  autoFocus?: boolean;
}

/** One field or to-one edge of the form, or its value where it is only to be looked at. */
export function FormField({ item, value, changed, error, writable, creating, onChange, autoFocus }: Props) {
  const { field, edge, label, help } = item;
  const place = cx(styles[`w${width(item)}`], changed && styles.changed);
  if (!writable) {
    return (
      <div className={cx(place, styles.shown)}>
        <span className={styles.label}>{label}</span>
        <span className={styles.value}>
          {edge !== undefined ? (
            <Linked edge={edge} value={value as Ref | null} />
          ) : (
            <ValueView field={field} value={value} />
          )}
        </span>
      </div>
    );
  }
  const needed = field !== undefined ? field.required && !field.has_default : edge.required;
  const byItself = creating && field?.has_default && field.default === undefined ? words.byItself : undefined;
  const hint = field?.sensitive && !creating ? words.keepSecret : (help ?? byItself);
  const isSwitch = field?.kind === 'bool' && !field.nullable;
  return (
    <Field
      className={place}
      label={label}
      hint={hint}
      error={error}
      changed={changed}
      optional={creating && !needed && field?.kind !== 'bool' && !field?.has_default}
    >
      {(control) =>
        isSwitch ? (
          <span className={styles.switch}>
            <FieldInput {...control} field={field} value={value} onChange={onChange} autoFocus={autoFocus} />
            <span aria-hidden="true">{value === true ? text.on : text.off}</span>
          </span>
        ) : field !== undefined ? (
          <FieldInput {...control} field={field} value={value} onChange={onChange} autoFocus={autoFocus} />
        ) : (
          <span className={styles.ref}>
            <RefInput
              id={control.id}
              describedBy={control['aria-describedby']}
              invalid={control['aria-invalid']}
              edge={edge}
              value={value as Ref | null}
              onChange={onChange}
              {...(autoFocus && { autoFocus })}
            />
            <RefLink slug={edge.type} to={value as Ref | null} />
          </span>
        )
      }
    </Field>
  );
}

function Linked({ edge, value }: { edge: Edge; value: Ref | null | undefined }) {
  if (!value) return '–';
  return (
    <>
      {value.label || value.id} <RefLink slug={edge.type} to={value} />
    </>
  );
}
