import { formatCount } from '../live/age.ts';
import { Card } from './Card.tsx';
import { Facts } from './Facts.tsx';
import type { CharacterSheet } from './sheet.ts';
import styles from './Tab.module.css';

/** To whom it is sworn. */
export function AllegianceCard({ sheet }: { sheet: Pick<CharacterSheet, 'allegiance'> }) {
  const { allegiance } = sheet;
  if (allegiance === null || (allegiance.name === '' && allegiance.monarch === null)) {
    return (
      <Card title="Allegiance">
        <p className={styles.none}>Sworn to nobody.</p>
      </Card>
    );
  }
  const facts = [
    { label: 'Name', value: allegiance.name },
    { label: 'Monarch', value: allegiance.monarch?.name ?? '' },
    { label: 'Patron', value: allegiance.patron?.name ?? '' },
    { label: 'Rank', value: formatCount(allegiance.rank) },
    { label: 'Followers', value: formatCount(allegiance.followers) },
  ];
  return (
    <Card title="Allegiance" flush>
      <Facts facts={facts.filter(({ value }) => value !== '')} />
    </Card>
  );
}
