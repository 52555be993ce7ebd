// People: the first admin's link, signing in and out, inviting, resetting a password, ending a session elsewhere.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, launch, phone, shot, until, visit } from "../page.mjs";
import { startSite } from "../site.mjs";

const admin = { name: "Asheron", password: "the night watch over Dereth" };
const member = { name: "Elysa", password: "a good few words in a row" };

let site;
let browser;
let desk; // the admin's browser, through the whole story
before(async () => {
  site = await startSite();
  browser = await launch();
  desk = await visit(browser);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

/** Fills in the form behind a one-time link. */
async function accept(page, link, { name, password }) {
  await page.goto(link);
  const field = page.getByLabel("Name", { exact: true });
  if (await field.isEditable()) await field.fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("Password, once more").fill(password);
  await page.getByRole("button", { name: /Create the account|Set the password/ }).click();
}

async function signIn(page, { name, password }) {
  await page.goto(`${site.url}/login`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** What the page itself gets from the site: a request from outside a browser would count as internal. */
const fetched = (page, path) =>
  page.evaluate(async (url) => {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    return { status: answer.status, body: await answer.json() };
  }, path);

const onTheMap = (page) => page.getByRole("navigation").first().waitFor();

/** Waits for the dialog with the one-time link and answers the link. */
async function linkShown(page) {
  const field = page.getByRole("dialog").getByLabel("One-time link");
  await field.waitFor();
  return field.inputValue();
}

describe("accounts", { concurrency: false }, () => {
  test("a stranger sees the sign-in page and nothing else", async () => {
    const stranger = await visit(browser);
    await stranger.page.goto(`${site.url}/admin/users`);
    assert.match(stranger.page.url(), /\/login\?next=/);
    await axe(stranger.page, "sign-in, dark");
    await shot(stranger.page, "login");
    await signIn(stranger.page, { name: "nobody", password: "not a password at all" });
    await stranger.page.getByRole("alert").first().waitFor();
    await axe(stranger.page, "sign-in with an error");
    await stranger.close();

    const small = await visit(browser, { viewport: phone, colorScheme: "light" });
    await small.page.goto(`${site.url}/login`);
    await axe(small.page, "sign-in, light phone");
    await shot(small.page, "login-phone-light");
    await small.close();
  });

  test("the first admin's link makes the first admin, once", async () => {
    await desk.page.goto(site.firstAdminLink);
    await axe(desk.page, "first admin");
    await shot(desk.page, "first-admin");
    await accept(desk.page, site.firstAdminLink, admin);
    await onTheMap(desk.page);
    const again = await visit(browser);
    const answer = await again.page.goto(site.firstAdminLink);
    assert.equal(answer.status(), 410);
    await axe(again.page, "used link");
    await again.close();
  });

  test("signing out and in again", async () => {
    const { page } = desk;
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("sign out");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/login**");
    assert.equal((await fetched(page, "/me")).status, 401);
    await signIn(page, admin);
    await onTheMap(page);
    assert.equal((await fetched(page, "/me")).body.username, admin.name);
  });

  test("an invited user makes his own account", async () => {
    const { page } = desk;
    await page.goto(`${site.url}/admin/users`);
    await page.getByRole("button", { name: "Invite" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill(member.name);
    await axe(page, "invite dialog");
    await page.getByRole("dialog").getByRole("button", { name: /link/i }).click();
    const link = await linkShown(page);
    await shot(page, "invitation");
    const guest = await visit(browser, { viewport: phone });
    await accept(guest.page, link, member);
    await onTheMap(guest.page);
    assert.equal((await fetched(guest.page, "/api-admin/users")).status, 403);
    await guest.page.goto(`${site.url}/admin/users`);
    await guest.page.getByText("Only admins see the users").waitFor();
    await guest.close();
    await page.keyboard.press("Escape");
    await page.reload();
    await page.getByRole("row", { name: new RegExp(member.name) }).waitFor();
    await axe(page, "users");
    await shot(page, "users");
  });

  test("a reset link sets a new password and ends the old session", async () => {
    const old = await visit(browser);
    await signIn(old.page, member);
    await onTheMap(old.page);
    const { page } = desk;
    await page.goto(`${site.url}/admin/users`);
    await page.getByRole("button", { name: `Actions for ${member.name}` }).click();
    await page.getByRole("menuitem", { name: /password/i }).click();
    await page.getByRole("dialog").getByRole("button", { name: /link/i }).click();
    const link = await linkShown(page);
    const fresh = await visit(browser);
    const changed = { ...member, password: "another few words, all new" };
    await accept(fresh.page, link, changed);
    await onTheMap(fresh.page);
    await old.page.waitForURL(/\/login/); // its page notices by itself
    assert.equal((await fetched(old.page, "/me")).status, 401, "the old session is over");
    await old.close();
    await fresh.close();
    const wrong = await visit(browser);
    await signIn(wrong.page, member);
    await wrong.page.getByRole("alert").first().waitFor();
    await signIn(wrong.page, changed);
    await onTheMap(wrong.page);
    await wrong.close();
  });

  test("a session elsewhere is ended from the account page, and its page notices", async () => {
    const elsewhere = await visit(browser);
    await signIn(elsewhere.page, admin);
    await onTheMap(elsewhere.page);
    const { page } = desk;
    await page.goto(`${site.url}/account`);
    const ends = page.getByRole("button", { name: /^End / });
    await ends.first().waitFor();
    await axe(page, "account");
    await shot(page, "account");
    const count = await ends.count();
    for (let left = count; left > 0; left--) {
      await ends.first().click();
      await until(async () => (await ends.count()) < left, "the session to go from the list");
    }
    await elsewhere.page.waitForURL("**/login**", { timeout: 20_000 });
    await elsewhere.close();
    assert.equal((await fetched(page, "/me")).status, 200, "this session goes on");
  });

  test("account and users pages in light and on a phone", async () => {
    const storageState = await desk.context.storageState();
    for (const [name, options] of [
      ["light", { colorScheme: "light", storageState }],
      ["phone", { viewport: phone, storageState }],
    ]) {
      const v = await visit(browser, options);
      for (const path of ["account", "admin/users"]) {
        await v.page.goto(`${site.url}/${path}`);
        await v.page.getByRole("heading").first().waitFor();
        await until(async () => (await v.page.locator("[aria-busy=true]").count()) === 0, "the page to load");
        await axe(v.page, `${path}, ${name}`);
        await shot(v.page, `${path.replace("/", "-")}-${name}`);
      }
      await v.close();
    }
  });

  test("nothing broke the content security policy on the way", async () => {
    await desk.close();
  });
});
