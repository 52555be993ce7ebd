// The pages in Chromium against the fixture's server: a library of its own for each test file, contexts that count what
// breaks the content security policy, axe, and screenshots.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const admin = join(import.meta.dirname, '../..');
const out = join(import.meta.dirname, 'out');
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };
export const PASSWORD = 'library-card';

/** Starts a library with so many books; ADMIN_SERVE is a built server, without it one is built. */
export async function startLibrary({ books = 120 } = {}) {
  let binary = process.env.ADMIN_SERVE;
  if (!binary) {
    binary = join(await mkdtemp(join(tmpdir(), 'admin-e2e-')), 'serve');
    execFileSync('go', ['build', '-o', binary, './internal/fixture/serve'], { cwd: admin, stdio: 'inherit' });
  }
  const server = spawn(binary, ['-address', '127.0.0.1:0', '-books', String(books)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    server.on('exit', (code) => reject(new Error(`the library's server ended with ${code}`)));
    createInterface({ input: server.stdout }).on('line', (line) => {
      const found = /listening on (http\S+)/.exec(line);
      if (found) resolve(found[1].replace(/\/$/, ''));
    });
  });
  return {
    /** Of the pages; the API is below it at /_api. */
    url,
    stop: () =>
      new Promise((resolve) => {
        server.removeAllListeners('exit');
        server.on('exit', resolve);
        server.kill('SIGINT');
      }),
  };
}

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** A fresh browser context, signed in unless user is null; its faults are collected and checked by close(). */
export async function visit(
  browser,
  library,
  { user = 'root', viewport = desktop, colorScheme = 'dark' } = {},
) {
  const context = await browser.newContext({
    viewport,
    colorScheme,
    hasTouch: viewport.width < 600,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const faults = [];
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (e) => {
      console.error(`csp: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`);
    });
  });
  if (user !== null) {
    const answer = await context.request.post(`${library.url}/_api/_session`, {
      data: { name: user, password: PASSWORD },
    });
    assert.equal(answer.status(), 200, `sign in as ${user}`);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    if (text.startsWith('csp:') || text.includes('Content Security Policy')) faults.push(text);
  });
  return {
    page,
    context,
    open: (path) => page.goto(`${library.url}${path}`),
    async close() {
      await context.close();
      assert.deepEqual(faults, [], 'no script error and nothing against the content security policy');
    },
  };
}

/** Fails when axe finds anything against WCAG 2.2 AA on the page as it is. */
export async function axe(page, name) {
  // Nothing is half faded in.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((a) => a.finished.catch(() => undefined))),
  );
  // Evaluated through the protocol, so the page's own policy is neither used nor weakened.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }),
  );
  const list = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 200)).join(' | ')}`);
  assert.deepEqual(list, [], `axe on ${name}`);
}

/** Writes out/NAME.png. */
export async function shot(page, name) {
  await mkdir(out, { recursive: true });
  await page.screenshot({ path: join(out, `${name}.png`) });
}

/** Polls until probe() answers something true, and answers that. */
export async function until(probe, what, timeoutMs = 15_000) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value) return value;
    assert.ok(Date.now() < end, `waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
