import { useState } from 'react';
import { forms } from '../text/forms.ts';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/Icon.tsx';
import type { FieldInputProps } from './FieldInput.tsx';
import styles from './JsonEditor.module.css';
import { jsonLines } from './jsonTokens.ts';
import { BadJson } from './wire.ts';

/** JSON with its lines counted and its pieces coloured, checked at each key; hands out BadJson while it cannot be read. */
export function JsonEditor({ value, onChange, ...rest }: Omit<FieldInputProps, 'field'>) {
  // Kept as typed: reading and writing it again would move the writer's spaces.
  const [typed, setTyped] = useState(() =>
    value === null || value === undefined
      ? ''
      : value instanceof BadJson
        ? value.text
        : JSON.stringify(value, null, 2),
  );
  const bad = value instanceof BadJson ? value : null;

  function type(given: string) {
    setTyped(given);
    if (given.trim() === '') return onChange(null);
    try {
      onChange(JSON.parse(given));
    } catch (cause) {
      onChange(new BadJson(given, cause instanceof Error ? cause.message : String(cause)));
    }
  }

  return (
    <div className={cx(styles.box, (bad !== null || rest['aria-invalid']) && styles.bad)}>
      <div className={styles.layers}>
        <pre className={styles.lines} aria-hidden="true">
          {jsonLines(typed).map((line, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            <span key={i} className={styles.line}>
              {line.map(({ text, kind }, j) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
                <span key={j} className={kind === '' ? undefined : styles[kind]}>
                  {text}
                </span>
              ))}
            </span>
          ))}
        </pre>
        <textarea
          {...rest}
          className={styles.text}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          aria-invalid={bad !== null || rest['aria-invalid']}
          value={typed}
          onChange={(event) => type(event.target.value)}
        />
      </div>
      <p className={cx(styles.state, bad === null ? styles.valid : styles.invalid)} role="status">
        {bad !== null ? (
          <>
            <Icon name="circle-alert" size={14} />
            {bad.reason}
          </>
        ) : (
          typed.trim() !== '' && (
            <>
              <Icon name="check" size={14} />
              {forms.valid}
            </>
          )
        )}
      </p>
    </div>
  );
}
