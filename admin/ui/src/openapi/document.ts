/** The parts of an OpenAPI 3.1 document that are shown. */
export interface Document {
  info: { title: string; version: string; description?: string };
  servers?: { url: string }[];
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, OperationBody>>;
  components?: Record<string, Record<string, unknown>>;
}

interface OperationBody {
  summary?: string;
  description?: string;
  operationId?: string;
  tags?: string[];
  parameters?: unknown[];
  requestBody?: unknown;
  responses?: Record<string, unknown>;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  prefixItems?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
}

export interface Operation {
  key: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  body: { type: string; schema: Schema } | null;
  answers: { status: string; description: string; schema: Schema | null }[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** What a reference of the document leads to; the value itself where it is none. */
export function resolve<T>(doc: Document, value: unknown): T {
  const ref = (value as { $ref?: string } | undefined)?.$ref;
  if (ref === undefined) return value as T;
  const [, , kind = '', name = ''] = ref.split('/');
  return (doc.components?.[kind]?.[name] ?? {}) as T;
}

/** The operations under their first tag, tags and paths in the document's order. */
export function operationsByTag(doc: Document): [string, Operation[]][] {
  const byTag = new Map<string, Operation[]>((doc.tags ?? []).map(({ name }) => [name, []]));
  for (const [path, item] of Object.entries(doc.paths)) {
    const shared = (item.parameters as unknown as unknown[]) ?? [];
    for (const method of METHODS) {
      const body = item[method];
      if (body === undefined) continue;
      const tag = body.tags?.[0] ?? '';
      const list = byTag.get(tag) ?? [];
      byTag.set(tag, list);
      list.push(operation(doc, path, method, body, shared));
    }
  }
  return [...byTag].filter(([, list]) => list.length > 0);
}

type Content = Record<string, { schema?: Schema }>;

function operation(
  doc: Document,
  path: string,
  method: string,
  of: OperationBody,
  shared: unknown[],
): Operation {
  const asked = resolve<{ content?: Content } | undefined>(doc, of.requestBody)?.content ?? {};
  const [type] = Object.entries(asked);
  return {
    key: of.operationId ?? `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    summary: of.summary ?? '',
    description: of.description ?? '',
    parameters: [...shared, ...(of.parameters ?? [])].map((p) => resolve<Parameter>(doc, p)),
    body: type === undefined ? null : { type: type[0], schema: type[1].schema ?? {} },
    answers: Object.entries(of.responses ?? {}).map(([status, answer]) => {
      const { description = '', content = {} } = resolve<{ description?: string; content?: Content }>(
        doc,
        answer,
      );
      return { status, description, schema: Object.values(content)[0]?.schema ?? null };
    }),
  };
}

/** A schema in a few lines, as TypeScript would say it; what it refers to is opened so many levels deep. */
export function schemaText(doc: Document, schema: Schema | undefined, levels = 2, indent = ''): string {
  if (schema === undefined) return 'any';
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return levels <= 0 ? name : schemaText(doc, resolve<Schema>(doc, schema), levels - 1, indent);
  }
  const { oneOf, anyOf, allOf, enum: values } = schema;
  const join = (list: Schema[], mark: string) =>
    [...new Set(list.map((one) => schemaText(doc, one, levels, indent)))].join(mark);
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (oneOf ?? anyOf) return join(oneOf ?? anyOf ?? [], ' | ');
  if (allOf) return join(allOf, ' & ');
  const types = [schema.type ?? (schema.properties ? 'object' : 'any')].flat();
  return types.map((type) => typeText(doc, schema, type, levels, indent)).join(' | ');
}

function typeText(doc: Document, schema: Schema, type: string, levels: number, indent: string): string {
  if (type === 'array') {
    if (schema.prefixItems)
      return `[${schema.prefixItems.map((item) => schemaText(doc, item, levels, indent)).join(', ')}]`;
    const item = schemaText(doc, schema.items, levels, indent);
    return / [|&] /.test(item) && !item.startsWith('{') ? `(${item})[]` : `${item}[]`;
  }
  if (type !== 'object') return schema.format && type !== 'null' ? `${type} (${schema.format})` : type;
  const { properties = {}, required = [], additionalProperties: more } = schema;
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(
    ([name, of]) =>
      `${inner}${name}${required.includes(name) ? '' : '?'}: ${schemaText(doc, of, levels, inner)}`,
  );
  if (typeof more === 'object') lines.push(`${inner}[name]: ${schemaText(doc, more, levels, inner)}`);
  return lines.length === 0 ? 'object' : `{\n${lines.join('\n')}\n${indent}}`;
}

/** How a shell would ask for it. */
export function curlOf(operation: Operation, root: string): string {
  const { method, path, body } = operation;
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const parts = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quote(root + path)}`,
    `-H 'Authorization: Bearer $KEY'`.replaceAll("'", '"'),
  ];
  if (operation.parameters.some(({ name }) => name === 'If-Match')) parts.push(`-H 'If-Match: "…"'`);
  if (body !== null)
    parts.push(
      `-H 'Content-Type: ${body.type}'`,
      `-d ${quote(body.type.endsWith('json') ? '{…}' : '@file')}`,
    );
  return parts.join(' \\\n  ');
}
