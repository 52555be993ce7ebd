import { useQuery } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { formatCount } from '../live/age.ts';
import box from '../ui/Checkbox.module.css';
import { cx } from '../ui/cx.ts';
import styles from './Facets.module.css';
import { type ChoiceFacet, valuesOfFacet } from './facetFields.ts';
import type { FacetValue, Found } from './item.ts';
import { LevelRange } from './LevelRange.tsx';
import { facetQuery } from './queries.ts';
import { choiceOf, same, toggled, without } from './query/choice.ts';
import { type Field, knownValues } from './query/fields.ts';

interface Props {
  query: string;
  onQuery: (query: string) => void;
  facets: Found['facets'] | undefined;
  choices: readonly ChoiceFacet[];
  level: Field | undefined;
}

/** What was found by slot, set and so on. A press writes into the query or takes out of it. */
export function Facets({ query, onQuery, facets, choices, level }: Props) {
  const [first, ...others] = choices.map((facet) => (
    <Facet key={facet.name} facet={facet} counted={facets?.[facet.name]} query={query} onQuery={onQuery} />
  ));
  const [second, ...rest] = others;
  return (
    <div className={styles.facets}>
      {first}
      {second}
      {level !== undefined && (
        <LevelRange histogram={facets?.armor_level} field={level} query={query} onQuery={onQuery} />
      )}
      {rest}
    </div>
  );
}

interface FacetProps {
  facet: ChoiceFacet;
  counted: readonly FacetValue[] | undefined;
  query: string;
  onQuery: (query: string) => void;
}

function Facet({ facet, counted, query, onQuery }: FacetProps) {
  const { label, field, first } = facet;
  const [all, setAll] = useState(false);
  const { wanted, unwanted } = choiceOf(query, field);
  // Where some are chosen, the others are what one could have besides: counted as if none were.
  const open = useQuery({
    ...facetQuery(without(query, field), facet.name),
    enabled: wanted.length + unwanted.length > 0 && counted !== undefined,
  }).data?.[facet.name];
  const values = valuesOfFacet(facet, wanted.length + unwanted.length > 0 ? (open ?? counted) : counted);
  const isIn = (list: readonly string[], value: string) => list.some((one) => same(one, value));
  // What the query names is listed, found or not.
  const named = [...wanted, ...unwanted].filter(
    (value) => !value.includes('*') && !values.some((one) => isIn([one.value], value)),
  );
  const labelOf = (value: string) => knownValues(field).find((one) => same(one.value, value))?.label ?? value;
  const list = [...values, ...named.map((value) => ({ value, label: labelOf(value), count: 0 }))];
  const shown = all
    ? list
    : list.filter(({ value }, i) => i < first || isIn(wanted, value) || isIn(unwanted, value));
  const more = list.length - shown.length;
  if (list.length === 0) return null;
  return (
    <details className={styles.facet} open>
      <summary className={styles.head}>
        {label}
        <ChevronDown size={16} aria-hidden="true" />
      </summary>
      <ul className={styles.values}>
        {shown.map((one) => (
          <li key={one.value}>
            <label className={cx(styles.value, isIn(unwanted, one.value) && styles.unwanted)}>
              <input
                type="checkbox"
                className={box.box}
                checked={isIn(wanted, one.value)}
                ref={(element) => {
                  if (element !== null) element.indeterminate = isIn(unwanted, one.value);
                }}
                onChange={() => onQuery(toggled(query, field, one.value))}
              />
              <span className={styles.name}>{one.label}</span>
              <span className={styles.count}>{formatCount(one.count)}</span>
            </label>
          </li>
        ))}
      </ul>
      {(more > 0 || all) && list.length > first && (
        <button type="button" className={styles.more} onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${more} more`}
          <span className="visually-hidden"> of {label}</span>
        </button>
      )}
    </details>
  );
}
