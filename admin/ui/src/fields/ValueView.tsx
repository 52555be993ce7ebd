import type { Field } from '../api/types.ts';
import { text } from '../text/en.ts';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/Icon.tsx';
import type { IconName } from '../ui/icons.gen.ts';
import { Pill } from '../ui/Pill.tsx';
import styles from './ValueView.module.css';
import { choiceLabel, valueText, wholeText } from './wire.ts';

const signs: Record<string, IconName> = { bad: 'x', warn: 'triangle-alert', info: 'circle', good: 'check' };

/** A field's value as lists and histories show it, on one line. */
export function ValueView({ field, value }: { field: Field; value: unknown }) {
  if (value === null || value === undefined || value === '') return <span className={styles.none}>–</span>;
  switch (field.kind) {
    case 'enum':
      return <Choice field={field} value={String(value)} />;
    case 'bool':
      return value ? (
        <span className={styles.yes}>
          <Icon name="check" />
          <span className="adm-hidden">{text.yes}</span>
        </span>
      ) : (
        <span className={styles.none}>{text.no}</span>
      );
    case 'json':
    case 'uuid':
      return <code title={valueText(field, value)}>{valueText(field, value)}</code>;
    case 'time':
      return (
        <time dateTime={String(value)} title={wholeText(field, value)}>
          {valueText(field, value)}
        </time>
      );
    default:
      if (field.widget === 'color') {
        return (
          <span className={styles.color}>
            <span className={styles.swatch} style={{ background: String(value) }} />
            {String(value)}
          </span>
        );
      }
      return valueText(field, value);
  }
}

function Choice({ field, value }: { field: Field; value: string }) {
  const tone = field.choices?.find((choice) => choice.value === value)?.tone;
  const label = choiceLabel(field, value);
  // A state has a good one and is drawn as a pill; a scale of how bad something is has none, and gets a sign.
  const isState = field.choices?.some((choice) => choice.tone === 'good') ?? false;
  if (isState) return <Pill tone={tone}>{label}</Pill>;
  if (tone === undefined) return label;
  return (
    <span className={cx(styles.sign, styles[tone])}>
      <Icon name={signs[tone] ?? 'circle'} size={14} />
      {label}
    </span>
  );
}
