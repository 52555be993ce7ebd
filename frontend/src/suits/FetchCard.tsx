import { Check, Copy, Printer, Terminal } from 'lucide-react';
import { useState } from 'react';
import box from '../ui/Checkbox.module.css';
import { copyText } from '../ui/copyText.ts';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { showToast } from '../ui/toasts.ts';
import card from './card.module.css';
import styles from './FetchCard.module.css';
import { fetchCommands, fetchList, fetchText } from './fetchList.ts';
import { useTicked } from './ticked.ts';
import type { Suit } from './types.ts';
import type { Whereabout } from './useWhereabouts.ts';

interface Props {
  runId: string;
  suit: Suit;
  wearer: string | null;
  whereabouts: (name: string) => Whereabout;
}

/** Who hands what to the wearer: to tick off, to copy, to print. */
export function FetchCard({ runId, suit, wearer, whereabouts }: Props) {
  const [ticked, tick] = useTicked(runId);
  const [copied, setCopied] = useState<'text' | 'commands' | null>(null);
  const list = fetchList(suit, wearer);
  const pieces = list.reduce((sum, group) => sum + group.pieces.length, 0);
  const owners = list.filter((group) => group.pieces.length > 0).length;
  const keyOf = (group: (typeof list)[number]) => `${group.owner} ${group.pieces.map(({ id }) => id).join()}`;
  const done = new Set(list.filter((group) => ticked.has(keyOf(group))).map(({ owner }) => owner));

  async function copy(kind: 'text' | 'commands', text: string) {
    if (await copyText(text)) setCopied(kind);
    else showToast('The browser does not let the page copy. Print the list instead.', { tone: 'danger' });
  }

  const where = (name: string) => {
    const { place, online } = whereabouts(name);
    return [place, online ? 'online' : 'offline'].filter((word) => word !== '').join(', ');
  };

  return (
    <section className={cx(card.card, styles.card)} aria-label="Fetch list">
      <header className={card.head}>
        <h2 className={card.title}>Fetch list</h2>
        <span className={card.count}>{pieces === 0 ? '' : `${pieces} from ${owners}`}</span>
        <span className={cx(card.aside, styles.tools)}>
          <IconButton
            small
            icon={copied === 'text' ? Check : Copy}
            label="Copy the list as text"
            onClick={() => copy('text', fetchText(suit, wearer, where, done))}
          />
          {list.length > 0 && (
            <IconButton
              small
              icon={copied === 'commands' ? Check : Terminal}
              label="Copy as in-game commands"
              onClick={() => copy('commands', fetchCommands(suit, wearer))}
            />
          )}
          <IconButton small icon={Printer} label="Print" onClick={() => print()} />
        </span>
      </header>
      <p className="visually-hidden" role="status">
        {copied !== null && 'Copied'}
      </p>
      {list.length === 0 ? (
        <p className={styles.nothing}>Nothing to fetch: {wearer} has it all.</p>
      ) : (
        <ul className={styles.list}>
          {list.map((group) => {
            const key = keyOf(group);
            const { place, online } = whereabouts(group.owner);
            return (
              <li key={key} className={cx(styles.group, ticked.has(key) && styles.done)}>
                <label className={styles.head}>
                  <input
                    type="checkbox"
                    className={box.box}
                    checked={ticked.has(key)}
                    onChange={(event) => tick(key, event.target.checked)}
                  />
                  <span>
                    <span className={styles.owner}>{group.owner}</span>{' '}
                    {place !== '' && <span className={styles.place}>{place}</span>}
                    <small title={online ? 'online' : 'offline'}>
                      <span aria-hidden="true">{online ? '●' : '○'}</span>
                      <span className="visually-hidden">{online ? 'online' : 'offline'}</span>
                    </small>
                  </span>
                </label>
                <div className={styles.pieces}>
                  {group.pieces.length > 0 && (
                    <span className={styles.names}>{group.pieces.map(({ name }) => name).join(', ')}</span>
                  )}
                  {group.reductions.map(({ piece, tool, to }) => (
                    <span key={piece.id} className={styles.reduce}>
                      reduce {group.pieces.length === 1 ? '' : `${piece.name} `}to {to} ({tool.split(' ')[1]})
                    </span>
                  ))}
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
