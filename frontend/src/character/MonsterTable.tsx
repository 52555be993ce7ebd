import { ArrowDown, ArrowUp, ChevronRight } from 'lucide-react';
import { Fragment, useState } from 'react';
import { formatCount } from '../live/age.ts';
import { cx } from '../ui/cx.ts';
import type { AttackLine, MonsterLine, MonsterOrder } from './combat.ts';
import styles from './MonsterTable.module.css';

const COLUMNS: readonly { key: MonsterOrder; label: string }[] = [
  { key: 'name', label: 'Monster' },
  { key: 'kills', label: 'Kills' },
  { key: 'given', label: 'Damage given' },
  { key: 'received', label: 'Received' },
];
const FEW = 50;

interface Props {
  caption: string;
  monsters: readonly MonsterLine[];
  order: MonsterOrder;
  onOrder: (order: MonsterOrder) => void;
}

/** Monsters that were fought; each opens to its attacks by kind and element. */
export function MonsterTable({ caption, monsters, order, onOrder }: Props) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const Arrow = order === 'name' ? ArrowUp : ArrowDown;
  const shown = all ? monsters : monsters.slice(0, FEW);

  function toggle(name: string) {
    setOpen((now) => {
      const next = new Set(now);
      if (!next.delete(name)) next.add(name);
      return next;
    });
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.frame} aria-label={caption} tabIndex={0}>
      <table className={styles.monsters}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {COLUMNS.map(({ key, label }) => (
              <th
                key={key}
                scope="col"
                aria-sort={order === key ? (key === 'name' ? 'ascending' : 'descending') : 'none'}
              >
                <button type="button" className={styles.sort} onClick={() => onOrder(key)}>
                  {label}
                  {order === key && <Arrow size={13} aria-hidden="true" />}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((monster) => (
            <Fragment key={monster.name}>
              <tr>
                <th scope="row">
                  <button
                    type="button"
                    className={styles.open}
                    aria-expanded={open.has(monster.name)}
                    onClick={() => toggle(monster.name)}
                  >
                    <ChevronRight
                      size={15}
                      className={cx(styles.arrow, open.has(monster.name) && styles.turned)}
                      aria-hidden="true"
                    />
                    {monster.name}
                  </button>
                </th>
                <td>{formatCount(monster.kills)}</td>
                <td>{formatCount(monster.given)}</td>
                <td>{formatCount(monster.received)}</td>
              </tr>
              {open.has(monster.name) && (
                <tr>
                  <td colSpan={4} className={styles.inner}>
                    <Attacks
                      caption={`Attacks on ${monster.name}`}
                      title="Its attacks"
                      lines={monster.offense}
                    />
                    <Attacks
                      caption={`Attacks of ${monster.name}`}
                      title="The monster's"
                      lines={monster.defense}
                    />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
      {monsters.length > shown.length && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {monsters.length - shown.length} more
        </button>
      )}
    </section>
  );
}

function Attacks({
  caption,
  title,
  lines,
}: {
  caption: string;
  title: string;
  lines: readonly AttackLine[];
}) {
  if (lines.length === 0) return null;
  return (
    <table className={styles.attacks}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">Tries</th>
          <th scope="col">Failed</th>
          <th scope="col">Critical</th>
          <th scope="col">Hit, mean</th>
          <th scope="col">Most</th>
          <th scope="col">Critical, mean</th>
          <th scope="col">Most</th>
          <th scope="col">Damage</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.key}>
            <th scope="row">
              {line.attack} <span className={styles.element}>{line.element}</span>
            </th>
            <td>{formatCount(line.attacks)}</td>
            <td>{percent(line.failed)}</td>
            <td>{percent(line.crits)}</td>
            <td>{formatCount(line.normalMean)}</td>
            <td>{formatCount(line.normalMax)}</td>
            <td>{formatCount(line.critMean)}</td>
            <td>{formatCount(line.critMax)}</td>
            <td>{formatCount(line.damage)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function percent(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)} %`;
}
