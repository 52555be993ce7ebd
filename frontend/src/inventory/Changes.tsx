import { useInfiniteQuery } from '@tanstack/react-query';
import { Minus, PencilLine, Plus } from 'lucide-react';
import { Card } from '../character/Card.tsx';
import type { Item } from '../items/item.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/cx.ts';
import { Time } from '../ui/Time.tsx';
import styles from './Changes.module.css';
import { detailWords } from './changeWords.ts';
import type { OpenItem } from './ItemCell.tsx';
import { changesQuery } from './inventory.ts';

const KINDS = {
  gained: { icon: Plus, word: 'Gained' },
  lost: { icon: Minus, word: 'Lost' },
  changed: { icon: PencilLine, word: 'Changed' },
} as const;

/** What came, went and changed of late, newest first; what is still there can be opened. */
export function Changes({ name, items, onOpen }: { name: string; items: readonly Item[]; onOpen: OpenItem }) {
  const changes = useInfiniteQuery(changesQuery(name));
  const lines = changes.data?.pages.flatMap((page) => page.changes) ?? [];
  return (
    <Card title="Gains and losses" aside="30 days">
      {lines.length === 0 ? (
        <p className={styles.none}>
          {changes.isPending
            ? 'Looking…'
            : changes.isError
              ? 'They could not be read.'
              : 'Nothing has come or gone since its inventory was first told.'}
        </p>
      ) : (
        <ul className={styles.list}>
          {lines.map((line) => {
            const { icon: Icon, word } = KINDS[line.change];
            const item = items.find(({ object_id }) => object_id === line.object_id);
            const title = line.name === '' ? 'Something unknown' : line.name;
            return (
              <li key={line.id} className={styles.row}>
                <Icon size={14} className={cx(styles[line.change])} aria-hidden="true" />
                <span className="visually-hidden">{word}: </span>
                {item === undefined ? (
                  <span className={styles.name}>{title}</span>
                ) : (
                  <button
                    type="button"
                    className={cx(styles.name, styles.open)}
                    onClick={(event) => onOpen(item, event.currentTarget)}
                  >
                    {title}
                  </button>
                )}
                <span className={styles.detail}>{detailWords(line.detail)}</span>
                <span className={styles.time}>
                  <Time at={line.timestamp} />
                </span>
              </li>
            );
          })}
        </ul>
      )}
      {changes.hasNextPage && (
        <Button small busy={changes.isFetchingNextPage} onClick={() => void changes.fetchNextPage()}>
          Older ones
        </Button>
      )}
    </Card>
  );
}
