import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, desktop, launch, phone, shot, startLibrary, until, visit } from './harness.mjs';

let library;
let browser;

before(async () => {
  library = await startLibrary({ books: 260 });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await library?.stop();
});

const rows = (page) => page.locator('tbody tr[data-row]');
const title = (page, i) => rows(page).nth(i).locator('td').nth(1);
const toast = (page) => page.locator('[popover="manual"][role="status"]');

for (const colorScheme of ['dark', 'light']) {
  test(`the list, ${colorScheme}: filter, selection, dialogs and menus are accessible`, async () => {
    const { page, open, close } = await visit(browser, library, { colorScheme });
    await open(
      '/books?filter=status:(published,draft) (title~winter or author.name~birch) created_at>now-30y',
    );
    await rows(page).first().waitFor();
    await page.getByRole('group', { name: 'A group of conditions' }).first().waitFor();
    for (const i of [0, 1]) await rows(page).nth(i).getByRole('checkbox').click();
    await page.getByText('2 selected').waitFor();
    await axe(page, 'the list with filter and selection');
    await shot(page, `list-${colorScheme}`);

    await page.getByRole('button', { name: 'Edit fields…' }).click();
    await page.getByRole('dialog', { name: 'Edit 2 books' }).waitFor();
    await page.getByRole('checkbox', { name: 'Change Status' }).check();
    await axe(page, 'bulk edit');
    await page.getByRole('button', { name: 'Cancel' }).click();

    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('dialog', { name: 'Columns' }).waitFor();
    await axe(page, 'columns');
    await page.keyboard.press('Escape');

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await axe(page, 'keys');
    await page.keyboard.press('Escape');

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to or run…' }).fill('winter');
    await page
      .getByRole('option', { name: /Winter/ })
      .first()
      .waitFor();
    await axe(page, 'palette');
    await shot(page, `palette-${colorScheme}`);
    await close();
  });

  test(`overview and phone, ${colorScheme}, are accessible`, async () => {
    const small = await visit(browser, library, { colorScheme, viewport: phone });
    await small.open('/books');
    await small.page.getByRole('list', { name: 'Books' }).waitFor();
    await axe(small.page, 'cards');
    await shot(small.page, `cards-${colorScheme}`);
    const wide = await small.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, 'nothing sticks out of a phone');
    await small.page.getByRole('button', { name: 'Menu' }).click();
    await small.page.getByRole('link', { name: 'Overview' }).click();
    await small.page.getByRole('heading', { name: 'Of late' }).waitFor();
    await axe(small.page, 'overview');
    await small.close();
  });
}

