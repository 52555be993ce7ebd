// Measures the build and fails where it is over its budget: gzipped, everything that can be loaded, React aside.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET = { js: 60 * 1024, css: 10 * 1024 };

const folder = process.argv[2] ?? join(import.meta.dirname, '../dist/assets');
const sizes = readdirSync(folder)
  .map((name) => ({ name, bytes: gzipSync(readFileSync(join(folder, name)), { level: 9 }).length }))
  .sort((a, b) => b.bytes - a.bytes);
const sum = (files) => files.reduce((all, { bytes }) => all + bytes, 0);
const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

const parts = {
  js: sizes.filter(({ name }) => name.endsWith('.js') && !name.startsWith('react-')),
  css: sizes.filter(({ name }) => name.endsWith('.css')),
};
for (const { name, bytes } of parts.js) console.log(`${kb(bytes).padStart(9)}  ${name}`);
for (const [kind, files] of Object.entries(parts)) {
  const total = sum(files);
  const over = total > BUDGET[kind];
  console.log(`${kb(total).padStart(9)}  ${kind} of ${kb(BUDGET[kind])}${over ? ': TOO MUCH' : ''}`);
  if (over) process.exitCode = 1;
}
