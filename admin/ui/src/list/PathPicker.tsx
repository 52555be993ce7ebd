import { useMemo, useState } from 'react';
import { useAdmin } from '../api/context.ts';
import type { Type } from '../api/types.ts';
import { text } from '../text/en.ts';
import { filterText } from '../text/filter.ts';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/Icon.tsx';
import { Input } from '../ui/Input.tsx';
import { Popover } from '../ui/Popover.tsx';
import { nextIndex } from '../ui/place.ts';
import styles from './FilterRow.module.css';
import { matchingPaths, pathsOf } from './filterPaths.ts';

interface Props {
  type: Type;
  /** Of the path that is chosen. */
  labels: readonly string[] | undefined;
  onPick: (path: string) => void;
}

/** More than this are not drawn; typing on narrows them. */
const SHOWN = 60;

/** Chooses a field, across edges too. */
export function PathPicker({ type, labels, onPick }: Props) {
  return (
    <Popover
      label={filterText.path}
      className={styles.paths}
      trigger={(props) => (
        <button type="button" className={styles.path} {...props}>
          {labels === undefined ? filterText.chooseField : <Labels labels={labels} />}
          <Icon name="chevron-down" size={14} />
        </button>
      )}
    >
      {(close) => (
        <Choices
          type={type}
          onPick={(path) => {
            onPick(path);
            close();
          }}
        />
      )}
    </Popover>
  );
}

function Choices({ type, onPick }: { type: Type; onPick: (path: string) => void }) {
  const { meta } = useAdmin();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const paths = useMemo(() => pathsOf(meta, type), [meta, type]);
  const found = matchingPaths(paths, query).slice(0, SHOWN);
  const chosen = Math.min(at, found.length - 1);
  return (
    <>
      <Input
        data-autofocus=""
        className={styles.find}
        aria-label={filterText.findField}
        placeholder={filterText.findField}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const next = nextIndex(event.key, chosen, found.length);
          const path = found[chosen]?.path;
          if (event.key === 'Enter' && path !== undefined) onPick(path);
          else if (next !== undefined && !event.key.startsWith('H') && event.key !== 'End') setAt(next);
          else return;
          event.preventDefault();
        }}
      />
      <ul>
        {found.map(({ path, labels }, i) => (
          <li key={path}>
            <button
              type="button"
              className={cx(styles.choice, i === chosen && styles.chosen)}
              onClick={() => onPick(path)}
            >
              <Labels labels={labels} />
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={styles.empty}>{text.noMatch}</p>}
    </>
  );
}

function Labels({ labels }: { labels: readonly string[] }) {
  return labels.map((label, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two steps may have the same label
    <span key={i} className={styles.step}>
      {i > 0 && <Icon name="chevron-right" size={12} />}
      {label}
    </span>
  ));
}
