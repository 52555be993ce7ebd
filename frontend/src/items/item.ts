/** An item as lists have it; what is not known is null. */
export interface Item {
  id: number;
  object_id: number;
  character_name: string;
  name: string;
  object_class: number;
  class: string;
  icon: number | null;
  icon_overlay: number | null;
  icon_underlay: number | null;
  material: string | null;
  set: { id: number; name: string } | null;
  slots: string[];
  worn: boolean;
  worn_at: string[];
  container_id: number | null;
  value: number | null;
  burden: number | null;
  stack_count: number | null;
  workmanship: number | null;
  wield_level: number | null;
  lore: number | null;
  armor_level: number | null;
  base_armor_level: number | null;
  max_damage: number | null;
  damage_type: string[];
  variance: number | null;
  ratings: Record<string, number>;
  cantrips: Cantrip[];
  spells: Spell[];
  imbues: string[];
  tinks: number | null;
  rare: { id: number; tier: number; name: string } | null;
  bonded: boolean;
  attuned: boolean;
  appraised: boolean;
  as_of: string;
}

export interface Cantrip {
  family: number;
  name: string;
  tier: string;
  label: string;
  /** How much it is worth: "+25". */
  effect?: string;
}

export interface Spell {
  id: number;
  name: string;
  /** Cast on the item now, as Impenetrability is, and not its own. */
  active: boolean;
}

/** An item with everything that is known of it. */
export interface ItemDetail extends Item {
  combat: Record<string, unknown> | null;
  requirements: Record<string, unknown> | null;
  enhancements: Record<string, unknown> | null;
  mana: Record<string, unknown> | null;
  properties: Property[];
  history: Change[];
}

export interface Property {
  kind: string;
  id: number;
  name: string;
  value: string;
}

export interface Change {
  timestamp: string;
  change: string;
  detail: string | Record<string, unknown> | null;
}

export interface FacetValue {
  value: string;
  label: string;
  count: number;
}

export interface Histogram {
  min: number;
  max: number;
  buckets: { from: number; to: number; count: number }[];
}

/** A condition of a query that found nothing, and how many there would be without it. */
export interface Closest {
  from: number;
  to: number;
  text: string;
  without: number;
}

export interface Found {
  items: Item[];
  total: number;
  total_capped: boolean;
  next_cursor: string | null;
  took_ms: number;
  facets?: Record<string, FacetValue[] | Histogram>;
  closest?: Closest[];
}
