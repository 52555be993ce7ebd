import styles from './ItemPopup.module.css';
import type { Property } from './item.ts';

/** Every property as the game told it. */
export function PropertyTable({ properties }: { properties: readonly Property[] }) {
  return (
    <details className={styles.more}>
      <summary>{properties.length} properties</summary>
      <table className={styles.properties}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Property</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {properties.map(({ kind, id, name, value }) => (
            <tr key={`${kind} ${id}`}>
              <th scope="row" title={`${kind} ${id}`}>
                {name === '' ? `${kind} ${id}` : name}
              </th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
