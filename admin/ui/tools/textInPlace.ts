import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plugin, parseSync } from 'vite';

/** What is needed of a node of the syntax tree. */
interface Node {
  type: string;
  start: number;
  end: number;
  [part: string]: unknown;
}

const TEXTS = /\/text\/\w+\.ts$/;
const isNode = (part: unknown): part is Node => typeof (part as Node | null)?.type === 'string';
const parse = (id: string, code: string) => parseSync(id, code).program as unknown as Node;

/** Calls for a node and all below it; where the call says true, what is below is left out. */
function walk(node: Node, call: (node: Node) => unknown) {
  if (call(node) === true) return;
  for (const part of Object.values(node).flat()) if (isNode(part)) walk(part, call);
}

const unwrapped = (node: Node): Node =>
  node.type === 'TSAsExpression' ? unwrapped(node.expression as Node) : node;

/** The properties of an object: where each one's value is, by its path, as in "list.bulk.deleted". */
function valuesIn(path: string, value: Node, found: Map<string, Node>) {
  found.set(path, value);
  const object = unwrapped(value);
  if (object.type !== 'ObjectExpression') return;
  for (const { key, value } of object.properties as { key: Node; value: Node }[])
    if (key.type === 'Identifier') valuesIn(`${path}.${key.name}`, value, found);
}

function textsOf(id: string, code: string): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const { type, declaration } of parse(id, code).body as { type: string; declaration: Node | null }[]) {
    if (type !== 'ExportNamedDeclaration' || declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations as { id: Node; init: Node }[])
      valuesIn(String(id.name), init, found);
  }
  return found;
}

/** What a member expression reads, as in "list.bulk.deleted"; "" where that is decided only when it runs. */
function pathOf(node: Node): string {
  if (node.type === 'Identifier') return String(node.name);
  if (node.type !== 'MemberExpression' || node.computed) return '';
  const object = pathOf(node.object as Node);
  return object && `${object}.${(node.property as Node).name}`;
}

const nameOf = (path: string) => path.replaceAll('.', '$');

/** What a node binds: variables, or parameters. */
function boundBy(node: Node): Set<string> {
  const names = new Set<string>();
  for (const pattern of node.type === 'VariableDeclarator' ? [node.id] : [node.params ?? []].flat())
    walk(pattern as Node, ({ type, name }) => {
      if (type === 'Identifier') names.add(String(name));
      return type === 'MemberExpression'; // a default value
    });
  return names;
}

/**
 * Makes every text an export of its own, and every use of one that export's name: the minifier shortens names and puts
 * a text where it is used, but must leave the properties of objects as they are.
 */
export function textInPlace(): Plugin {
  const pathsOf = new Map<string, string[]>();
  return {
    name: 'text-in-place',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (TEXTS.test(id)) {
        const own = [...textsOf(id, code)].filter(([path]) => path.includes('.'));
        return {
          code:
            code +
            own
              .map(([path, { start, end }]) => `export const ${nameOf(path)} = ${code.slice(start, end)};\n`)
              .join(''),
          map: null,
        };
      }
      if (!/\.tsx?$/.test(id) || !code.includes('/text/')) return;
      const program = parse(id, code);
      // What may be written here, "words.bulk.deleted", and the export that it is.
      const texts = new Map<string, { name: string; from: string }>();
      const locals = new Set<string>();
      for (const { type, source, specifiers } of program.body as Node[]) {
        const from = type === 'ImportDeclaration' ? String((source as Node).value) : '';
        if (!TEXTS.test(from)) continue;
        const file = join(id, '..', from);
        const paths = pathsOf.get(file) ?? [...textsOf(file, readFileSync(file, 'utf8')).keys()];
        pathsOf.set(file, paths);
        for (const { imported, local } of specifiers as { imported: Node; local: Node }[]) {
          locals.add(String(local.name));
          for (const path of paths.filter((path) => path.startsWith(`${imported.name}.`)))
            texts.set(path.replace(/^\w+/, String(local.name)), { name: nameOf(path), from });
        }
      }
      const used: Node[] = [];
      walk(program, (node) => {
        for (const name of boundBy(node))
          if (locals.has(name)) throw new Error(`${id}: a variable "${name}" hides the texts of that name`);
        if (node.type !== 'MemberExpression' || !texts.has(pathOf(node))) return false;
        used.push(node);
        return true;
      });
      const imports = new Set<string>();
      let changed = code;
      for (const node of used.sort((a, b) => b.start - a.start)) {
        const { name, from } = texts.get(pathOf(node)) ?? { name: '', from: '' };
        imports.add(`import { ${name} } from '${from}';\n`);
        changed = changed.slice(0, node.start) + name + changed.slice(node.end);
      }
      return { code: [...imports].join('') + changed, map: null };
    },
  };
}
