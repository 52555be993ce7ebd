import { formatCount } from '../live/age.ts';
import { Time } from '../ui/Time.tsx';
import { Card } from './Card.tsx';
import styles from './SheetSection.module.css';
import { attributeLines, type CharacterSheet, type Line, skillGroups, vitalLines } from './sheet.ts';

/** The character sheet: attributes and vitals, experience, skills by training, allegiance. */
export function SheetSection({ sheet }: { sheet: CharacterSheet }) {
  const groups = skillGroups(sheet);
  const best = Math.max(1, ...groups.flatMap(({ skills }) => skills.map(({ base }) => base ?? 0)));
  return (
    <div className={styles.sheet}>
      <div className={styles.column}>
        <Card
          title="Attributes"
          aside={
            <>
              as of <Time at={sheet.as_of} />
            </>
          }
          flush
        >
          <Lines
            caption="Attributes and vitals"
            head="Attribute"
            lines={[...attributeLines(sheet), ...vitalLines(sheet)]}
          />
          <dl className={styles.facts}>
            <Fact label="Total XP" value={formatCount(sheet.total_xp)} />
            <Fact label="Unassigned XP" value={formatCount(sheet.unassigned_xp)} />
            <Fact
              label="Luminance"
              value={`${formatCount(sheet.luminance_earned)} / ${formatCount(sheet.luminance_total)}`}
            />
            <Fact label="Skill credits" value={formatCount(sheet.skill_credits)} />
            <Fact label="Deaths" value={formatCount(sheet.deaths)} />
            <Fact label="Titles" value={formatCount(sheet.titles.length)} />
            {sheet.birth !== '' && <Fact label="Created" value={sheet.birth} />}
          </dl>
        </Card>
        <AllegianceCard sheet={sheet} />
      </div>
      {groups.map(({ training, skills }) =>
        training === 'Untrained' ? null : (
          <Card key={training} title={training} aside={`${skills.length} skills`} flush>
            <Lines caption={`${training} skills`} head="Skill" lines={skills} best={best} />
          </Card>
        ),
      )}
      {groups.some(({ training }) => training === 'Untrained') && (
        <details className={styles.untrained}>
          <summary>Untrained skills</summary>
          <p>
            {groups
              .filter(({ training }) => training === 'Untrained')
              .flatMap(({ skills }) => skills.map(({ label, base }) => `${label} ${formatCount(base)}`))
              .join(' · ')}
          </p>
        </details>
      )}
    </div>
  );
}

function Lines({
  caption,
  head,
  lines,
  best,
}: {
  caption: string;
  head: string;
  lines: readonly Line[];
  best?: number;
}) {
  return (
    <table className={styles.lines}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col" className={styles.number}>
            Base
          </th>
          {best !== undefined && <td className={styles.barCell} />}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ label, base }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td className={styles.number}>{formatCount(base)}</td>
            {best !== undefined && (
              <td className={styles.barCell}>
                <span className={styles.track} aria-hidden="true">
                  <span className={styles.fill} style={{ inlineSize: `${((base ?? 0) / best) * 100}%` }} />
                </span>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function AllegianceCard({ sheet }: { sheet: CharacterSheet }) {
  const allegiance = sheet.allegiance;
  if (allegiance === null || (allegiance.name === '' && allegiance.monarch === null)) {
    return (
      <Card title="Allegiance">
        <p className={styles.none}>Sworn to nobody.</p>
      </Card>
    );
  }
  return (
    <Card title="Allegiance" flush>
      <dl className={styles.facts}>
        {allegiance.name !== '' && <Fact label="Name" value={allegiance.name} />}
        {allegiance.monarch !== null && <Fact label="Monarch" value={allegiance.monarch.name} />}
        {allegiance.patron !== null && <Fact label="Patron" value={allegiance.patron.name} />}
        <Fact label="Rank" value={formatCount(allegiance.rank)} />
        <Fact label="Followers" value={formatCount(allegiance.followers)} />
      </dl>
    </Card>
  );
}
