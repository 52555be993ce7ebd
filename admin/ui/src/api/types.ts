// What goes over the wire, as docs/admin.md says it.

export type Kind =
  | 'string'
  | 'int'
  | 'float'
  | 'bool'
  | 'time'
  | 'enum'
  | 'uuid'
  | 'json'
  | 'bytes'
  | 'other';

export type ChoiceTone = 'good' | 'warn' | 'bad' | 'info';

export interface Choice {
  value: string;
  label: string;
  tone?: ChoiceTone;
}

/** One field of a type, its id excepted. */
export interface Field {
  name: string;
  kind: Kind;
  label: string;
  help?: string;
  group?: string;
  widget?: string;
  unit?: string;
  choices?: Choice[];
  max_length?: number;
  default?: string | number | boolean;
  /** Filter over the form's own values; the field is shown only where it holds. */
  when?: string;
  required?: boolean;
  has_default?: boolean;
  nullable?: boolean;
  unique?: boolean;
  immutable?: boolean;
  read_only?: boolean;
  sensitive?: boolean;
  computed?: boolean;
  filterable?: boolean;
  sortable?: boolean;
  /** The to-one edge whose foreign key it holds; pages show the edge in its place. */
  edge?: string;
  /** The caller may set it in a row that is there. */
  writable?: boolean;
  /** The caller may set it in a new row. */
  creatable?: boolean;
}

export interface Edge {
  name: string;
  label: string;
  help?: string;
  group?: string;
  /** Slug of the type that it leads to. */
  type: string;
  rel: 'o2o' | 'o2m' | 'm2o' | 'm2m';
  inverse?: string;
  field?: string;
  through?: string;
  on_delete?: string;
  required?: boolean;
  immutable?: boolean;
  read_only?: boolean;
  writable?: boolean;
  creatable?: boolean;
}

export interface Scope {
  name: string;
  filter: string;
}

export interface Rights {
  view: boolean;
  create: boolean;
  update: boolean;
  delete: boolean;
  export: boolean;
  import: boolean;
  /** Names of the custom actions that the caller may run. */
  actions: string[];
}

export interface Type {
  name: string;
  slug: string;
  label: string;
  plural: string;
  group?: string;
  icon?: string;
  help?: string;
  id: { kind: Kind | ''; parts?: string[]; settable?: boolean; required?: boolean };
  fields: Field[];
  edges: Edge[];
  title: string[];
  columns: string[];
  search?: string[];
  order?: string[];
  keys?: string[][];
  scopes?: Scope[];
  inlines?: string[];
  read_only?: boolean;
  view?: boolean;
  soft_delete?: string;
  time_field?: string;
  rights: Rights;
}

/** Something that a host lets people do with rows, or with a type. */
export interface Action {
  name: string;
  label: string;
  help?: string;
  icon?: string;
  tone?: string;
  on: ('row' | 'selection' | 'filter' | 'none')[];
  form?: Field[];
  /** Asked before it runs; a sentence. */
  confirm?: string;
}

export interface Me {
  id: string;
  name: string;
  superuser: boolean;
  roles: string[];
  impersonator?: { id: string; name: string } | null;
}

export interface Features {
  users?: boolean;
  keys?: boolean;
  roles?: boolean;
  live?: boolean;
  system?: boolean;
  audit?: boolean;
  impersonate?: boolean;
  totp?: boolean;
}

/** GET /_meta. */
export interface Meta {
  name: string;
  version: string;
  me: Me;
  types: Type[];
  actions: Record<string, Action[]>;
  groups: string[];
  features: Features;
  operators: Record<string, string[]>;
}

/** What an edge leads to. */
export interface Ref {
  id: string;
  label: string;
}

/** A row of a list: fields by name, to-one edges by name as Ref or null. */
export type Row = {
  id: string;
  label: string;
  /** Its version; only where the list was asked for it. */
  _etag?: string;
} & Record<string, unknown>;

export interface Count {
  value: number;
  capped: boolean;
}

export interface Page {
  items: Row[];
  /** Cursor of the older rows, null at the end. */
  next: string | null;
  /** Cursor of the newer rows, null at the beginning. */
  prev: string | null;
  count: Count | null;
}

/** A to-many edge of a whole row. */
export interface RefList {
  /** Counted up to 1,000. */
  count: number;
  items: Ref[];
  /** For the ones after these; null at the end. */
  next?: string | null;
}

export interface View {
  id: string;
  type: string;
  name: string;
  filter?: string;
  search?: string;
  sort?: string;
  columns?: string[] | null;
  /** Roles that see it too, everyone, or nobody else. */
  shared?: string[] | 'everyone' | null;
  position?: number;
  /** It is the caller's own. */
  mine?: boolean;
  /** The caller may change it. */
  editable?: boolean;
}

export interface Job {
  id: string;
  kind: string;
  state: 'running' | 'done' | 'failed';
  done: number;
  total: number;
  result?: BulkAnswer & Record<string, unknown>;
  problem?: unknown;
}

/** Answer to a bulk change: done, or under way as a job. */
export interface BulkAnswer {
  changed?: number;
  undo?: string;
  /** Why it cannot be undone, where it cannot. */
  why?: string;
  lost?: string[];
  job?: string;
}

export interface Revision {
  revision: number;
  change: string;
  /** How many rows that change was of. */
  rows?: number;
  at: string;
  by: Person & { via?: string; impersonator?: Person | null };
  action: string;
  diff: Record<string, [unknown, unknown]>;
  secret_fields?: string[];
}

export interface Person {
  id: string;
  name: string;
}

/** A write as the audit log tells it. */
export interface AuditEntry {
  change: string;
  at: string;
  by: Person & { via?: string; impersonator?: Person | null };
  action: string;
  type: string;
  rows: number;
  /** Of a change of one row. */
  id?: string;
  label?: string;
}

/** GET /_dashboard. */
export interface Dashboard {
  types: { type: string; count: number; capped: boolean }[];
  /** Changes a day, [day, count], oldest first; days are "2026-11-22". */
  changes: [string, number][];
  recent: AuditEntry[];
}

/** What becomes of rows of another type when some are deleted. */
export interface Effect {
  type: string;
  label: string;
  rows: number;
}

/** POST /{type}/_consequences. */
export interface Consequences {
  rows: number;
  deleted: Effect[] | null;
  detached: Effect[] | null;
  blocked: Effect[] | null;
  /** It could be undone; otherwise why says why not. */
  undo: boolean;
  why?: string;
  /** Sensitive fields that undo would not bring back. */
  lost?: string[] | null;
}
