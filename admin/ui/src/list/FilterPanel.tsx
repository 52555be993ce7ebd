import { useEffect, useMemo, useRef, useState } from 'react';
import { useAdmin } from '../api/context.ts';
import type { Count, Type } from '../api/types.ts';
import { type Expr, FilterError } from '../filter/ast.ts';
import { parse } from '../filter/parse.ts';
import { print } from '../filter/print.ts';
import { exprOf, type Group, groupOf } from '../filter/rows.ts';
import { targetAt } from '../filter/targets.ts';
import { filterText } from '../text/filter.ts';
import { list as words } from '../text/list.ts';
import { Button } from '../ui/Button.tsx';
import { countText } from '../ui/numbers.ts';
import { showToast } from '../ui/toasts.ts';
import { FilterGroup } from './FilterGroup.tsx';
import styles from './FilterPanel.module.css';
import { FilterText } from './FilterText.tsx';

interface Props {
  type: Type;
  filter: string;
  onFilter: (filter: string) => void;
  /** What the server found wrong with it. */
  problem: string;
  count: Count | undefined;
  ms: number | undefined;
}

/** How long a value may be typed at before the list follows. */
const REST_MS = 300;

/** The filter as lines to fill in, or as text; the address has it too. */
export default function FilterPanel({ type, filter, onFilter, problem, count, ms }: Props) {
  const { meta } = useAdmin();
  const targetOf = useMemo(
    () => (path: string) => targetAt(path, type, meta.types)?.target ?? null,
    [meta, type],
  );
  const [asText, setAsText] = useState(() => read(filter) instanceof FilterError);
  const [draft, setDraft] = useState<Group>(() => groupFrom(filter));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef(filter);

  function groupFrom(text: string): Group {
    const expr = read(text);
    return groupOf(expr instanceof FilterError ? null : expr, targetOf);
  }

  // A filter that came from elsewhere, a tab or the way back, takes the place of what is here.
  useEffect(() => {
    if (filter === sent.current) return;
    sent.current = filter;
    clearTimeout(timer.current);
    const expr = read(filter);
    if (expr instanceof FilterError) setAsText(true);
    else setDraft(groupOf(expr, targetOf));
  }, [filter, targetOf]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function send(next: string, rest: number) {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (next === sent.current) return;
      sent.current = next;
      onFilter(next);
    }, rest);
  }

  function change(next: Group, typed = false) {
    setDraft(next);
    send(print(exprOf(next)), typed ? REST_MS : 0);
  }

  return (
    <section className={styles.panel} aria-label={filterText.label}>
      {asText ? (
        <FilterText type={type} filter={filter} problem={problem} onFilter={(next) => send(next, REST_MS)} />
      ) : (
        <FilterGroup type={type} group={draft} onChange={change} problem={problem} />
      )}
      <div className={styles.foot}>
        {!asText && (
          <>
            <Button
              kind="quiet"
              small
              icon="plus"
              onClick={() =>
                setDraft({ ...draft, items: [...draft.items, { path: '', operator: 'is', values: [] }] })
              }
            >
              {filterText.add}
            </Button>
            <Button
              kind="quiet"
              small
              icon="plus"
              onClick={() =>
                setDraft({
                  ...draft,
                  items: [
                    ...draft.items,
                    { all: !draft.all, not: false, items: [{ path: '', operator: 'is', values: [] }] },
                  ],
                })
              }
            >
              {filterText.addGroup}
            </Button>
          </>
        )}
        <Button
          kind="quiet"
          small
          icon={asText ? 'list-filter' : 'code'}
          onClick={() => {
            if (asText) setDraft(groupFrom(filter));
            setAsText(!asText);
          }}
        >
          {asText ? filterText.asBuilder : filterText.asText}
        </Button>
        {filter !== '' && (
          <Button
            kind="quiet"
            small
            icon="x"
            onClick={() => {
              clearTimeout(timer.current);
              setDraft(groupOf(null, targetOf));
              sent.current = '';
              onFilter('');
            }}
          >
            {filterText.clear}
          </Button>
        )}
        <span className={styles.found}>
          {count !== undefined && (
            <>
              <strong>{countText(count)}</strong> {words.matching}
            </>
          )}
          {ms !== undefined && (
            <span className={styles.took}> · {words.took(ms < 10 ? ms.toFixed(1) : ms.toFixed(0))}</span>
          )}
        </span>
        <Button
          kind="quiet"
          small
          icon="link"
          onClick={() => {
            void navigator.clipboard
              .writeText(location.href)
              .then(() => showToast(words.copiedLink, { tone: 'ok' }));
          }}
        >
          {words.copyLink}
        </Button>
      </div>
    </section>
  );
}

function read(text: string): Expr | null | FilterError {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
}
