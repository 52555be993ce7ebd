// The page of one row: two who edit it at once, the keyboard alone, children, what is refused.
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

const field = (page, name) => page.locator('form').getByLabel(name, { exact: true });
const save = (page) => page.keyboard.press('Control+s');

async function row(visitor, path) {
  const answer = await visitor.context.request.get(`${library.url}/_api${path}`);
  assert.equal(answer.status(), 200);
  return answer.json();
}

test('two people change one row at once: both changes survive, and where they meet one picks', async () => {
  const ann = await visit(browser, library, { user: 'admin' });
  const bob = await visit(browser, library, { user: 'editor' });
  await ann.open('/books/5');
  await field(ann.page, 'Title').fill('Ann’s title');
  await field(ann.page, 'Pages').fill('111');
  await bob.open('/books/5');
  await ann.page.getByText('editor is here').waitFor();
  await field(bob.page, 'Pages').fill('222');
  await field(bob.page, 'Subtitle').fill('Bob’s subtitle');
  await save(bob.page);
  await bob.page.getByText(/^Saved /).waitFor();

  // Ann hears of it while she types, and nothing of hers moves.
  await ann.page.getByText(/editor saved this meanwhile and changed Pages, Subtitle/).waitFor();
  assert.equal(await field(ann.page, 'Title').inputValue(), 'Ann’s title');
  await save(ann.page);
  const dialog = ann.page.getByRole('dialog', { name: /editor saved this book/ });
  await dialog.waitFor();
  assert.match(await dialog.textContent(), /You both changed 1 field/);
  await axe(ann.page, 'conflict');
  await shot(ann.page, 'edit-conflict');
  await dialog.getByRole('radio', { name: /Theirs: 222/ }).check();
  await dialog.getByRole('button', { name: /Save merged as rev 2/ }).click();
  await ann.page.getByText(/^Saved /).waitFor();

  const merged = await row(ann, '/books/5');
  assert.equal(merged.title, 'Ann’s title');
  assert.equal(merged.pages, 222);
  assert.equal(merged.subtitle, 'Bob’s subtitle');
  assert.equal(await field(ann.page, 'Subtitle').inputValue(), 'Bob’s subtitle');
  await bob.close();
  await ann.close();
});

test('changes that do not meet come together with one press', async () => {
  const ann = await visit(browser, library, { user: 'admin' });
  await ann.open('/books/6');
  await field(ann.page, 'Title').fill('Mine');
  const now = await ann.context.request.get(`${library.url}/_api/books/6`);
  const patched = await ann.context.request.patch(`${library.url}/_api/books/6`, {
    headers: { 'If-Match': now.headers().etag },
    data: { volume: 9 },
  });
  assert.equal(patched.status(), 200);
  await ann.page.getByRole('button', { name: 'Take it over' }).click();
  assert.equal(await field(ann.page, 'Volume').inputValue(), '9');
  assert.equal(await field(ann.page, 'Title').inputValue(), 'Mine');
  await save(ann.page);
  await ann.page.getByText(/^Saved Mine/).waitFor();
  const merged = await row(ann, '/books/6');
  assert.deepEqual([merged.title, merged.volume], ['Mine', 9]);
  await ann.close();
});

test('the keyboard alone: find a row, change a field, take it back', async () => {
  const { page, context, open, close } = await visit(browser, library, { user: 'admin' });
  await open('/books');
  await page.getByRole('row').nth(2).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('978-000000009');
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1);
  await page.keyboard.press('Tab');
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await field(page, 'Title').waitFor();
  const id = page.url().split('/').at(-1);
  const before = (await row({ context }, `/books/${id}`)).title;
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    if (await field(page, 'Title').evaluate((element) => element === document.activeElement)) break;
  }
  await page.keyboard.press('Control+a');
  await page.keyboard.type('By keys');
  await page.getByText('1 field changed').waitFor();
  await save(page);
  await page.getByText(/^Saved By keys/).waitFor();
  assert.equal((await row({ context }, `/books/${id}`)).title, 'By keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('u');
  await page.getByText('Undone').waitFor();
  assert.equal((await row({ context }, `/books/${id}`)).title, before);
  await page.waitForFunction(
    (title) => [...document.querySelectorAll('input')].some((i) => i.value === title),
    before,
  );
  await close();
});

test('all errors are told at once, by field and at the end', async () => {
  const { page, open, close } = await visit(browser, library, { user: 'admin' });
  await open('/books/8');
  await field(page, 'Title').fill('');
  await field(page, 'Rating').fill('9');
  await field(page, 'Pages').fill('-1');
  await save(page);
  await page.getByRole('button', { name: '3 fields to fix' }).waitFor();
  assert.equal(await page.locator('[aria-invalid="true"]').count(), 3);
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
  await field(page, 'Metadata').fill('{"a": ');
  await axe(page, 'errors');
  await shot(page, 'edit-errors');
  await save(page);
  await page.getByRole('button', { name: '1 field to fix' }).waitFor();
  await page.getByRole('button', { name: 'Discard' }).click();
  assert.equal(await page.locator('[aria-invalid="true"]').count(), 0);
  await close();
});

