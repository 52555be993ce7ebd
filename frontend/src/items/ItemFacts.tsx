import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../live/age.ts';
import { usePlayer } from '../live/usePlayers.ts';
import { Time } from '../ui/Time.tsx';
import { CantripTier } from './CantripTier.tsx';
import { figuresOf, linesOf, spellNames } from './facts.ts';
import { HistoryList } from './HistoryList.tsx';
import styles from './ItemPopup.module.css';
import type { Item, ItemDetail } from './item.ts';
import { PropertyTable } from './PropertyTable.tsx';
import { countQuery } from './queries.ts';
import { written } from './query/choice.ts';
import { ratingLabel } from './ratings.ts';
import { slotWords } from './slots.ts';
import { bestFirst, familyName } from './tiers.ts';

/** What an item is worth, does, and where it is. */
export function ItemFacts({ item, detail }: { item: Item; detail: ItemDetail | undefined }) {
  const lines = linesOf(item, detail);
  const ratings = Object.entries(item.ratings);
  const spells = spellNames(item);
  return (
    <>
      <dl className={styles.figures}>
        {figuresOf(item).map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {(item.cantrips.length > 0 || spells !== '' || ratings.length > 0) && (
        <section className={styles.part} aria-label="Magic">
          {bestFirst(item.cantrips).map((cantrip) => (
            <p key={cantrip.label} className={styles.cantrip}>
              <CantripTier tier={cantrip.tier} />
              <span>{familyName(cantrip.name)}</span>
            </p>
          ))}
          {ratings.length > 0 && (
            <p className={styles.line}>
              {ratings.map(([rating, value]) => `${ratingLabel(rating)} ${value}`).join(' · ')}
            </p>
          )}
          {spells !== '' && <p className={styles.soft}>{spells}</p>}
        </section>
      )}
      {lines.length > 0 && (
        <dl className={styles.lines}>
          {lines.map(({ label, text }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      <section className={styles.part} aria-label="Where it is">
        {item.set !== null && <SetLine set={item.set.name} />}
        <Whereabouts item={item} />
      </section>
      {detail !== undefined && detail.history.length > 0 && <HistoryList changes={detail.history} />}
      {detail !== undefined && detail.properties.length > 0 && (
        <PropertyTable properties={detail.properties} />
      )}
    </>
  );
}

function SetLine({ set }: { set: string }) {
  const query = written('set', [set]);
  const owned = useQuery(countQuery(query)).data;
  return (
    <p className={styles.line}>
      <Link to="/items" search={{ q: query }} className={styles.link}>
        {set} set
      </Link>
      {owned !== undefined && ` · ${formatCount(owned)} ${owned === 1 ? 'piece' : 'pieces'} owned`}
    </p>
  );
}

function Whereabouts({ item }: { item: Item }) {
  const name = item.character_name;
  const place = usePlayer(name)?.nearby?.place.name;
  return (
    <p className={styles.line}>
      {item.worn ? 'Worn by ' : 'In the pack of '}
      <Link to="/players/$name" params={{ name }} className={styles.link}>
        {name}
      </Link>
      {item.worn && item.worn_at.length > 0 && ` on ${slotWords(item.worn_at).toLowerCase()}`}
      {place !== undefined && (
        <>
          , <span className={styles.place}>{place}</span>
        </>
      )}
      <span className={styles.soft}>
        {' · seen '}
        <Time at={item.as_of} />
      </span>
    </p>
  );
}
