// The items of a whole guild: searched by a line of text that facets write too, compared, saved, and shared by address.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fetched, startGuild } from "../guild.mjs";
import { axe, phone, shot, until } from "../page.mjs";

const GUILD = 12;

let guild;
before(async () => {
  guild = await startGuild(GUILD);
  const v = await guild.open("/players");
  await until(
    async () => ((await fetched(v.page, "/inventories"))?.inventories ?? []).length === GUILD,
    "everybody's inventory",
    90_000,
  );
  await v.close();
});
after(() => guild?.stop());

const param = (page, name) => new URL(page.url()).searchParams.get(name);
const rows = (page) => page.locator("[data-item]");
const line = (page) => page.getByRole("combobox", { name: "Search items" });
const found = (page) => page.getByRole("search").getByRole("status");
const handle = (row) => row.locator("[data-handle]");

/** Opens the page on a query and waits for what it finds. */
async function openItems(query = "", options = {}) {
  const v = await guild.open(`/items${query === "" ? "" : `?q=${encodeURIComponent(query)}`}`, options);
  await rows(v.page).nth(2).waitFor();
  return v;
}

/** How many the page says were found. */
async function total(page) {
  await until(async () => /\d/.test(await found(page).innerText()), "the number found");
  return Number((await found(page).locator("strong").innerText()).replace(/\D/g, ""));
}

