import { Printer } from 'lucide-react';
import { formatCount } from '../live/age.ts';
import { Button } from '../ui/Button.tsx';
import { Time } from '../ui/Time.tsx';
import { AllegianceCard } from './AllegianceCard.tsx';
import { Card } from './Card.tsx';
import { Facts } from './Facts.tsx';
import type { Lift } from './lift.ts';
import { PropertyCard } from './PropertyCard.tsx';
import { AUGMENTATIONS, AURAS, masteryFacts, propertyLines, RATINGS } from './properties.ts';
import { SheetLines } from './SheetLines.tsx';
import styles from './SheetSection.module.css';
import { attributeLines, type CharacterSheet, skillGroups, vitalLines } from './sheet.ts';
import { TitlesCard } from './TitlesCard.tsx';

interface Props {
  sheet: CharacterSheet;
  lifts: ReadonlyMap<string, Lift>;
}

/** The character sheet in the game's order: attributes, vitals, skills by training, titles, augmentations, ratings, allegiance. */
export function SheetSection({ sheet, lifts }: Props) {
  const groups = skillGroups(sheet);
  const points = groups.flatMap(({ skills }) =>
    skills.map(({ key, base }) => (base ?? 0) + (lifts.get(key)?.by ?? 0)),
  );
  const best = Math.max(1, ...points);
  const trained = groups.filter(({ training }) => training !== 'Untrained');
  const untrained = groups.find(({ training }) => training === 'Untrained');
  return (
    <>
      <div className={styles.bar}>
        <p>
          Sheet as of <Time at={sheet.as_of} />. Base values; “Cantrip” is what worn cantrips add.
        </p>
        <Button small icon={Printer} onClick={() => print()}>
          Print
        </Button>
      </div>
      <div className={styles.sheet}>
        <Card title="Attributes and vitals" flush>
          <SheetLines caption="Attributes" head="Attribute" lines={attributeLines(sheet)} lifts={lifts} />
          <SheetLines caption="Vitals" head="Vital" lines={vitalLines(sheet)} lifts={lifts} />
          <Facts
            facts={[
              { label: 'Total XP', value: formatCount(sheet.total_xp) },
              { label: 'Unassigned XP', value: formatCount(sheet.unassigned_xp) },
              {
                label: 'Luminance',
                value: `${formatCount(sheet.luminance_earned)} / ${formatCount(sheet.luminance_total)}`,
              },
              { label: 'Skill credits', value: formatCount(sheet.skill_credits) },
              { label: 'Deaths', value: formatCount(sheet.deaths) },
              ...masteryFacts(sheet.properties),
              ...(sheet.birth === '' ? [] : [{ label: 'Created', value: sheet.birth }]),
            ]}
          />
        </Card>
        {trained.map(({ training, skills }) => (
          <Card key={training} title={training} aside={`${skills.length} skills`} flush>
            <SheetLines
              caption={`${training} skills`}
              head="Skill"
              lines={skills}
              lifts={lifts}
              best={best}
            />
          </Card>
        ))}
      </div>
      {untrained !== undefined && (
        <details className={styles.untrained}>
          <summary>{untrained.skills.length} untrained skills</summary>
          <p>{untrained.skills.map(({ label, base }) => `${label} ${formatCount(base)}`).join(' · ')}</p>
        </details>
      )}
      <div className={styles.more}>
        <TitlesCard sheet={sheet} />
        <PropertyCard
          title="Augmentations"
          none="None, as far as its plugin tells."
          lines={propertyLines(sheet.properties, AUGMENTATIONS)}
        />
        <PropertyCard
          title="Luminance augmentations"
          none="None, as far as its plugin tells."
          lines={propertyLines(sheet.properties, AURAS)}
        />
        <PropertyCard
          title="Ratings"
          none="All are 0, or its plugin tells none."
          lines={propertyLines(sheet.properties, RATINGS)}
        />
        <AllegianceCard sheet={sheet} />
      </div>
    </>
  );
}
