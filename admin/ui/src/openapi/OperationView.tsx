import { useState } from 'react';
import { text } from '../text/en.ts';
import { api as words } from '../text/map.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { showToast } from '../ui/toasts.ts';
import styles from './ApiPage.module.css';
import { curlOf, type Document, type Operation, schemaText } from './document.ts';

interface Props {
  doc: Document;
  operation: Operation;
  /** Where the API is: "https://…/admin/_api". */
  root: string;
}

/** One operation; what it takes and answers is drawn once it is opened. */
export function OperationView({ doc, operation, root }: Props) {
  const [open, setOpen] = useState(false);
  const { method, path, summary, description, parameters, body, answers } = operation;
  return (
    <details className={styles.operation} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={cx(styles.method, styles[method])}>{method}</span>
        <code>{path}</code>
        <span className={styles.summary}>{summary}</span>
      </summary>
      {open && (
        <div className={styles.inside}>
          {description !== '' && <p>{description}</p>}
          {parameters.length > 0 && (
            <section>
              <h3>{words.parameters}</h3>
              <dl className={styles.parameters}>
                {parameters.map((p) => (
                  <div key={`${p.in} ${p.name}`}>
                    <dt>
                      <code>{p.name}</code>{' '}
                      <span>
                        {p.in}
                        {p.required ? `, ${words.required}` : ''} · {schemaText(doc, p.schema)}
                      </span>
                    </dt>
                    {p.description && <dd>{p.description}</dd>}
                  </div>
                ))}
              </dl>
            </section>
          )}
          {body !== null && (
            <section>
              <h3>
                {words.body} <span>{body.type}</span>
              </h3>
              <pre>{schemaText(doc, body.schema)}</pre>
            </section>
          )}
          <section>
            <h3>{words.answers}</h3>
            {answers.map((answer) => (
              <div key={answer.status}>
                <p>
                  <b>{answer.status}</b> {answer.description}
                </p>
                {answer.schema !== null && Number(answer.status) < 300 && (
                  <pre>{schemaText(doc, answer.schema)}</pre>
                )}
              </div>
            ))}
          </section>
          <section>
            <h3>
              {words.curl}
              <Button
                small
                kind="quiet"
                icon="copy"
                onClick={() =>
                  void navigator.clipboard
                    .writeText(curlOf(operation, root))
                    .then(() => showToast(text.copied, { tone: 'ok' }))
                }
              >
                {text.copy}
              </Button>
            </h3>
            <pre>{curlOf(operation, root)}</pre>
          </section>
        </div>
      )}
    </details>
  );
}
