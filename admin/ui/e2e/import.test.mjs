// Bringing rows in from a file: what it is taken for, all that is wrong with it, and what was done.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, launch, phone, shot, startLibrary, visit } from './harness.mjs';

let browser;
let library;
before(async () => {
  [browser, library] = await Promise.all([launch(), startLibrary()]);
});
after(async () => {
  await browser.close();
  await library.stop();
});

const bad = `Title;ISBN;Pages;Shelf
First;978-90;120;A
;978-91;x;B
Third;not digits;-5;C
`;
const good = `Title;ISBN;Number of pages
First;978-90;120
Second;978-91;240
Third;978-92;
`;

async function count(visitor) {
  const answer = await visitor.context.request.get(`${library.url}/_api/books?limit=1&count=exact`);
  return (await answer.json()).count.value;
}

test('a file is checked whole, put right, imported and taken back', async () => {
  const visitor = await visit(browser, library, { user: 'admin' });
  const { page, open, close } = visitor;
  await open('/books/import');
  await axe(page, 'import, nothing chosen');
  const before = await count(visitor);

  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'books.csv', mimeType: 'text/csv', buffer: Buffer.from(bad) });
  await page.getByRole('heading', { name: /^4 errors$/ }).waitFor();
  const errors = page.getByRole('region', { name: '4 errors' });
  assert.equal(await errors.getByRole('row').count(), 5);
  assert.match(await errors.getByRole('row').nth(1).innerText(), /^3\s/);
  assert.equal(await page.getByRole('button', { name: /^Import / }).isDisabled(), true);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download all errors' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'books-errors.csv');
  await axe(page, 'import with errors');
  await shot(page, 'import-errors');
  assert.equal(await count(visitor), before);

  await page.getByRole('button', { name: 'Another file' }).click();
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'books.csv', mimeType: 'text/csv', buffer: Buffer.from(good) });
  await page.getByText('All rows are good').waitFor();
  await page.getByRole('combobox', { name: 'Number of pages: Becomes' }).selectOption({ label: 'Pages' });
  await page.getByText('All rows are good').waitFor();
  await shot(page, 'import-ready');
  await page.getByRole('button', { name: 'Import 3 rows' }).click();
  await page.getByText('Imported 3 books').first().waitFor();
  assert.equal(await count(visitor), before + 3);
  const found = await visitor.context.request.get(`${library.url}/_api/books?filter=isbn:978-91`);
  assert.equal((await found.json()).items[0].pages, 240);
  await axe(page, 'import done');

  // The same file again, found by ISBN, changes nothing.
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone').waitFor();
  assert.equal(await count(visitor), before);
  await close();
});

test('rows that are there are found by a key and changed', async () => {
  const visitor = await visit(browser, library, { user: 'admin' });
  const { page, open, close } = visitor;
  const now = await (await visitor.context.request.get(`${library.url}/_api/books/20`)).json();
  await open('/books/import');
  await page.getByLabel('or paste rows').fill(`isbn\tpages\n${now.isbn}\t999\n`);
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText(/error/).first().waitFor();
  await page.getByLabel('Rows that may be there already').selectOption('isbn');
  await page.getByText('1 changed').waitFor();
  await page.getByRole('button', { name: 'Import 1 row' }).click();
  await page.getByText('Imported 1 books').first().waitFor();
  const after = await (await visitor.context.request.get(`${library.url}/_api/books/20`)).json();
  assert.deepEqual([after.pages, after.title], [999, now.title]);
  await close();
});

test('a phone, in the light', async () => {
  const { page, open, close } = await visit(browser, library, {
    user: 'admin',
    viewport: phone,
    colorScheme: 'light',
  });
  await open('/books/import');
  await page.getByLabel('or paste rows').fill(bad);
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByRole('heading', { name: '4 errors' }).waitFor();
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= phone.width);
  await axe(page, 'import on a phone');
  await shot(page, 'import-phone');
  await close();
});
