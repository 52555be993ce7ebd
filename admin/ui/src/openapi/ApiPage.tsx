import { useMemo, useState } from 'react';
import { useAdmin } from '../api/context.ts';
import { messageOf } from '../api/problem.ts';
import { useQuery } from '../api/query.ts';
import { typeOf } from '../api/schema.ts';
import { PageHead } from '../app/PageHead.tsx';
import { api as words } from '../text/map.ts';
import { buttonClass } from '../ui/buttonClass.ts';
import { Icon } from '../ui/Icon.tsx';
import { Input } from '../ui/Input.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import styles from './ApiPage.module.css';
import { type Document, operationsByTag } from './document.ts';
import { OperationView } from './OperationView.tsx';

/** The API that the pages use, operation by operation, from its own description. */
export default function ApiPage() {
  const { api, meta } = useAdmin();
  const [query, setQuery] = useState('');
  const doc = useQuery({
    queryKey: ['openapi'],
    queryFn: ({ signal }) => api.get<Document>('/openapi.json', {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const tags = useMemo(() => (doc.data === undefined ? [] : operationsByTag(doc.data)), [doc.data]);
  const asked = query.toLowerCase().trim();
  const found = tags
    .map(
      ([tag, list]) =>
        [
          tag,
          list.filter(({ method, path, summary }) =>
            `${tag} ${method} ${path} ${summary}`.toLowerCase().includes(asked),
          ),
        ] as const,
    )
    .filter(([, list]) => list.length > 0);

  return (
    <>
      <PageHead title={words.title} />
      <div className={styles.page}>
        <p className={styles.intro}>
          {words.intro} <code>Authorization: Bearer …</code>
        </p>
        <div className={styles.bar}>
          <Input
            type="search"
            aria-label={words.find}
            placeholder={words.find}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          <a href={api.url('/openapi.json')} className={buttonClass()} download="openapi.json">
            <Icon name="download" />
            {words.document}
          </a>
        </div>
        {doc.isPending && <Skeleton height="200px" />}
        {doc.isError && <p role="alert">{messageOf(doc.error)}</p>}
        {doc.isSuccess && found.length === 0 && <p>{words.none}</p>}
        {doc.data !== undefined &&
          found.map(([tag, list]) => (
            <details key={tag} className={styles.tag} open={asked !== '' || undefined}>
              <summary>
                <h2>{tag === '' ? words.others : (typeOf(meta, tag)?.plural ?? tag)}</h2>
                <span>{list.length}</span>
              </summary>
              {list.map((operation) => (
                <OperationView
                  key={operation.key}
                  doc={doc.data as Document}
                  operation={operation}
                  root={new URL(api.root, location.origin).href}
                />
              ))}
            </details>
          ))}
      </div>
    </>
  );
}
