import type { Field } from '../api/types.ts';
import { fullTime, shortTime } from '../ui/age.ts';
import { numberText } from '../ui/numbers.ts';

/** JSON that is being typed and cannot be read yet. */
export class BadJson {
  readonly text: string;
  readonly reason: string;

  constructor(text: string, reason: string) {
    this.text = text;
    this.reason = reason;
  }
}

/** A form's value as it goes to the server: numbers that were typed become numbers where nothing is lost by it. */
export function toWire(field: Field, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const typed = value.trim();
  if (field.kind === 'int')
    return Number.isSafeInteger(Number(typed)) && typed !== '' ? Number(typed) : typed;
  if (field.kind === 'float') return typed !== '' && Number.isFinite(Number(typed)) ? Number(typed) : typed;
  return value;
}

/** A time as <input type="datetime-local" step="1"> wants it, in the reader's own zone; "" for none. */
export function toLocal(value: unknown): string {
  if (typeof value !== 'string') return '';
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return '';
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** The other way round: RFC 3339 in UTC, or null for "". */
export function fromLocal(local: string): string | null {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? null : at.toISOString().replace('.000Z', 'Z');
}

export function choiceLabel(field: Field, value: unknown): string {
  return field.choices?.find((choice) => choice.value === value)?.label ?? String(value);
}

/** A value in words, for diffs, titles and what is read out. */
export function valueText(field: Field | undefined, value: unknown): string {
  if (value === null || value === undefined) return '–';
  switch (field?.kind) {
    case 'enum':
      return choiceLabel(field, value);
    case 'bool':
      return value ? 'Yes' : 'No';
    case 'time':
      return shortTime(new Date(String(value)), new Date());
    case 'int':
    case 'float': {
      const figure = typeof value === 'number' ? numberText(value) : String(value);
      return field.unit ? `${figure} ${field.unit}` : figure;
    }
    case 'bytes':
      return byteCount(String(value));
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

/** What a value's whole is, where lists show it short. */
export function wholeText(field: Field | undefined, value: unknown): string {
  return field?.kind === 'time' && typeof value === 'string'
    ? fullTime(new Date(value))
    : valueText(field, value);
}

/** How many bytes some base64 holds, in words. */
export function byteCount(base64: string): string {
  const bytes =
    Math.floor((base64.length * 3) / 4) - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);
  return `${numberText(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
}
