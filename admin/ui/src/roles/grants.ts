/** What a role allows with a type, or with all of them. */
export interface Grant {
  /** Slug, "*", "_audit" or "_system". */
  type: string;
  actions: readonly string[];
  /** Absent: all. */
  fields?: { read?: readonly string[] | null; write?: readonly string[] | null } | null;
  /** A filter over the rows; "" is all. */
  rows?: string;
}

export interface Role {
  name: string;
  label: string;
  built_in: boolean;
  /** null for who does not manage roles. */
  grants: readonly Grant[] | null;
}

/** The names that a list of fields allows: "*" is all of them, and "-" before one leaves it out. */
export function allowedFields(
  list: readonly string[] | null | undefined,
  names: readonly string[],
): Set<string> {
  if (!list) return new Set(names);
  const allowed = new Set(list.includes('*') ? names : []);
  for (const item of list) {
    if (item.startsWith('-')) allowed.delete(item.slice(1));
    else if (item !== '*') allowed.add(item);
  }
  return allowed;
}

/** The list that allows just these; fields that come later are allowed where most are. undefined is all. */
export function fieldList(allowed: ReadonlySet<string>, names: readonly string[]): string[] | undefined {
  const out = names.filter((name) => !allowed.has(name));
  if (out.length === 0) return undefined;
  const inside = names.filter((name) => allowed.has(name));
  return out.length <= inside.length ? ['*', ...out.map((name) => `-${name}`)] : inside;
}

/** A grant with other fields; who cannot read a field cannot write it. */
export function withFields(
  grant: Grant,
  names: readonly string[],
  read: ReadonlySet<string>,
  write: ReadonlySet<string>,
): Grant {
  const { fields: _, ...rest } = grant;
  const both = new Set([...write].filter((name) => read.has(name)));
  const reads = fieldList(read, names);
  const writes = both.size === read.size ? undefined : (fieldList(both, names) ?? ['*']);
  if (reads === undefined && writes === undefined) return rest;
  return { ...rest, fields: { ...(reads && { read: reads }), ...(writes && { write: writes }) } };
}

/** Whether a grant allows an action, by its name or by "*". */
export function allows(grant: Grant, action: string): boolean {
  return grant.actions.includes('*') || grant.actions.includes(action);
}

/** A grant with an action more or less; "*" becomes what it stands for where one is taken out of it. */
export function withAction(grant: Grant, action: string, on: boolean, all: readonly string[]): Grant {
  const before = grant.actions.includes('*') ? all : grant.actions;
  const actions = before.filter((name) => name !== action);
  if (on) actions.push(action);
  // To do anything with a row one has to see it.
  if (on && action !== 'view' && !actions.includes('view')) actions.unshift('view');
  return { ...grant, actions: action === 'view' && !on ? [] : actions };
}
