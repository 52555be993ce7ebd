// The guild's people beside each other: the players' filter and views, the comparison, the quest log, the dungeon.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { charactersOnline, fetched, pageOf, startGuild } from "../guild.mjs";
import { axe, phone, shot, until } from "../page.mjs";

let guild;
before(async () => {
  guild = await startGuild(24);
});
after(() => guild?.stop());

const param = (page, name) => new URL(page.url()).searchParams.get(name);
const rows = (page) => page.locator("tr[data-player]");
const names = (page) => rows(page).evaluateAll((all) => all.map((row) => row.dataset.player));
const fits = async (page, what) =>
  assert.equal(
    await page.evaluate(() => document.documentElement.scrollWidth > innerWidth),
    false,
    `${what} fits the phone`,
  );

describe("people", { concurrency: false }, () => {
  test("players are filtered in the language of the items, and what is wrong is said and mended", async () => {
    const v = await guild.open("/players?scope=all&sort=name");
    const { page } = v;
    await rows(page).nth(5).waitFor();
    const line = page.getByRole("combobox", { name: "Filter players" });
    await line.fill("is:online and (level:>=1 or quest:ready)");
    await page
      .getByRole("status")
      .getByText(/^\d+ of 24$/)
      .waitFor();
    await line.fill("levle:>200");
    await page.getByRole("alert").getByText("“levle” is no field").waitFor();
    await axe(page, "players with a fault in the filter");
    await shot(page, "players-fault");
    await page.getByRole("button", { name: "Write level" }).click();
    await until(async () => (await line.inputValue()) === "level:>200", "the field to be mended");
    const levels = await until(async () => {
      const { characters } = await fetched(page, "/characters");
      return characters.every(({ level }) => level !== null) && characters;
    }, "everybody's level");
    const high = levels.filter(({ level }) => level > 200).map(({ name }) => name);
    await until(async () => (await names(page)).length === high.length, "those of more than level 200");
    await line.fill("quest:");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await until(() => param(page, "q")?.trim() === "quest:ready", "the suggestion to be taken");
    await v.close();
  });

  test("columns stay with the user, and a view comes back whole", async () => {
    const v = await guild.open("/players");
    const { page } = v;
    await rows(page).nth(5).waitFor();
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "Vitae" }).check();
    await page.keyboard.press("Escape");
    await until(async () => {
      const { content } = await fetched(page, "/preferences/players");
      return /vitae/.test(content?.cols ?? "");
    }, "the columns to be kept");
    await page.goto(`${guild.site.url}/players`);
    await page.getByRole("columnheader", { name: "Vitae" }).waitFor();

    await page.goto(`${guild.site.url}/players?scope=all&sort=-level&cols=name,level,tag&q=level:%3E1`);
    await page.getByRole("columnheader", { name: "Tag" }).waitFor();
    await page.getByRole("button", { name: "Views" }).click();
    await page.getByRole("textbox", { name: "Save this view as" }).fill("By level");
    await page.keyboard.press("Enter");
    await page.getByText("Saved as “By level”.").waitFor();
    await page.goto(`${guild.site.url}/players`);
    await rows(page).nth(5).waitFor();
    await page.getByRole("button", { name: "Views" }).click();
    const view = page.getByRole("list", { name: "Saved views" }).getByRole("button", { name: /^By level/ });
    await view.waitFor();
    await axe(page, "players with their views");
    await shot(page, "players-views");
    await view.click();
    await until(() => param(page, "sort") === "-level" && param(page, "q") === "level:>1", "the view");
    await page.getByRole("columnheader", { name: "Tag" }).waitFor();
    await v.close();
  });

  test("those who are ticked are compared; others are added and taken out", async () => {
    const v = await guild.open("/players?sort=name&scope=all");
    const { page } = v;
    await rows(page).nth(5).waitFor();
    const [a, b, c] = await names(page);
    for (const name of [a, b])
      await page.getByRole("checkbox", { name: `Select ${name}`, exact: true }).check();
    await page
      .getByRole("region", { name: "Selected players" })
      .getByRole("link", { name: "Compare" })
      .click();
    const head = (name) => page.getByRole("columnheader", { name });
    await head(b).waitFor();
    const table = page.getByRole("table", { name: "Characters compared" });
    await table.getByRole("row", { name: /^Strength/ }).waitFor();
    await table.getByText("(best)").first().waitFor({ state: "attached" });
    await page.getByRole("combobox", { name: "Add a character" }).fill(c);
    await page.keyboard.press("Enter");
    await head(c).waitFor();
    assert.equal(param(page, "names"), [a, b, c].join());
    await table.getByRole("row", { name: /^Armour level/ }).waitFor();
    await axe(page, "compare");
    await shot(page, "compare");
    const all = await table.getByRole("row").count();
    await page.getByRole("checkbox", { name: "Only what differs" }).check();
    await until(async () => (await table.getByRole("row").count()) < all, "fewer lines");
    await page.getByRole("button", { name: `Take ${a} out` }).click();
    await head(a).waitFor({ state: "detached" });
    const address = page.url();
    await v.close();

    const small = await guild.open(new URL(address).pathname + new URL(address).search, {
      viewport: phone,
      colorScheme: "light",
    });
    await small.page.getByRole("row", { name: /^Strength/ }).waitFor();
    await axe(small.page, "compare, light phone");
    await shot(small.page, "compare-phone-light");
    await fits(small.page, "compare");
    await small.close();
  });

  test("the quest log says who can do what, orders by a quest, and is narrowed", async () => {
    const v = await guild.open("/quest-log");
    const { page } = v;
    const table = page.getByRole("table", { name: "Quests of each character" });
    await until(
      async () => (await table.locator("tr[data-character]").count()) > 5,
      "quests of some",
      40_000,
    );
    await table.getByText("Ready", { exact: true }).first().waitFor();
    const order = () =>
      table.locator("tr[data-character]").evaluateAll((all) => all.map((r) => r.dataset.character));
    const column = table.getByRole("columnheader").nth(1);
    await column.getByRole("button").click();
    await until(() => param(page, "by") !== null, "the order in the address");
    await until(
      async () => (await column.getAttribute("aria-sort")) === "ascending",
      "the column to be marked",
    );
    await axe(page, "quest log");
    await shot(page, "quest-log");
    const [first] = await order();
    await page.getByRole("textbox", { name: "Filter quests or characters" }).fill(first);
    await until(async () => (await order()).join() === first, "one character");
    await page.getByRole("button", { name: "Clear the filter" }).click();
    await page.getByText("Ready", { exact: true }).first().click();
    await until(() => param(page, "show") === "ready", "only what is ready");
    await page.getByRole("link", { name: first }).first().focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/quests/);
    await v.close();

    const small = await guild.open("/quest-log", { viewport: phone, colorScheme: "light" });
    await small.page.locator("tr[data-character]").first().waitFor();
    await axe(small.page, "quest log, light phone");
    await shot(small.page, "quest-log-phone-light");
    await fits(small.page, "the quest log");
    await small.close();
  });

  test("a dungeon is drawn with its levels, and follows the level of the one who is in it", async () => {
    const v = await guild.open("/players");
    const { page } = v;
    const name = await until(
      async () => {
        const inside = await charactersOnline(page, (p) => p.online && p.indoors);
        return inside[0] ?? null;
      },
      "somebody to go into a dungeon",
      60_000,
    );
    await page.goto(guild.site.url + pageOf(name, "dungeon"));
    const plan = page.getByRole("region", { name: "Dungeon" });
    await plan.getByRole("img", { name: /Level/ }).waitFor();
    await plan.getByText(/^Level \d of \d/).waitFor();
    const slider = plan.getByRole("slider");
    const follow = plan.getByRole("checkbox", { name: "Follow its level" });
    assert.ok(await follow.isChecked());
    await plan.evaluate((element) => element.scrollIntoView());
    await axe(page, "dungeon");
    await shot(page, "character-dungeon");
    if (await slider.isEnabled()) {
      const level = () => plan.getByRole("img").getAttribute("aria-label");
      const followed = await level();
      await slider.focus();
      await page.keyboard.press("Home");
      await until(async () => !(await follow.isChecked()), "the level to be one's own");
      if ((await level()) === followed) await page.keyboard.press("End");
      await until(async () => (await level()) !== followed, "another level to be drawn");
      const chosen = await level();
      await follow.check();
      await until(async () => (await level()) !== chosen, "the level of the followed");
    }
    await plan.getByText("Near", { exact: true }).click();
    await v.close();

    const small = await guild.open(pageOf(name, "dungeon"), { viewport: phone, colorScheme: "light" });
    await small.page
      .getByRole("region", { name: "Dungeon" })
      .or(small.page.getByRole("heading", { name: /is in no dungeon/ }))
      .first()
      .waitFor();
    await axe(small.page, "dungeon, light phone");
    await small.page
      .getByRole("region", { name: "Dungeon" })
      .or(small.page.locator("h1"))
      .first()
      .scrollIntoViewIfNeeded();
    await shot(small.page, "character-dungeon-phone-light");
    await fits(small.page, "the dungeon");
    await small.close();
  });
});