test('children are added, changed and struck with their row, or not at all', async () => {
  const visitor = await visit(browser, library, { user: 'admin' });
  const { page, open, close } = visitor;
  const copies = async () => (await row(visitor, '/book_copies?filter=book:9&sort=id')).items;
  await open('/books/9');
  const table = page.getByRole('region', { name: 'Copies' }).first();
  await table.scrollIntoViewIfNeeded();
  const before = await copies();
  const [taken] = (await row(visitor, '/book_copies?filter=book:10')).items;
  await field(page, 'Title').fill('With children');
  await page.getByRole('button', { name: 'Add row' }).click();
  const marks = page.getByRole('textbox', { name: 'Shelf mark' });
  await marks.last().fill(taken.shelf_mark);
  await page
    .getByRole('button', { name: /^Delete / })
    .first()
    .click();
  await shot(page, 'edit-children');
  await axe(page, 'children');
  await save(page);
  await page.getByText('Nothing was saved: a row below was refused.').waitFor();
  assert.equal(
    (await row(visitor, '/books/9')).title === 'With children',
    false,
    'the row was taken back too',
  );
  assert.deepEqual(
    (await copies()).map((copy) => copy.id),
    before.map((copy) => copy.id),
  );
  await marks.last().fill('NEW-9');
  await save(page);
  await page.getByText(/^Saved With children/).waitFor();
  const after = await copies();
  assert.equal(after.length, before.length);
  assert.ok(after.some((copy) => copy.shelf_mark === 'NEW-9'));
  assert.equal(
    after.some((copy) => copy.id === before[0].id),
    false,
  );
  await page.getByRole('button', { name: /Undo/ }).click();
  await page.getByText('Undone').waitFor();
  assert.deepEqual(
    (await copies()).map((copy) => copy.id),
    before.map((copy) => copy.id),
  );
  await close();
});

test('tags are linked and unlinked, and a new row is made with them', async () => {
  const visitor = await visit(browser, library, { user: 'admin' });
  const { page, open, close } = visitor;
  await open('/books/new');
  await field(page, 'Title').fill('Fresh');
  await field(page, 'ISBN').fill('978-7');
  const tags = page.getByRole('combobox', { name: 'Tags' });
  await tags.click();
  await page.locator('[role="option"]').first().click();
  await tags.click();
  await page.locator('[role="option"]').first().click();
  await tags.press('Backspace');
  await save(page);
  await page.getByText(/^Created Fresh/).waitFor();
  await page.waitForURL(/\/books\/\d+$/);
  const made = await row(visitor, `/books/${page.url().split('/').at(-1)}`);
  assert.equal(made.tags.items.length, 1);
  await close();
});

test('nothing is lost by leaving: one is asked', async () => {
  const { page, open, close } = await visit(browser, library, { user: 'admin' });
  await open('/books');
  await page.getByRole('row').nth(1).waitFor();
  await open('/books/11');
  await field(page, 'Title').fill('Not saved');
  await page.getByRole('link', { name: 'Authors' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  assert.equal(await field(page, 'Title').inputValue(), 'Not saved');
  await page.getByRole('link', { name: 'Authors' }).click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.waitForURL(/\/authors$/);
  await close();
});

test('history: who changed what, and back to before it', async () => {
  const visitor = await visit(browser, library, { user: 'admin' });
  const { page, open, close } = visitor;
  await open('/authors/4');
  for (const name of ['First name', 'Second name']) {
    await field(page, 'Name').fill(name);
    await save(page);
    await page.getByText(`Saved ${name}`).waitFor();
  }
  const history = page.getByRole('complementary', { name: 'History' });
  await history.getByText('rev 2').waitFor();
  assert.match(await history.textContent(), /First name.*Second name/);
  await history.getByRole('button', { name: 'Revert to before this' }).first().click();
  await page.getByRole('button', { name: 'Revert', exact: true }).click();
  await history.getByText('rev 3').waitFor();
  assert.equal((await row(visitor, '/authors/4')).name, 'First name');
  await shot(page, 'edit-history');
  await close();
});

test('deleting goes to the trash and comes back', async () => {
  const visitor = await visit(browser, library, { user: 'admin' });
  const { page, open, close } = visitor;
  await open('/books/12');
  await page.getByRole('button', { name: 'Delete…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Delete/ })
    .click();
  await page.waitForURL(/\/books$/);
  await open('/books/trash');
  await page.getByRole('checkbox').first().check();
  await axe(page, 'trash');
  await shot(page, 'trash');
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.getByText(/^Took back/).waitFor();
  assert.equal((await row(visitor, '/books/12')).deleted_at, null);
  await close();
});

test('a phone', async () => {
  for (const colorScheme of ['dark', 'light']) {
    const { page, open, close } = await visit(browser, library, {
      user: 'admin',
      viewport: phone,
      colorScheme,
    });
    await open('/books/13');
    await field(page, 'Title').fill('On a phone');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= phone.width, `${width} wide`);
    await axe(page, `phone ${colorScheme}`);
    await shot(page, `edit-phone-${colorScheme}`);
    await page.getByRole('button', { name: 'History', exact: true }).click();
    await page.getByRole('complementary', { name: 'History' }).waitFor();
    await axe(page, `phone history ${colorScheme}`);
    await close();
  }
});
