// The pages beside those of types: each in the dark, in the light and on a phone, and what is done on them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, launch, PASSWORD, phone, shot, startLibrary, until, visit } from './harness.mjs';

let browser;
let library;
before(async () => {
  [browser, library] = await Promise.all([launch(), startLibrary()]);
});
after(async () => {
  await browser.close();
  await library.stop();
});

const pages = {
  map: ['/map', 'Books'],
  audit: ['/audit', '1 person'],
  roles: ['/roles', 'What it allows'],
  people: ['/people', 'editor'],
  keys: ['/keys', 'There are no keys'],
  account: ['/people/me', 'Where you are signed in'],
  system: ['/system', 'Read again'],
  api: ['/api', 'openapi.json'],
  gone: ['/books/99999', 'is not there'],
  new: ['/books/new', 'Subtitle'],
};

for (const colorScheme of ['dark', 'light']) {
  test(`every page, ${colorScheme}`, async () => {
    const { page, open, close } = await visit(browser, library, { colorScheme });
    for (const [name, [path, text]] of Object.entries(pages)) {
      await open(path);
      await page.locator('main').getByText(text, { exact: false }).first().waitFor();
      await axe(page, `${name} ${colorScheme}`);
      await shot(page, `page-${name}-${colorScheme}`);
    }
    await close();
  });
}

test('every page on a phone', async () => {
  const { page, open, close } = await visit(browser, library, { viewport: phone });
  for (const [name, [path, text]] of Object.entries(pages)) {
    await open(path);
    await page.locator('main').getByText(text, { exact: false }).first().waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= phone.width, `${name} is ${width} wide`);
    await axe(page, `${name} on a phone`);
    await shot(page, `page-${name}-phone`);
  }
  await close();
});

test('a role is made from another, limited, given and taken', async () => {
  const { page, open, close } = await visit(browser, library);
  await open('/roles');
  await page.getByRole('button', { name: 'New role', exact: true }).click();
  await page.getByLabel('Name').fill('taggers');
  await page.getByLabel('Label').fill('Taggers');
  await page.getByRole('checkbox', { name: 'Change: Tags' }).check();
  assert.equal(await page.getByRole('checkbox', { name: 'View: Tags' }).isChecked(), true);
  await page.getByRole('button', { name: /Limits for Tags/ }).click();
  await page.getByLabel('Only rows where').fill('nothing:1');
  await axe(page, 'a role with limits');
  await page.getByRole('button', { name: 'Save role' }).click();
  await page.getByText(/unknown field/i).waitFor();
  await page.getByLabel('Only rows where').fill('name~s');
  await page.getByRole('checkbox', { name: 'Write: Color' }).uncheck();
  await shot(page, 'role-limits');
  await page.getByRole('button', { name: 'Save role' }).click();
  await page.getByText('Saved the role Taggers').waitFor();
  await page.getByRole('combobox', { name: 'Add a person…' }).fill('viewer');
  await page.getByRole('option', { name: 'viewer' }).click();
  await page.getByText('viewer has the role Taggers').waitFor();

  const viewer = await visit(browser, library, { user: 'viewer' });
  const { types } = await (await viewer.context.request.get(`${library.url}/_api/_meta`)).json();
  const tags = types.find((type) => type.slug === 'tags');
  assert.equal(tags.rights.update, true);
  assert.equal(tags.fields.find((field) => field.name === 'color').writable, false);
  await viewer.close();
  await close();
});

test('a key is made, shown once, used and revoked', async () => {
  const { page, open, close } = await visit(browser, library, { user: 'admin' });
  await open('/keys');
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('Name').fill('Report');
  await page.getByLabel('Scopes').selectOption('books');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('books:view').waitFor();
  await axe(page, 'a new key');
  await page.getByRole('button', { name: 'Create' }).click();
  const key = await page.getByRole('textbox', { name: 'API keys' }).inputValue();
  await page.getByRole('button', { name: 'Copy' }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), key);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  const ask = (slug) =>
    fetch(`${library.url}/_api/${slug}?limit=1`, { headers: { Authorization: `Bearer ${key}` } });
  assert.equal((await ask('books')).status, 200);
  assert.notEqual((await ask('members')).status, 200);
  await page.getByRole('button', { name: 'Revoke…' }).click();
  await page.getByLabel(/Type “Report”/).fill('Report');
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByText('Revoked Report').waitFor();
  assert.equal((await ask('books')).status, 401);
  await close();
});

