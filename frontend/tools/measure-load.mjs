// Measures the JavaScript and the style sheets that Chromium loads to show the map, in bytes of gzip.
//
//   node tools/measure-load.mjs URL
//
// "initial" is what stands before the page: the scripts that index.html names, the map page's own chunk, and what these
// import. "all" is everything that has been loaded once the map is live. See openSite.mjs for who signs in.

import { gzipSync } from 'node:zlib';
import { openSite } from './openSite.mjs';

const url = process.argv[2];
if (!url) {
  console.error('usage: node tools/measure-load.mjs URL');
  process.exit(2);
}
const { browser, context, page } = await openSite(url);
try {
  const loaded = new Map();
  page.on('response', (response) => {
    const type = response.request().resourceType();
    if (type === 'script' || type === 'stylesheet') loaded.set(new URL(response.url()).pathname, type);
  });
  await page.goto(url);
  await page
    .getByText(/\d+ online/)
    .first()
    .waitFor();
  await page.waitForTimeout(5_000);
  const texts = new Map();
  for (const path of loaded.keys()) {
    texts.set(path, await (await context.request.get(new URL(path, url).href)).text());
  }
  // The document itself, not the page: Vite adds links to the head as chunks are asked for.
  const html = await (await context.request.get(url, { headers: { Accept: 'text/html' } })).text();
  const named = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path]) => path);
  const initial = new Set();
  const add = (path) => {
    if (initial.has(path) || !texts.has(path)) return;
    initial.add(path);
    for (const [, file] of texts.get(path).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) {
      add(`/assets/${file}`);
    }
  };
  for (const path of named) add(path);
  for (const path of texts.keys()) if (path.startsWith('/assets/routes-')) add(path);
  const sum = (paths) =>
    [...paths].reduce((bytes, path) => bytes + gzipSync(texts.get(path), { level: 9 }).length, 0);
  const scripts = [...loaded].filter(([, type]) => type === 'script').map(([path]) => path);
  const sheets = [...loaded].filter(([, type]) => type === 'stylesheet').map(([path]) => path);
  console.log(
    JSON.stringify({
      initialJs: sum(initial),
      allJs: sum(scripts),
      css: sum(sheets),
      files: scripts.length + sheets.length,
    }),
  );
} finally {
  await browser.close();
}
