const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 20 });

/** A number for reading, its thousands apart: 1 284. */
export function numberText(value: number): string {
  // A narrow space that does not break: a comma would be a decimal sign to half of the readers.
  return grouped.format(value).replaceAll(',', '\u202f');
}

/** A count that may have been cut off: "1 284", "10k+". */
export function countText(count: { value: number; capped: boolean }): string {
  if (!count.capped) return numberText(count.value);
  return count.value >= 1000 ? `${Math.floor(count.value / 1000)}k+` : `${count.value}+`;
}
