// What a character wears and carries: its tab, live, and the page of everybody's items that needs no build.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { charactersOnline, fetched, pageOf, startGuild } from "../guild.mjs";
import { axe, phone, shot, until } from "../page.mjs";

let guild;
let name;
const inventoryOf = (page, who) => fetched(page, `/inv/inventory/${encodeURIComponent(who)}`);

before(async () => {
  guild = await startGuild(8);
  const v = await guild.open("/players");
  name = await until(
    async () => {
      for (const who of await charactersOnline(v.page)) {
        const inventory = await inventoryOf(v.page, who);
        if (inventory !== null && !inventory.missing && inventory.worn.length >= 12) return who;
      }
      return null;
    },
    "an inventory to be stored",
    60_000,
  );
  await v.close();
});
after(() => guild?.stop());

const mainPack = (page) => page.getByRole("region", { name: /^Main pack/ });
const filterBox = (page) => page.getByRole("textbox", { name: /^Find among the items/ });
const scrollToTab = (page) =>
  page.getByRole("navigation", { name: `More of ${name}` }).evaluate((bar) => bar.scrollIntoView());

describe("inventory", { concurrency: false }, () => {
  test("the tab shows what is worn on a body, what it comes to, and the packs", async () => {
    const v = await guild.open(pageOf(name, "inventory"));
    const { page } = v;
    await mainPack(page).waitFor();
    const { items, worn, containers } = await inventoryOf(page, name);
    const helm = items.find((item) => worn.includes(item.id) && item.worn_at.includes("head"));
    assert.ok(helm, "it wears something on its head");
    await page.getByRole("button", { name: `Head: ${helm.name}` }).waitFor();
    await page.getByText("Armour level", { exact: true }).first().waitFor();
    assert.equal(
      await mainPack(page).getByRole("button").count(),
      containers[0].items.length,
      "everything loose lies in the main pack",
    );

    // One stop of the Tab key for a pack, arrows within.
    const first = mainPack(page).getByRole("button").first();
    await first.focus();
    await page.keyboard.press("ArrowRight");
    const second = await mainPack(page).getByRole("button").nth(1).getAttribute("aria-label");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), second);

    await axe(page, "inventory");
    await shot(page, "inventory");
    await scrollToTab(page);
    await shot(page, "inventory-scrolled");
    await v.close();
  });

  test("a filter points out what is meant, in words or in the search's language", async () => {
    const v = await guild.open(pageOf(name, "inventory"));
    const { page } = v;
    await filterBox(page).fill("pyreal");
    const count = page.getByRole("search").getByRole("status");
    const otherThan = (before) =>
      until(async () => {
        const text = await count.innerText();
        return /^[1-9]\d* of/.test(text) && text !== before && text;
      }, "some to be found");
    const money = await otherThan("");
    await until(() => new URL(page.url()).searchParams.get("show") === "pyreal", "the filter in the address");
    await filterBox(page).fill("is:armor al:>=100");
    await otherThan(money);
    await shot(page, "inventory-filter");
    await filterBox(page).fill("al:>=");
    await page.locator("[aria-invalid=true]").waitFor();
    await axe(page, "inventory with a wrong filter");
    await v.close();
  });

  test("a press on an item tells everything about it", async () => {
    const v = await guild.open(pageOf(name, "inventory"));
    const { page } = v;
    const cell = page.getByRole("button", { name: /^Head: / });
    await cell.click();
    const popup = page.getByRole("dialog");
    await popup.waitFor();
    await popup
      .getByText(/^(AL|Armour level)$/)
      .first()
      .waitFor();
    await axe(page, "inventory with a popup");
    await shot(page, "inventory-popup");
    await page.keyboard.press("Escape");
    await popup.waitFor({ state: "hidden" });
    assert.ok(await cell.evaluate((button) => button === document.activeElement), "the focus is back");
    await v.close();
  });

  test("what changes is pointed out in its place, and listed", async () => {
    const v = await guild.open(pageOf(name, "inventory"));
    const { page } = v;
    await mainPack(page).waitFor();
    const before = await inventoryOf(page, name);
    const places = await mainPack(page)
      .getByRole("button")
      .evaluateAll((cells) => cells.slice(0, 5).map((cell) => [cell.title, cell.offsetLeft, cell.offsetTop]));
    // Hunters loot and use up tapers: something happens within a minute.
    await page.locator("button[data-changed]").first().waitFor({ timeout: 90_000 });
    const now = await inventoryOf(page, name);
    assert.notEqual(now.as_of, before.as_of);
    const still = new Set(now.items.map((item) => item.name));
    const later = await mainPack(page)
      .getByRole("button")
      .evaluateAll((cells) => cells.map((cell) => [cell.title, cell.offsetLeft, cell.offsetTop].join(" ")));
    for (const [title, left, top] of places) {
      if (still.has(title))
        assert.ok(later.includes([title, left, top].join(" ")), `${title} stays where it was`);
    }
    await page.getByRole("heading", { name: "Gains and losses" }).waitFor();
    await page
      .getByText(/^(Gained|Lost|Changed): ?$/)
      .first()
      .waitFor({ state: "attached", timeout: 30_000 });
    await v.close();
  });

  test("the tab in light and on a phone", async () => {
    for (const [kind, options] of [
      ["light", { colorScheme: "light" }],
      ["phone", { viewport: phone }],
      ["phone-light", { viewport: phone, colorScheme: "light" }],
    ]) {
      const v = await guild.open(pageOf(name, "inventory"), options);
      await mainPack(v.page).waitFor();
      await axe(v.page, `inventory, ${kind}`);
      await scrollToTab(v.page);
      await shot(v.page, `inventory-${kind}`);
      const wide = await v.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(wide, false, "it fits");
      if (kind === "phone") {
        await mainPack(v.page).scrollIntoViewIfNeeded();
        await shot(v.page, "inventory-phone-packs");
        await v.page.getByRole("button", { name: /^Head: / }).click();
        await v.page.getByRole("dialog").waitFor();
        await shot(v.page, "inventory-phone-popup");
      }
      await v.close();
    }
  });

  test("everybody's items in a page that needs no build", async () => {
    const v = await guild.open("/inventory.html?q=is%3Aarmor&sort=-armor_level");
    const { page } = v;
    const rows = page.locator("tbody tr");
    await rows.first().waitFor();
    assert.equal(await page.getByLabel("Find").inputValue(), "is:armor", "the address is the search");
    const levels = (await rows.locator("td:nth-child(3)").allInnerTexts()).map(Number);
    assert.deepEqual(
      levels,
      levels.toSorted((a, b) => b - a),
      "sorted by armour level",
    );
    await axe(page, "inventory.html");
    await shot(page, "inventory-html");

    await page.getByLabel("On").selectOption(name);
    await page.getByRole("button", { name: "Search" }).click();
    await until(async () => {
      const owners = await rows.locator("td:nth-child(2)").allInnerTexts();
      return owners.length > 0 && owners.every((owner) => owner.startsWith(name));
    }, "items of one character alone");
    await rows.first().getByRole("button").click();
    await page
      .getByRole("dialog")
      .getByText(/armou?r level/i)
      .first()
      .waitFor();
    await axe(page, "inventory.html with an item");
    await shot(page, "inventory-html-item");
    await page.keyboard.press("Escape");

    await page.getByLabel("Find").fill("al:>=many");
    await page.getByLabel("Find").press("Enter");
    await page.getByRole("alert").waitFor();
    await axe(page, "inventory.html with a mistake");
    await v.close();

    const small = await guild.open("/inventory.html", { viewport: phone, colorScheme: "light" });
    await small.page.locator("tbody tr").first().waitFor();
    await axe(small.page, "inventory.html, light phone");
    await shot(small.page, "inventory-html-phone-light");
    assert.equal(await small.page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
    await small.close();
  });

  test("signed out, that page leads to the sign-in form and back", async () => {
    const v = await guild.open("/inventory.html");
    await v.context.clearCookies();
    await v.page.goto(`${guild.site.url}/inventory.html?q=gold`);
    assert.match(v.page.url(), /\/login\?next=%2Finventory\.html/);
    await v.close();
  });
});
