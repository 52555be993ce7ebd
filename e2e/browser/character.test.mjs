// A character's page: its chart and tabs, and what of it outlives the server.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { charactersOnline, fetched, pageOf, startGuild } from "../guild.mjs";
import { axe, ink, phone, shot, until } from "../page.mjs";

let guild;
let name;
before(async () => {
  guild = await startGuild(12, { past: 5_400 });
  const v = await guild.open("/players");
  // Somebody who hunts outdoors, and whose plugin tells what is near, has everything that the tabs show.
  name = await until(
    async () => {
      for (const hunter of await charactersOnline(v.page, (p) => p.online && !p.indoors && p.kills >= 2)) {
        const near = await fetched(v.page, `/nearby/${encodeURIComponent(hunter)}`);
        if (near !== null && near.objects.length > 0) return hunter;
      }
      return null;
    },
    "somebody to hunt outdoors",
    60_000,
  );
  await v.close();
});
after(() => guild?.stop());

const param = (page, key) => new URL(page.url()).searchParams.get(key);
const chart = (page) => page.getByRole("group", { name: /kills an hour/ });
/** The teal of the chart's first line, in the dark theme. */
const teal = [0x5c, 0xc8, 0xa8];
const drawn = (page) =>
  until(async () => (await ink(chart(page).locator("canvas").first(), teal)) > 20, "a line in the chart");
const tab = (page, label) =>
  page.getByRole("navigation", { name: `More of ${name}` }).getByRole("link", { name: label, exact: true });
const bodyRows = (page, table) => page.getByRole("table", { name: table }).locator("tbody tr");

describe("character", { concurrency: false }, () => {
  test("the chart draws what is stored, and its crosshair speaks", async () => {
    const v = await guild.open(`${pageOf(name)}?range=1h`);
    const { page } = v;
    await drawn(page);
    await chart(page).focus();
    await page.keyboard.press("End");
    const spoken = chart(page).getByRole("status");
    const last = await until(async () => {
      const text = await spoken.innerText();
      return /Kills \/ h [\d\s]+, Tapers .*Latency/.test(text) && text;
    }, "the last point to be told");
    await page.keyboard.press("Home");
    await until(async () => (await spoken.innerText()) !== last, "the first point to be told");
    await axe(page, "character with a crosshair");
    await shot(page, "character-chart");
    await page.getByRole("radiogroup", { name: "How far back" }).getByText("6h").click();
    await until(() => param(page, "range") === "6h", "the range in the address");
    await drawn(page);
    await v.close();
  });

  test("every tab has its address and shows what the plugin told", async () => {
    const v = await guild.open(`${pageOf(name)}?range=1h`);
    const { page } = v;
    await page.getByText("Strength").first().waitFor();

    const tabs = [
      ["Quests", "quests", () => bodyRows(page, `Quests of ${name}`).first()],
      ["Cantrips", "cantrips", () => bodyRows(page, `Cantrips of ${name}`).first()],
      ["Combat", "combat", () => bodyRows(page, /^Monsters of/).first()],
      ["Radar", "radar", () => bodyRows(page, `Near ${name}`).first()],
      ["History", "history", () => page.getByRole("group", { name: /memory and processor/ })],
    ];
    for (const [label, word, shown] of tabs) {
      await tab(page, label).click();
      await shown().waitFor();
      assert.ok(new URL(page.url()).pathname.endsWith(`/${word}`), `${label} has an address of its own`);
      await axe(page, `character, ${label}`);
      await tab(page, label).evaluate((link) => link.scrollIntoView());
      await shot(page, `character-${word}`);
    }
    await v.close();

    for (const [label, word] of tabs) {
      const small = await guild.open(`${pageOf(name, word)}?range=1h`, {
        viewport: phone,
        colorScheme: "light",
      });
      await tab(small.page, label).waitFor();
      await small.page.getByRole("table").or(small.page.getByRole("list")).first().waitFor();
      await axe(small.page, `character, ${label}, light phone`);
      await tab(small.page, label).evaluate((link) => link.scrollIntoView());
      await shot(small.page, `character-${word}-phone-light`);
      const wide = await small.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(wide, false, `${label} fits the phone`);
      await small.close();
    }
  });

  test("the quests that are ready can be looked at alone", async () => {
    const v = await guild.open("/players");
    const { page } = v;
    const ready = await until(
      async () => {
        const { characters } = await fetched(page, "/quest-status");
        return characters.find(({ quests }) => quests.some((q) => q.ready) && quests.some((q) => !q.ready));
      },
      "somebody with some quests ready and some not",
      60_000,
    );
    await page.goto(guild.site.url + pageOf(ready.character_name, "quests"));
    const all = bodyRows(page, `Quests of ${ready.character_name}`);
    await all.first().waitFor();
    await page
      .getByRole("radiogroup", { name: "Which quests" })
      .getByText(/^Ready/)
      .click();
    await until(async () => {
      const texts = await all.allInnerTexts();
      return texts.length > 0 && texts.every((text) => text.includes("Ready"));
    }, "only quests that are ready");
    assert.equal(param(page, "show"), "ready");
    await v.close();
  });

  test("chart and totals are there at once after a restart, from the database", async () => {
    const v = await guild.open(`${pageOf(name)}?range=1h`);
    const { page } = v;
    await drawn(page);
    const history = () => fetched(page, `/history?character=${encodeURIComponent(name)}`);
    const total = async () =>
      (await fetched(page, "/total-kills")).characters.find((c) => c.character_name === name)?.all_time ?? 0;
    const points = await until(async () => {
      const { t } = await history();
      return t.length >= 2 && t;
    }, "two points of history");
    const kills = await until(total, "kills to be stored");

    // Without the guild: nothing of what is shown can be news.
    await guild.site.restart({ demo: 0 });
    await page.goto(`${guild.site.url}${pageOf(name)}?range=1h`);
    await drawn(page);
    await page
      .getByText(/^Offline/)
      .first()
      .waitFor();
    assert.ok((await history()).t.includes(points[0]), "the oldest point is still there");
    const after = await total();
    assert.ok(after >= kills, `${after} kills, ${kills} before`);
    await page
      .getByRole("row", { name: /^Kills/ })
      .getByText(new Intl.NumberFormat("en-GB").format(after).replace(",", " "), { exact: false })
      .first()
      .waitFor();
    await axe(page, "character who is offline");
    await shot(page, "character-offline");
    await v.close();
  });
});