test('a person is invited, chooses a password and signs in', async () => {
  const { page, open, close } = await visit(browser, library);
  await open('/people');
  await page.getByRole('button', { name: 'New person' }).click();
  await page.getByLabel('Name').fill('grace');
  await page.getByRole('button', { name: 'Create' }).click();
  const link = await page.getByRole('textbox', { name: 'Link for a new password' }).inputValue();
  await page.getByRole('dialog').getByRole('button', { name: 'I have kept them' }).click();

  const guest = await visit(browser, library, { user: null });
  await guest.page.goto(link);
  await guest.page.getByText('For grace.').waitFor();
  await axe(guest.page, 'welcome');
  await guest.page.getByLabel('Password', { exact: true }).fill('a sentence of her own');
  await guest.page.getByLabel('Password, once more').fill('another sentence');
  await guest.page.getByRole('button', { name: 'Choose the password' }).click();
  await guest.page.getByText('The two are not the same.').waitFor();
  await guest.page.getByLabel('Password, once more').fill('a sentence of her own');
  await guest.page.getByRole('button', { name: 'Choose the password' }).click();
  await guest.page.getByText('The password is set.').waitFor();
  await axe(guest.page, 'sign in');
  await shot(guest.page, 'sign-in');
  await guest.page.getByLabel('Name').fill('grace');
  await guest.page.getByLabel('Password').fill('wrong');
  await guest.page.getByRole('button', { name: 'Sign in' }).click();
  await guest.page.getByRole('alert').first().waitFor();
  await guest.page.getByLabel('Password').fill('a sentence of her own');
  await guest.page.getByRole('button', { name: 'Sign in' }).click();
  await guest.page.getByRole('button', { name: /You are grace/ }).waitFor();
  await guest.close();
  await close();
});

test('the second factor is set up, and asked for', async () => {
  const { page, open, close } = await visit(browser, library, { user: 'drafts' });
  await open('/people/me');
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByLabel('Present password').last().fill(PASSWORD);
  await page.getByRole('dialog').getByRole('button', { name: 'Set up' }).click();
  const secret = await page.getByRole('textbox', { name: 'Secret' }).inputValue();
  await axe(page, 'second factor');
  await shot(page, 'second-factor');
  await page.getByLabel('Code of your second factor').fill(await code(secret));
  await page.getByRole('dialog').getByRole('button', { name: 'Set up' }).click();
  await page.getByRole('dialog', { name: 'Recovery codes' }).waitFor();
  const recovery = await page.locator('dialog li').first().innerText();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText(/^On, with/).waitFor();

  const guest = await visit(browser, library, { user: null });
  await guest.open('/');
  await guest.page.getByLabel('Name').fill('drafts');
  await guest.page.getByLabel('Password').fill(PASSWORD);
  await guest.page.getByRole('button', { name: 'Sign in' }).click();
  await guest.page.getByLabel('Code of your second factor').fill(recovery);
  await axe(guest.page, 'second step');
  await guest.page.getByRole('button', { name: 'Sign in' }).click();
  await guest.page.getByRole('button', { name: /You are drafts/ }).waitFor();
  await guest.close();
  await close();
});

test('acting as somebody else is said all the time, and recorded', async () => {
  const { page, open, close } = await visit(browser, library);
  await open('/people');
  await page.getByRole('button', { name: 'Actions for editor' }).click();
  await page.getByRole('menuitem', { name: 'Act as them' }).click();
  await page.getByText('root, you act as editor.', { exact: false }).waitFor();
  await axe(page, 'acting as');
  await page.getByRole('button', { name: 'Stop being editor' }).click();
  await page.getByRole('button', { name: 'You are root' }).waitFor();
  await close();
});

test('the log shows what a change was, and takes it back', async () => {
  const { page, context, open, close } = await visit(browser, library, { user: 'admin' });
  const path = `${library.url}/_api/authors/2`;
  const before = await context.request.get(path);
  await context.request.patch(path, { headers: { 'If-Match': before.headers().etag }, data: { born: 1900 } });
  await open('/audit?type=authors');
  await page.getByRole('button', { name: 'Show what changed' }).first().click();
  await page.getByText(/1.900/).first().waitFor();
  await axe(page, 'an entry of the log');
  await shot(page, 'audit-entry');
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await until(async () => (await (await context.request.get(path)).json()).born !== 1900, 'the undo');
  await close();
});

test('the map leads to a type, and the API tells how to ask', async () => {
  const { page, open, close } = await visit(browser, library);
  await open('/map');
  await page
    .getByRole('main')
    .getByRole('link', { name: /Members/ })
    .click();
  await page.waitForURL(/\/members$/);
  await open('/api');
  await page.getByRole('searchbox', { name: 'Find an operation' }).fill('PATCH /books');
  await page.locator('details details summary').first().click();
  await page.getByText('If-Match', { exact: false }).first().waitFor();
  await axe(page, 'an operation');
  await shot(page, 'api-operation');
  await close();
});

/** The code of a moment for a secret, as an app on a phone makes it (RFC 6238). */
async function code(secret) {
  const { createHmac } = await import('node:crypto');
  const bits = [...secret.replace(/=+$/, '')]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', bytes).update(counter).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
