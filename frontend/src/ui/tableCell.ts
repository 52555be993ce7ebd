import styles from './Table.module.css';

/** Classes for the cells of a Table. */
export const numberCell = styles.number;
export const endCell = styles.end;
