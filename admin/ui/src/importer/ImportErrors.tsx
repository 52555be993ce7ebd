import { useState } from 'react';
import { text } from '../text/en.ts';
import { importer as words } from '../text/importer.ts';
import { Button } from '../ui/Button.tsx';
import { saveFile } from '../ui/saveFile.ts';
import { Table } from '../ui/Table.tsx';
import { errorsCsv, type Report } from './file.ts';
import styles from './ImportPage.module.css';

const PAGE = 100;

/** All that is wrong with a file, row by row. */
export function ImportErrors({ report, name }: { report: Report; name: string }) {
  const [shown, setShown] = useState(PAGE);
  return (
    <div className={styles.part}>
      <div className={styles.title}>
        <h2>{words.errors(report.errors_total)}</h2>
        <p>{words.errorsHint}</p>
        <Button
          small
          icon="download"
          onClick={() => saveFile(`${name}-errors.csv`, errorsCsv(report.errors), 'text/csv')}
        >
          {words.downloadErrors}
        </Button>
      </div>
      <Table
        caption={words.errors(report.errors_total)}
        className={styles.errors}
        columns={[{ label: words.row, kind: 'number' }, { label: words.column }, { label: words.reason }]}
      >
        {report.errors.slice(0, shown).map((error, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row may have two errors, and their order stays
          <tr key={i}>
            <th scope="row" className={styles.number}>
              {error.row}
            </th>
            <td>{error.column || words.wholeRow}</td>
            <td className={styles.reason}>{error.reason}</td>
          </tr>
        ))}
      </Table>
      {shown < report.errors.length && (
        <Button small kind="quiet" onClick={() => setShown(shown + 10 * PAGE)}>
          {words.showing(shown, report.errors_total)} · {text.all}
        </Button>
      )}
    </div>
  );
}
