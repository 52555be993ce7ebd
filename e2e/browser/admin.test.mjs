// The generated admin in the site: below /admin in the site's frame, by keyboard alone, live, and closed to others.
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
  site = await startSite({ demo: 12 });
  browser = await launch();
  desk = await visit(browser);
  const { page } = desk;
  await page.goto(site.firstAdminLink);
  await page.getByLabel("Name", { exact: true }).fill(admin.name);
  await page.getByLabel("Password", { exact: true }).fill(admin.password);
  await page.getByLabel("Password, once more").fill(admin.password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.getByRole("navigation").first().waitFor();
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();

/** What the page itself gets from the site. */
const fetched = (page, path, method = "GET", body = undefined) =>
  page.evaluate(
    async ([url, how, what]) => {
      const headers = { Accept: "application/json", "Content-Type": "application/json" };
      const answer = await fetch(url, { method: how, headers, body: what && JSON.stringify(what) });
      return { status: answer.status, body: await answer.json().catch(() => null) };
    },
    [path, method, body],
  );

const api = "/api-admin/resources";

describe("the admin", { concurrency: false }, () => {
  test("is reached by two keys and stands in the site's frame", async () => {
    const { page } = desk;
    await page.keyboard.press("g");
    await page.keyboard.press("d");
    await heading(page, "Overview");
    await page.getByRole("link", { name: "Alert rules" }).first().waitFor();
    assert.equal(await page.getByRole("navigation", { name: "Pages" }).first().isVisible(), true);
    await axe(page, "admin, dark");
    await shot(page, "admin");
  });

  test("by keyboard alone: find a user, change a field, take it back", async () => {
    const { page } = desk;
    const made = await fetched(page, `${api}/accounts`, "POST", {
      username: member.name,
      password_hash: member.password,
    });
    assert.equal(made.status, 201);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.type("elysa");
    await page.getByRole("option", { name: /Elysa/ }).first().waitFor();
    await page.keyboard.press("Enter");
    await heading(page, member.name);
    const name = page.getByLabel("Username");
    await until(
      async () => {
        await page.keyboard.press("Tab");
        return name.evaluate((input) => input === document.activeElement);
      },
      "the focus in the field",
      30_000,
    );
    await page.keyboard.press("End");
    await page.keyboard.type(" of Arwic");
    await page.keyboard.press("Control+s");
    await heading(page, "Elysa of Arwic");
    await axe(page, "a changed row");
    await shot(page, "admin-edit");
    await page.keyboard.press("Escape");
    await page.keyboard.press("u");
    await heading(page, member.name);
    const { body } = await fetched(page, `${api}/accounts/${made.body.id}`);
    assert.equal(body.username, member.name);
  });

  test("lists: keyset pages, scopes, filters in the address", async () => {
    const { page } = desk;
    await page.goto(`${site.url}/admin/characters?filter=${encodeURIComponent('name!="x y" hidden:false')}`);
    await heading(page, "Characters");
    await until(async () => (await page.getByRole("row").count()) > 12, "the characters");
    assert.match(page.url(), /filter=/);
    await axe(page, "list, dark");
    await shot(page, "admin-list");
  });

  test("time series have a range and a chart", async () => {
    const { page } = desk;
    await page.goto(`${site.url}/admin/telemetry_events`);
    await heading(page, "Telemetry");
    await until(async () => (await page.getByRole("row").count()) > 12, "telemetry", 60_000);
    await axe(page, "telemetry, dark");
    await shot(page, "admin-telemetry");
  });

  test("a form shows what belongs to the kind that is chosen", async () => {
    const { page } = desk;
    await page.goto(`${site.url}/admin/alert_rules/new`);
    await heading(page, "New alert rule");
    await page.getByLabel("Kind").selectOption("low_tapers");
    await page.getByLabel("Threshold").waitFor();
    await page.getByLabel("Kind").selectOption("database");
    await page.getByLabel("Threshold").waitFor({ state: "detached" });
    await page.getByLabel("Tag").waitFor({ state: "detached" });
  });

  test("the site's own page of users keeps its place, and links lead both ways", async () => {
    const { page } = desk;
    await page.goto(`${site.url}/admin/system`);
    await heading(page, "Server");
    await page.getByText("Newest migration").waitFor();
    await axe(page, "system");
    await shot(page, "admin-system");
    await page.getByRole("navigation", { name: "Pages" }).first().getByRole("link", { name: "Users" }).click();
    await heading(page, "Users");
    assert.match(page.url(), /\/admin\/users$/);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.press("Escape");
  });

  test("light, and on a phone", async () => {
    const storageState = await desk.context.storageState();
    const light = await visit(browser, { colorScheme: "light", storageState });
    await light.page.goto(`${site.url}/admin/accounts`);
    await heading(light.page, "Users");
    await light.page.getByRole("link", { name: member.name }).first().waitFor();
    await axe(light.page, "list, light");
    await shot(light.page, "admin-light");
    await light.close();

    const small = await visit(browser, { viewport: phone, storageState });
    await small.page.goto(`${site.url}/admin/characters`);
    await heading(small.page, "Characters");
    await small.page.getByText("Last seen at").first().waitFor();
    await axe(small.page, "list, phone");
    await shot(small.page, "admin-phone");
    await small.close();
  });

  test("who is no admin sees no admin", async () => {
    const guest = await visit(browser);
    const { page } = guest;
    await page.goto(`${site.url}/admin/characters`);
    assert.match(page.url(), /\/login\?next=/);
    await page.getByLabel("Name", { exact: true }).fill(member.name);
    await page.getByLabel("Password", { exact: true }).fill(member.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/admin/characters");
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    assert.equal((await fetched(page, `${api}/characters`)).status, 403);
    assert.deepEqual((await fetched(page, `${api}/_meta`)).body.types, []);
    await guest.close();
  });

  test("nothing broke the page or its policy", () => {
    assert.deepEqual(desk.faults, []);
  });
});
