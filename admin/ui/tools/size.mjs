// Measures the build, gzipped and React aside, and fails where it is over its budget: what the first page loads, each of
// the other files, all that can be loaded, and the style sheet.
//
//   node tools/size.mjs [FOLDER OF ASSETS]
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KB = 1024;
const BUDGET = { file: 42 * KB, all: 74 * KB, css: 10.5 * KB };

const folder = process.argv[2] ?? join(import.meta.dirname, '../dist/assets');
const files = new Map(
  readdirSync(folder).map((name) => {
    const content = readFileSync(join(folder, name), 'utf8');
    const needs = [...content.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)].map(
      ([, file]) => file,
    );
    return [name, { bytes: gzipSync(content, { level: 9 }).length, needs }];
  }),
);
const scripts = [...files.keys()].filter((name) => name.endsWith('.js') && !name.startsWith('react-'));
const sheets = [...files.keys()].filter((name) => name.endsWith('.css'));

/** A file with all that it cannot run without. */
function closure(name, found = new Set()) {
  if (found.has(name) || !scripts.includes(name)) return found;
  found.add(name);
  for (const need of files.get(name).needs) closure(need, found);
  return found;
}

const sum = (names) => [...names].reduce((all, name) => all + files.get(name).bytes, 0);
const page = readFileSync(join(folder, '../index.html'), 'utf8');
const entry = new Set([...page.matchAll(/assets\/([^"]+\.js)/g)].flatMap(([, name]) => [...closure(name)]));
const measured = [
  { what: 'first page', bytes: sum(entry), budget: BUDGET.file },
  ...scripts
    .filter((name) => !entry.has(name))
    .map((name) => ({
      what: `then ${name.replace(/-[\w-]+\.js$/, '')}`,
      bytes: sum([name]),
      budget: BUDGET.file,
    })),
  { what: 'all scripts', bytes: sum(scripts), budget: BUDGET.all },
  { what: 'style sheet', bytes: sum(sheets), budget: BUDGET.css },
];
for (const { what, bytes, budget } of measured) {
  const kb = (n) => (n / KB).toFixed(1).padStart(6);
  console.log(`${kb(bytes)} KB of ${kb(budget)}  ${what}${bytes > budget ? '  TOO MUCH' : ''}`);
  if (bytes > budget) process.exitCode = 1;
}
