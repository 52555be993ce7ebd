// The group's fights: a grid of monsters by ways of attacking, of all or of one, session against lifetime.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fetched, startGuild } from "../guild.mjs";
import { axe, phone, shot, until } from "../page.mjs";

let guild;
before(async () => {
  guild = await startGuild(20, { past: 1800 });
});
after(() => guild?.stop());

const param = (page, name) => new URL(page.url()).searchParams.get(name);
const grid = (page) => page.getByRole("table", { name: /^Fights of/ });
const monsters = (page) => grid(page).locator("tbody th").allInnerTexts();

describe("combat", { concurrency: false }, () => {
  test("the grid is sorted by any heading, and tells of one character or of all", async () => {
    const v = await guild.open("/combat?of=lifetime");
    const { page } = v;
    await grid(page).locator("tbody tr").nth(3).waitFor();
    const told = await fetched(page, "/combat-stats?of=lifetime&monsters=true");
    const byDamage = Object.entries(told.monsters).toSorted(
      ([, a], [, b]) => (b.damage_given ?? 0) - (a.damage_given ?? 0),
    );
    assert.equal((await monsters(page))[0], byDamage[0][0], "the most damage first");
    await axe(page, "combat");
    await shot(page, "combat");

    await grid(page).getByRole("button", { name: "Monster" }).click();
    await until(() => param(page, "sort") === "monster", "the order in the address");
    const names = await monsters(page);
    assert.deepEqual(
      names,
      names.toSorted((a, b) => a.localeCompare(b)),
    );

    await grid(page).getByRole("button", { name: "Kills" }).focus();
    await page.keyboard.press("Enter");
    await until(() => param(page, "sort") === "-kills", "the most kills first");

    const fighters = page.getByRole("table", { name: "Characters, session against lifetime" });
    const name = await fighters.locator("tbody th").first().innerText();
    await fighters.getByRole("button", { name, exact: true }).click();
    await page.getByRole("table", { name: `Fights of ${name} by monster` }).waitFor();
    const own = await fetched(page, `/combat-stats/${encodeURIComponent(name)}`);
    assert.equal((await monsters(page)).length, Math.min(60, Object.keys(own.lifetime.monsters).length));

    await page.getByRole("combobox", { name: "What the cells show" }).selectOption("crits");
    await until(() => param(page, "show") === "crits", "the measure in the address");
    await page.getByRole("radio", { name: "Given" }).focus();
    await page.keyboard.press("ArrowRight");
    await until(() => param(page, "side") === "defense", "the other side in the address");
    await page.getByRole("textbox", { name: "Monster" }).fill("no such monster");
    await page.getByText("No monster is called “no such monster”").waitFor();
    await v.close();
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`on a phone, ${colorScheme}: the grid scrolls, the page does not`, async () => {
      const v = await guild.open("/combat?of=lifetime", { viewport: phone, colorScheme });
      await grid(v.page).locator("tbody tr").first().waitFor();
      const wide = await v.page.evaluate(() => document.querySelector("#main").scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} px wider than the phone`);
      await axe(v.page, `combat on a phone, ${colorScheme}`);
      await shot(v.page, `combat-phone-${colorScheme}`);
      await v.close();
    });
  }
});