describe("items", { concurrency: false }, () => {
  test("a query is typed with the help of suggestions, and its conditions are chips", async () => {
    const v = await openItems();
    const { page } = v;
    const all = await total(page);
    await page.keyboard.press("/");
    await line(page).pressSequentially("is:arm");
    await page.getByRole("option", { name: "Armour" }).first().waitFor();
    await shot(page, "items-suggestions");
    await axe(page, "items with suggestions");
    await page.keyboard.press("Tab");
    await line(page).pressSequentially('al:>=200 spell:"Epic*"');
    await page.keyboard.press("Escape");
    await until(() => param(page, "q") === 'is:armor al:>=200 spell:"Epic*"', "the query in the address");
    await page.getByRole("button", { name: "Drop al:>=200" }).waitFor();
    const some = await total(page);
    assert.ok(some > 0 && some < all, `${some} of ${all}`);
    await shot(page, "items");
    await axe(page, "items found");

    await page.getByRole("button", { name: "Drop al:>=200" }).click();
    await until(() => param(page, "q") === 'is:armor spell:"Epic*"', "the condition to go");
    await v.close();
  });

  test("what is wrong is underlined and told, and one press writes what was meant", async () => {
    const v = await openItems("is:armor");
    const { page } = v;
    await line(page).fill("is:armor aal:>=200");
    const alert = page.getByRole("alert");
    await alert.getByText("“aal” is no field").waitFor();
    assert.equal(await line(page).getAttribute("aria-invalid"), "true");
    await shot(page, "items-fault");
    await axe(page, "items with a fault");
    await alert.getByRole("button", { name: "Write al" }).click();
    await until(() => param(page, "q") === "is:armor al:>=200", "the query to be right");
    assert.ok((await total(page)) > 0);

    await line(page).fill("is:amror");
    await page.getByRole("alert").waitFor();
    await page.getByRole("alert").getByRole("button", { name: "Write armor" }).click();
    await until(() => param(page, "q") === "is:armor", "the value to be right");
    await v.close();
  });

  test("facets write the query and read it", async () => {
    const v = await openItems("is:armor");
    const { page } = v;
    const filters = page.getByRole("complementary", { name: "Filters" });
    await filters.getByRole("checkbox", { name: /^Chest/ }).check();
    await until(() => param(page, "q") === "is:armor slot:chest", "the slot in the query");
    await filters.getByRole("checkbox", { name: /^Head/ }).check();
    await until(() => param(page, "q") === "is:armor slot:(chest,head)", "both slots in the query");
    await filters.getByRole("checkbox", { name: /^Chest/ }).uncheck();
    await until(() => param(page, "q") === "is:armor slot:head", "one slot to go");
    const least = filters.getByRole("slider", { name: "Least armour level" });
    await least.focus();
    await page.keyboard.press("ArrowRight");
    await until(() => /^is:armor slot:head al:>=\d+$/.test(param(page, "q")), "the range in the query");
    await v.close();
  });

  test("an item opens beside its row, with everything that is known of it", async () => {
    const v = await openItems("is:armor set:*");
    const { page } = v;
    const first = rows(page).first();
    const name = (await handle(first).innerText()).trim();
    await page.keyboard.press("/");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const popup = page.getByRole("dialog", { name });
    await popup.getByText(/\d+ pieces? owned/).waitFor();
    await popup.getByText(/\d+ properties/).click();
    await shot(page, "items-popup");
    await axe(page, "items with an item open");
    await page.keyboard.press("Escape");
    await popup.waitFor({ state: "detached" });
    await until(
      () => handle(first).evaluate((one) => one === document.activeElement),
      "the focus to be back",
    );
    await v.close();
  });

  test("items are compared with one another and with what somebody wears; the address shares it", async () => {
    const v = await openItems("is:armor slot:chest");
    const { page } = v;
    await handle(rows(page).nth(0)).focus();
    await page.keyboard.press("c");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("c");
    const tray = page.getByRole("region", { name: "Compare" });
    await tray.getByRole("row", { name: /^Armour level/ }).waitFor();
    const wearer = tray.getByRole("combobox", { name: /worn by/ });
    await wearer.selectOption({ index: 1 });
    await tray.getByRole("row", { name: /^Δ to worn/ }).waitFor();
    assert.match(param(page, "cmp"), /^\d+,\d+$/);
    await shot(page, "items-compare");
    await axe(page, "items compared");

    const other = await guild.open(new URL(page.url()).pathname + new URL(page.url()).search);
    await other.page
      .getByRole("region", { name: "Compare" })
      .getByRole("row", { name: /^Δ to worn/ })
      .waitFor();
    assert.equal(await line(other.page).inputValue(), "is:armor slot:chest");
    await other.close();
    await tray.getByRole("button", { name: "Clear" }).click();
    await until(() => param(page, "cmp") === null, "the comparison to end");
    await v.close();
  });

  test("a search is saved and opened again", async () => {
    const v = await openItems("is:armor slot:hands");
    const { page } = v;
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const panel = page.getByRole("dialog", { name: "Save" });
    await panel.getByLabel("Save this search as").fill("Gloves");
    await axe(page, "items with the panel of saved searches");
    await panel.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved as “Gloves”.").waitFor();
    await page.goto(`${guild.site.url}/items`);
    await rows(page).nth(2).waitFor();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await shot(page, "items-saved");
    await page
      .getByRole("dialog", { name: "Save" })
      .getByRole("button", { name: /^Gloves/ })
      .click();
    await until(() => param(page, "q") === "is:armor slot:hands", "the saved query");
    await v.close();
  });

  test("nothing found says which condition to drop; better than worn is a query", async () => {
    const v = await openItems("is:armor");
    const { page } = v;
    await line(page).fill("is:armor slot:chest al:>=9000");
    const drop = page.getByRole("button", { name: /^Drop al:>=9000: / });
    await drop.waitFor();
    await shot(page, "items-none");
    await axe(page, "items not found");
    await drop.click();
    await until(() => param(page, "q") === "is:armor slot:chest", "the condition to go");
    await page.getByRole("button", { name: "Build" }).click();
    const panel = page.getByRole("dialog", { name: "Build" });
    await panel.getByLabel("Worn by").selectOption({ index: 1 });
    await panel.getByLabel("In the slot").selectOption("chest");
    await shot(page, "items-build");
    await panel.getByRole("button", { name: "Find better" }).click();
    await until(() => /^slot:chest/.test(param(page, "q")), "the query for better");
    await v.close();
  });

  test("the rows are few, and more come as one scrolls", async () => {
    const v = await openItems();
    const { page } = v;
    assert.ok((await rows(page).count()) < 60);
    const results = page.getByRole("region", { name: "Results" });
    await results.evaluate((element) => {
      element.scrollTop = element.scrollHeight;
    });
    await until(
      () => rows(page).evaluateAll((all) => all.some((row) => Number(row.ariaRowIndex) > 210)),
      "rows of the second page",
    );
    assert.ok((await rows(page).count()) < 60);
    await v.close();
  });

  test("in light and as tiles it reads as well", async () => {
    const v = await openItems("is:armor", { colorScheme: "light" });
    const { page } = v;
    await shot(page, "items-light");
    await axe(page, "items, light");
    await page.getByRole("radio", { name: "Grid" }).check({ force: true });
    await until(() => param(page, "view") === "grid", "the view in the address");
    await page.getByRole("list", { name: "Items" }).waitFor();
    await shot(page, "items-grid-light");
    await axe(page, "items as tiles, light");
    await v.close();
  });

  test("on a phone there are cards, and the facets come as a sheet", async () => {
    const v = await openItems("is:armor", { viewport: phone });
    const { page } = v;
    await shot(page, "items-phone");
    await axe(page, "items on a phone");
    await page.getByRole("button", { name: "Filter" }).click();
    const sheet = page.getByRole("dialog", { name: "Filter" });
    await sheet.getByRole("checkbox", { name: /^Chest/ }).check();
    await shot(page, "items-phone-filter");
    await axe(page, "items' filters on a phone");
    await sheet.getByRole("button", { name: /^Show / }).click();
    await until(() => param(page, "q") === "is:armor slot:chest", "the slot in the query");
    await handle(rows(page).first()).click();
    await page.getByText(/^\d+ properties$/).waitFor();
    await shot(page, "items-phone-item");
    await axe(page, "an item on a phone");
    await v.close();
  });
});
