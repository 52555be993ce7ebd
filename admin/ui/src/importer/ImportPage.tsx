import { useState } from 'react';
import { PageHead } from '../app/PageHead.tsx';
import type { TypePageProps } from '../app/pages.ts';
import { importer as words } from '../text/importer.ts';
import { Button } from '../ui/Button.tsx';
import { buttonClass } from '../ui/buttonClass.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Link } from '../ui/router.tsx';
import { TextArea } from '../ui/TextArea.tsx';
import { ImportErrors } from './ImportErrors.tsx';
import styles from './ImportPage.module.css';
import { ImportReading } from './ImportReading.tsx';
import { sourceOf, useImport } from './useImport.ts';

const NOTHING = { key: '', map: {} };

/** Brings rows in from a file: what it is, what would happen, what happened. */
export default function ImportPage({ type }: TypePageProps) {
  const job = useImport(type);
  const [pasted, setPasted] = useState('');
  const [over, setOver] = useState(false);
  const { source, report, running, done } = job;
  const list = { label: type.plural, to: `/${type.slug}` };

  async function take(name: string, body: Blob | undefined) {
    if (body !== undefined) await job.check(await sourceOf(name, body), NOTHING);
  }

  return (
    <>
      <PageHead title={words.title} above={[list]} />
      <div className={styles.page}>
        {source === null && (
          <>
            {/* biome-ignore lint/a11y/noStaticElementInteractions: the file can be chosen by the button too */}
            <div
              className={styles.drop}
              data-over={over || undefined}
              onDragOver={(event) => {
                event.preventDefault();
                setOver(true);
              }}
              onDragLeave={() => setOver(false)}
              onDrop={(event) => {
                event.preventDefault();
                setOver(false);
                const [file] = event.dataTransfer.files;
                void take(file?.name ?? '', file);
              }}
            >
              <EmptyState icon="upload" title={words.drop} why={words.dropHint}>
                <input
                  id="import-file"
                  type="file"
                  accept=".csv,.tsv,.txt,.json,.ndjson,.jsonl"
                  className="adm-hidden"
                  onChange={(event) => {
                    const [file] = event.target.files ?? [];
                    void take(file?.name ?? '', file);
                  }}
                />
                <label htmlFor="import-file" className={buttonClass({ kind: 'main' })}>
                  {words.choose}
                </label>
              </EmptyState>
            </div>
            <form
              className={styles.paste}
              onSubmit={(event) => {
                event.preventDefault();
                if (pasted.trim() !== '') void take('', new Blob([pasted]));
              }}
            >
              <label htmlFor="import-paste">{words.orPaste}</label>
              <TextArea
                id="import-paste"
                mono
                rows={6}
                value={pasted}
                spellCheck={false}
                onChange={(event) => setPasted(event.target.value)}
              />
              <Button type="submit" icon="check" disabled={pasted.trim() === ''}>
                {words.check}
              </Button>
            </form>
          </>
        )}
        {source !== null && (
          <section className={styles.card} aria-label={words.title} aria-busy={job.checking}>
            <header className={styles.head}>
              <Icon name="file-text" size={20} />
              <b>{source.name || words.paste}</b>
              {report !== null && <span>{words.rows(report.rows)}</span>}
              {running === null && (
                <Button small kind="quiet" icon="x" onClick={() => void job.check(null, NOTHING)}>
                  {words.again}
                </Button>
              )}
            </header>
            <div role="status" className={styles.counts}>
              {job.checking && <span>{words.checking}</span>}
              {report !== null && !job.checking && (
                <>
                  <Pill tone="good">{words.created((done ?? report).create)}</Pill>
                  <Pill tone="info">{words.updated((done ?? report).update)}</Pill>
                  <Pill>{words.unchanged((done ?? report).unchanged)}</Pill>
                  {report.errors_total > 0 && <Pill tone="bad">{words.errors(report.errors_total)}</Pill>}
                  {report.errors_total === 0 && done === null && (
                    <span className={styles.good}>
                      <Icon name="check" /> {report.create + report.update > 0 ? words.ready : words.nothing}
                    </span>
                  )}
                  {done !== null && (
                    <span className={styles.good}>
                      <Icon name="check" />{' '}
                      {words.imported(done.create + done.update, type.plural.toLowerCase())}
                    </span>
                  )}
                </>
              )}
            </div>
            {job.message !== '' && (
              <p role="alert" className={styles.bad}>
                <Icon name="circle-alert" /> {job.message}
              </p>
            )}
            {running !== null && (
              <div className={styles.progress}>
                <progress
                  aria-label={words.working}
                  {...(running.total > 0 && running.done > 0 && { value: running.done, max: running.total })}
                />
                <span>{words.of(running.done, running.total)}</span>
                <Button small kind="quiet" onClick={job.stop}>
                  {words.stop}
                </Button>
              </div>
            )}
            {done === null && running === null && (
              <>
                {report !== null && report.errors_total > 0 && (
                  <ImportErrors report={report} name={type.slug} />
                )}
                {report !== null && (
                  <ImportReading
                    type={type}
                    report={report}
                    reading={job.reading}
                    onChange={(reading) => void job.check(source, reading)}
                  />
                )}
              </>
            )}
            <footer className={styles.foot}>
              {done === null ? (
                <Button
                  kind="main"
                  icon="upload"
                  busy={running !== null}
                  disabled={
                    job.checking ||
                    report === null ||
                    report.errors_total > 0 ||
                    report.create + report.update === 0
                  }
                  onClick={() => void job.run()}
                >
                  {words.importNow(report === null ? 0 : report.create + report.update)}
                </Button>
              ) : (
                <Link href={list.to} className={buttonClass({ kind: 'main' })}>
                  {words.toList}
                </Link>
              )}
            </footer>
          </section>
        )}
      </div>
    </>
  );
}
