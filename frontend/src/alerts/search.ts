import { isKind, type Kind } from './kinds.ts';

/** The alerts page's part of the address. */
export interface AlertsSearch {
  kind?: Kind | undefined;
  /** One character's. */
  who?: string | undefined;
  rule?: number | undefined;
  /** Only those of which nobody took note. */
  open?: boolean | undefined;
}

/** Reads the address; what makes no sense is left out. */
export function readAlertsSearch(raw: Record<string, unknown>): AlertsSearch {
  const search: AlertsSearch = {};
  if (isKind(raw.kind)) search.kind = raw.kind;
  if (raw.who !== undefined && raw.who !== '') search.who = String(raw.who);
  if (typeof raw.rule === 'number' && Number.isInteger(raw.rule) && raw.rule > 0) search.rule = raw.rule;
  if (raw.open === true) search.open = true;
  return search;
}
