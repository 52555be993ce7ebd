import type { components } from '../api/schema.d.ts';

type Schemas = components['schemas'];

/** An item as lists have it; what is not known is null. */
export type Item = Schemas['Item'];
/** An item with everything that is known of it. */
export type ItemDetail = Schemas['ItemDetail'];
export type Cantrip = Schemas['ItemCantrip'];
export type Spell = Schemas['ItemSpell'];
export type Property = Schemas['ItemProperty'];
export type Change = Schemas['ItemChange'];
/** A page of what a search found, and how long the server took. */
export type Found = Schemas['FoundItems'] & { tookMs: number };
export type FacetValue = Schemas['ItemFacetValue'];
export type Histogram = Schemas['ItemHistogram'];
/** A condition of a query that found nothing, and how many there would be without it. */
export type Closest = Schemas['ItemClosest'];