test('what the builder says stands in the address, and the way back undoes it', async () => {
  const { page, open, close } = await visit(browser, library);
  await open('/books');
  await rows(page).first().waitFor();
  const all = await page.getByText(/^1 – 50 of/).innerText();
  await page.getByRole('button', { name: /^Filter/ }).click();
  await page.getByRole('button', { name: 'Condition', exact: true }).click();
  await page.getByRole('button', { name: 'Choose a field' }).click();
  await page.getByRole('textbox', { name: 'Find a field' }).fill('author name');
  await page.keyboard.press('Enter');
  await page.getByLabel('How it compares').selectOption({ label: 'contains' });
  await page.getByRole('textbox', { name: /Value for/ }).fill('birch');
  await page.waitForURL(/filter=author\.name~birch/);
  await until(async () => (await rows(page).first().innerText()).includes('Birch'), 'the filtered list');
  await page.getByText(/\d+ match/).waitFor();

  await page.getByRole('button', { name: 'As text' }).click();
  const text = page.getByRole('combobox', { name: 'Filter as text' });
  assert.equal(await text.inputValue(), 'author.name~birch');
  await text.fill('author.name~birch sta');
  await page.getByRole('option', { name: /Status/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await text.pressSequentially(':draft');
  await page.waitForURL(/status:draft/);
  await text.fill('author.name~birch (');
  await page.getByText(/expected a comparison/).waitFor();
  await text.fill('author.name~birch status:draft');
  await page.getByRole('button', { name: 'As a form' }).click();
  assert.equal(await page.getByLabel('How it compares').count(), 2);

  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByText(all).waitFor();
  await close();
});

test('a filter that finds nothing offers ways out', async () => {
  const { page, open, close } = await visit(browser, library);
  await open('/books?filter=title~winter title~nowhere&search=zaikhal');
  await page.getByRole('heading', { name: 'No books match' }).waitFor();
  await axe(page, 'an empty list');
  await page.getByRole('button', { name: /Without title~nowhere/ }).click();
  await rows(page).first().waitFor();
  assert.match(decodeURIComponent(page.url()), /filter=title~winter&/);
  await close();
});

test('order by several columns, pages, and page sizes', async () => {
  const { page, open, close } = await visit(browser, library);
  await open('/books');
  await rows(page).first().waitFor();
  const heading = (name) => page.getByRole('columnheader', { name }).getByRole('button');
  await heading(/^Status/).click();
  await page.waitForURL(/sort=status/);
  await heading(/^Title/).click({ modifiers: ['Shift'] });
  await page.waitForURL(/sort=status,title/);
  await heading(/^Title/).click({ modifiers: ['Shift'] });
  await page.waitForURL(/sort=status,-title/);
  assert.match(await page.getByRole('columnheader', { name: /^Title/ }).innerText(), /2/);
  const first = await title(page, 0).innerText();
  await page.getByRole('button', { name: 'Older' }).click();
  await page.waitForURL(/after=/);
  await until(async () => (await title(page, 0).innerText()) !== first, 'the next page');
  await page.getByRole('button', { name: 'Newer' }).click();
  await page.waitForURL(/before=/);
  await until(async () => (await title(page, 0).innerText()) === first, 'the page before');
  await page.getByLabel('Rows a page').selectOption('500');
  await page.getByText('1 – 260 of 260').waitFor();
  const drawn = await rows(page).count();
  assert.ok(drawn < 80, `${drawn} of 260 rows are drawn`);
  await close();
});

test('a cell is edited in its place, and taken back by a key', async () => {
  const { page, open, close } = await visit(browser, library);
  await open('/books?filter=status:draft');
  await rows(page).first().waitFor();
  const name = await title(page, 0).innerText();
  await page.keyboard.press('j');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('e');
  const select = page.locator('tbody select');
  await until(async () => (await select.inputValue()) === 'draft', 'the value as it is');
  await select.selectOption('published');
  await toast(page).getByText(`Status of ${name} is saved`).waitFor();
  await page.keyboard.press('u');
  await toast(page).getByText('Undone').waitFor();
  await until(async () => (await title(page, 0).innerText()) === name, 'the row as it was');

  // An edge, by name.
  await rows(page).nth(0).locator('td').nth(2).dblclick();
  const author = page.getByRole('combobox', { name: 'Author' });
  await author.fill('cedar');
  await page.getByRole('option', { name: /Cedar/ }).first().click();
  await toast(page).getByText(`Author of ${name} is saved`).waitFor();
  await until(async () => (await rows(page).first().innerText()).includes('Cedar'), 'the new author');
  await close();
});

test('many rows are changed, deleted and taken back; more than a few as a job', async () => {
  const { page, open, close } = await visit(browser, library);
  await open('/books');
  await rows(page).first().waitFor();
  await page.keyboard.press('a');
  await page.getByRole('button', { name: 'Select all 260 that match' }).click();
  await page.getByText('260 selected').waitFor();
  await page.getByRole('button', { name: 'Edit fields…' }).click();
  await page.getByRole('checkbox', { name: 'Change Rating' }).check();
  await page.getByRole('textbox', { name: 'Rating' }).fill('2.5');
  await page.getByRole('button', { name: 'Change 260 books' }).click();
  await toast(page)
    .getByText(/Changed \d+ books/)
    .waitFor({ timeout: 30_000 });
  await until(async () => /2\.5/.test(await rows(page).first().innerText()), 'the new rating');
  await page.keyboard.press('u');
  await toast(page).getByText('Undone').waitFor({ timeout: 30_000 });

  await open('/tags');
  await rows(page).first().waitFor();
  const tags = await rows(page).count();
  await rows(page).nth(0).getByRole('checkbox').click();
  await rows(page).nth(1).getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('dialog', { name: 'Delete 2 tags?' }).waitFor();
  await page.getByText('This can be undone').waitFor();
  await axe(page, 'the question before deleting');
  await page.getByRole('button', { name: 'Delete 2 tags' }).click();
  await toast(page).getByText('Deleted 2 tags').waitFor();
  await until(async () => (await rows(page).count()) === tags - 2, 'two tags less');
  await toast(page).getByRole('button', { name: 'Undo' }).click();
  await until(async () => (await rows(page).count()) === tags, 'all tags again');
  await close();
});

test('a custom action asks what it wants to know', async () => {
  const { page, open, close } = await visit(browser, library);
  await open('/books?filter=status:draft');
  await rows(page).first().waitFor();
  await rows(page).nth(0).getByRole('checkbox').click();
  await page
    .getByRole('region', { name: /selected/ })
    .getByRole('button', { name: 'Publish' })
    .click();
  const dialog = page.getByRole('dialog', { name: /Publish/ });
  await dialog.waitFor();
  await axe(page, "an action's form");
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await toast(page)
    .getByText(/Publish: 1 done/)
    .waitFor();
  await close();
});

test('what others do is told, and moves nothing until it is asked for', async () => {
  const mine = await visit(browser, library);
  const theirs = await visit(browser, library, { user: 'admin' });
  await mine.open('/tags?sort=name');
  await rows(mine.page).first().waitFor();
  await mine.page.getByText('Live').waitFor();
  const before = await rows(mine.page).allInnerTexts();
  const post = (data) =>
    theirs.context.request.post(`${library.url}/_api/tags`, {
      data,
      headers: { Origin: new URL(library.url).origin },
    });
  const made = await post({ name: 'aardvark' });
  assert.equal(made.status(), 201, await made.text());
  await mine.page.getByRole('button', { name: /1 new tag · Show/ }).waitFor();
  assert.deepEqual(await rows(mine.page).allInnerTexts(), before);
  await mine.page.keyboard.press('.');
  await until(async () => (await rows(mine.page).first().innerText()).includes('aardvark'), 'the new tag');

  // Who has a row open is seen beside it.
  const { id } = await made.json();
  await theirs.open(`/tags/${id}`);
  await mine.page.getByText('admin is editing one row').waitFor();
  await axe(mine.page, 'the list with somebody editing');
  await theirs.close();
  await mine.close();
});

test('views are saved, shown as tabs, changed and deleted', async () => {
  const { page, open, close } = await visit(browser, library);
  await open('/books?filter=status:draft&sort=title');
  await rows(page).first().waitFor();
  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Give it a name.').waitFor();
  await page.getByRole('textbox', { name: 'Name' }).fill('Drafts by title');
  await page.getByLabel('Who sees it').selectOption('everyone');
  await axe(page, 'saving a view');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const tab = page.getByRole('link', { name: 'Drafts by title' });
  await tab.waitFor();
  await page.getByText('Shared with everyone').waitFor();

  const other = await visit(browser, library, { user: 'viewer' });
  await other.open('/books');
  await other.page.getByRole('link', { name: 'Drafts by title' }).click();
  await other.page.waitForURL(/status:draft/);
  await rows(other.page).first().waitFor();
  assert.equal(await other.page.getByRole('link', { name: 'New book' }).count(), 0, 'a viewer makes nothing');
  await other.close();

  await page.getByRole('button', { name: 'This view' }).click();
  await page.getByRole('menuitem', { name: 'Name and sharing' }).click();
  await page.getByLabel('Who sees it').selectOption('roles');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Tick a role.').waitFor();
  await page.getByRole('checkbox', { name: 'Editor' }).check();
  await axe(page, 'sharing a view with roles');
  await shot(page, 'view-roles');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Shared with editor').waitFor();

  // Who manages no roles shares with his own.
  const third = await visit(browser, library, { user: 'editor' });
  await third.open('/books?filter=status:draft');
  await third.page.getByRole('link', { name: 'Drafts by title' }).waitFor();
  await third.page.getByRole('button', { name: 'Save view' }).click();
  const choices = third.page.getByLabel('Who sees it').locator('option');
  await until(async () => (await choices.count()) === 2, 'only me, and these roles');
  await third.page.getByLabel('Who sees it').selectOption('roles');
  assert.deepEqual(await third.page.locator('dialog fieldset label').allInnerTexts(), ['Editor']);
  await third.close();

  await page.getByRole('button', { name: 'This view' }).click();
  await page.getByRole('menuitem', { name: 'Delete this view' }).click();
  await toast(page).getByText('Deleted the view').waitFor();
  await until(async () => (await tab.count()) === 0, 'the tab to go');
  await close();
});

test('columns are chosen, ordered, and remembered', async () => {
  const { page, open, close } = await visit(browser, library);
  await open('/books');
  await rows(page).first().waitFor();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Subtitle' }).check();
  await page.getByRole('button', { name: 'Move Author up' }).click();
  await page.keyboard.press('Escape');
  const headings = () => page.locator('thead th').allInnerTexts();
  await until(async () => (await headings()).includes('Subtitle'), 'the new column');
  await page.reload();
  await rows(page).first().waitFor();
  const now = await headings();
  assert.ok(now.indexOf('Author') < now.indexOf('Title'), now.join());
  assert.ok(now.includes('Subtitle'));
  await close();
});

test('a series has a span of time and a chart over it', async () => {
  const { page, open, close } = await visit(browser, library, { colorScheme: 'light' });
  await open('/loans');
  const span = page.getByRole('combobox', { name: 'Span of time' });
  await span.waitFor();
  assert.equal(await span.inputValue(), '24h');
  await span.selectOption('all');
  await page.waitForURL(/range=all/);
  await rows(page).first().waitFor();
  await open('/loans?range=2000-01-01..now');
  await page.getByRole('img', { name: /^Rows over time: \d+ points/ }).waitFor();
  await axe(page, 'a series');
  await shot(page, 'series-light');
  await page.getByRole('img', { name: /^Rows over time/ }).hover();
  await page.locator('figcaption strong').waitFor();
  await close();
});

test('an export keeps filter, order and columns', async () => {
  const { page, open, close } = await visit(browser, library, { viewport: desktop });
  await open('/books?filter=status:draft&sort=title');
  await rows(page).first().waitFor();
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  const file = await download;
  assert.match(file.suggestedFilename(), /^books.*\.csv$/);
  const { readFile } = await import('node:fs/promises');
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n');
  assert.match(lines[0], /title.*status/i);
  assert.ok(lines.slice(1).every((line) => /draft/i.test(line)));
  await close();
});
