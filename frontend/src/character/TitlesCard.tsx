import { Card } from './Card.tsx';
import type { CharacterSheet } from './sheet.ts';
import tab from './Tab.module.css';
import styles from './TitlesCard.module.css';

/** The title it bears, and all that it has earned. */
export function TitlesCard({ sheet }: { sheet: CharacterSheet }) {
  const { titles, title_names: names, current_title: current, current_title_name: currentName } = sheet;
  const all = titles
    .map((id, at) => ({ id, name: names[at] || `Title ${id}` }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <Card title="Titles" aside={all.length}>
      {current !== null && <p className={styles.current}>{currentName || `Title ${current}`}</p>}
      {all.length === 0 ? (
        <p className={tab.none}>None is told.</p>
      ) : (
        <details className={styles.all} open={all.length <= 12}>
          <summary>All {all.length}</summary>
          <ul>
            {all.map(({ id, name }) => (
              <li key={id} aria-current={id === current || undefined}>
                {name}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}
