// The logs: rares with their totals, portals, and the monsters that appeared.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { fetched, startGuild } from "../guild.mjs";
import { axe, ink, phone, shot, until } from "../page.mjs";

let guild;
before(async () => {
  guild = await startGuild(24, { past: 2 * 3600 });
});
after(() => guild?.stop());

const param = (page, name) => new URL(page.url()).searchParams.get(name);
const rows = (page) => page.locator("tbody tr");

describe("logs", { concurrency: false }, () => {
  test("rares: totals, one finder by mouse, tiers by keyboard, a place on the map, a file", async () => {
    const v = await guild.open("/rare-log");
    const { page } = v;
    await rows(page).nth(3).waitFor();
    const totals = await fetched(page, "/rares/totals");
    assert.ok(totals.total > 5, "something was found");
    await axe(page, "rares");
    await shot(page, "rares");

    const [first] = totals.characters;
    await page.getByRole("list").getByRole("button", { name: first.character_name }).click();
    await until(() => param(page, "who") === first.character_name, "the finder in the address");
    await until(async () => {
      const cells = await rows(page).locator("td:nth-of-type(2)").allInnerTexts();
      return cells.length >= first.total && cells.every((name) => name === first.character_name);
    }, "his rares alone");

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "CSV" }).click(),
    ]);
    const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
    assert.equal(lines[0], "Time,Rare,Tier,Finder,Near,Coordinates");
    assert.ok(lines.length > first.total, "a line each");

    await page.getByRole("radio", { name: "Every tier" }).focus();
    await page.keyboard.press("ArrowRight");
    await until(() => param(page, "tier") === "great", "the tier in the address");
    await page.getByRole("combobox", { name: "Finder" }).selectOption("");
    await until(() => param(page, "who") === null, "everybody");
    await page.keyboard.press("g");
    await page.keyboard.press("o");
    await page.getByRole("heading", { name: "Portals", level: 1 }).waitFor();
    await v.close();
  });

  test("a rare's place leads to it on the map", async () => {
    const v = await guild.open("/rare-log?range=all");
    const place = v.page.locator("tbody td:nth-of-type(3) a").first();
    const told = await place.getAttribute("title");
    await place.click();
    await until(() => param(v.page, "c") !== null, "the map");
    const [ew, ns] = param(v.page, "c").split(",").map(Number);
    const side = (value, [plus, minus]) =>
      `${Math.abs(Math.round(value * 10) / 10).toFixed(1)}${value < 0 ? minus : plus}`;
    assert.equal(`${side(ns, "NS")} ${side(ew, "EW")}`, told);
    await v.close();
  });

  test("spawns: kinds by count, one of them as heat, sorted by keyboard", async () => {
    const v = await guild.open("/spawn-map");
    const { page } = v;
    await rows(page).nth(5).waitFor();
    const { mobs } = await fetched(page, "/spawns/mobs");
    const [top] = mobs;
    await until(
      async () => (await rows(page).first().locator("th").innerText()) === top.mob,
      "the commonest first",
    );
    await rows(page).first().getByRole("button").click();
    await until(() => param(page, "mob") === top.mob, "the kind in the address");
    const picture = page.getByRole("img", { name: `Where ${top.mob} appeared` });
    await until(async () => (await ink(picture)) > 2000, "the picture");
    await axe(page, "spawns");
    await shot(page, "spawns");
    const link = page.getByRole("link", { name: "Open on the map" });
    assert.match(await link.getAttribute("href"), /layers=heat.*mob=/);

    await page.keyboard.press("/");
    await page.keyboard.type(top.mob.slice(0, 4).toLowerCase());
    await until(() => param(page, "q") !== null, "the filter in the address");
    await page.keyboard.press("Escape");
    await until(() => param(page, "q") === null, "no filter");
    await page.getByRole("button", { name: "Monster", exact: true }).focus();
    await page.keyboard.press("Enter");
    await until(() => param(page, "sort") === "mob", "the order in the address");
    const names = await rows(page).locator("th").allInnerTexts();
    assert.deepEqual(
      names,
      names.toSorted((a, b) => a.localeCompare(b)),
    );
    await v.close();
  });

  test("portals are found by a part of their name", async () => {
    const v = await guild.open("/portal-log");
    const { page } = v;
    await rows(page).first().waitFor();
    const name = await rows(page).first().locator("th").innerText();
    await axe(page, "portals");
    await shot(page, "portals");
    await page.getByRole("textbox", { name: "Portal’s name" }).fill(name.slice(-6).toUpperCase());
    await until(async () => {
      const all = await rows(page).locator("th").allInnerTexts();
      return all.length > 0 && all.every((each) => each.toLowerCase().includes(name.slice(-6).toLowerCase()));
    }, "those portals alone");
    await page.getByRole("textbox", { name: "Portal’s name" }).fill("no such portal");
    await page.getByText("No portal is called “no such portal”").waitFor();
    await page.getByRole("button", { name: "All portals" }).click();
    await rows(page).first().waitFor();
    await v.close();
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`on a phone, ${colorScheme}: nothing is wider than it`, async () => {
      const v = await guild.open("/rare-log", { viewport: phone, colorScheme });
      for (const [path, name] of [
        ["/rare-log", "rares"],
        ["/spawn-map", "spawns"],
        ["/portal-log", "portals"],
      ]) {
        await v.page.goto(`${guild.site.url}${path}`);
        await rows(v.page).first().waitFor();
        const wide = await v.page.evaluate(() => document.querySelector("#main").scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${name} is ${wide} px wider than the phone`);
        await axe(v.page, `${name} on a phone, ${colorScheme}`);
        await shot(v.page, `${name}-phone-${colorScheme}`);
      }
      await v.close();
    });
  }
});
