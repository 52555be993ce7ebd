import type { Field } from '../api/types.ts';
import { text } from '../text/en.ts';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Input } from '../ui/Input.tsx';
import { Select } from '../ui/Select.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { BytesInput } from './BytesInput.tsx';
import { JsonEditor } from './JsonEditor.tsx';
import { SecretInput } from './SecretInput.tsx';
import { fromLocal, toLocal } from './wire.ts';

export interface FieldInputProps {
  field: Field;
  /** As on the wire, or as typed where that is no value yet; undefined is not given. */
  value: unknown;
  onChange: (value: unknown) => void;
  id?: string | undefined;
  'aria-label'?: string | undefined;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: true | undefined;
  disabled?: boolean | undefined;
  autoFocus?: boolean | undefined;
}

const types: Record<string, string> = { password: 'password', url: 'url', email: 'email', color: 'color' };

/** The control for a field's kind and widget. What it hands out goes through toWire on its way to the server. */
export function FieldInput({ field, value, onChange, ...rest }: FieldInputProps) {
  const typed = value === null || value === undefined ? '' : String(value);
  if (field.sensitive && (field.kind === 'string' || field.kind === 'other')) {
    return <SecretInput {...rest} field={field} value={value} onChange={onChange} />;
  }
  const none = field.nullable || !field.required ? text.none : '';
  switch (field.kind) {
    case 'bool':
      if (!field.nullable) {
        return (
          <Checkbox toggle {...rest} checked={value === true} onChange={(e) => onChange(e.target.checked)} />
        );
      }
      return (
        <Select
          {...rest}
          value={typed}
          onChange={(e) => onChange(e.target.value === '' ? null : e.target.value === 'true')}
        >
          <option value="">{text.none}</option>
          <option value="true">{text.yes}</option>
          <option value="false">{text.no}</option>
        </Select>
      );
    case 'enum':
      return (
        <Select
          {...rest}
          value={typed}
          onChange={(e) => onChange(e.target.value === '' && !hasEmpty(field) ? null : e.target.value)}
        >
          {!hasEmpty(field) && (field.nullable || typed === '') && <option value="">{none}</option>}
          {field.choices?.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </Select>
      );
    case 'int':
    case 'float':
      return (
        <Input
          {...rest}
          inputMode={field.kind === 'int' ? 'numeric' : 'decimal'}
          unit={field.unit}
          value={typed}
          onChange={(e) => onChange(e.target.value === '' ? null : e.target.value)}
        />
      );
    case 'time':
      return (
        <Input
          {...rest}
          type="datetime-local"
          step={1}
          value={toLocal(value)}
          onChange={(e) => onChange(fromLocal(e.target.value))}
        />
      );
    case 'json':
      return <JsonEditor {...rest} value={value} onChange={onChange} />;
    case 'bytes':
      return <BytesInput {...rest} field={field} value={value} onChange={onChange} />;
    default: {
      const change = (given: string) => onChange(given === '' && field.nullable ? null : given);
      if (field.widget === 'textarea' || field.widget === 'markdown') {
        return <TextArea {...rest} value={typed} onChange={(e) => change(e.target.value)} />;
      }
      return (
        <Input
          {...rest}
          type={types[field.widget ?? ''] ?? 'text'}
          {...(field.widget === 'password' && { autoComplete: 'new-password' })}
          mono={field.kind === 'uuid'}
          unit={field.unit}
          value={typed}
          onChange={(e) => change(e.target.value)}
        />
      );
    }
  }
}

/** An enum may have "" as a value of its own. */
function hasEmpty(field: Field): boolean {
  return field.choices?.some((choice) => choice.value === '') ?? false;
}
