// The main job: sixty characters move on Dereth, one is opened, a command reaches its plugin.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startGuild } from "../guild.mjs";
import { axe, phone, shot, until } from "../page.mjs";

let guild;
before(async () => {
  guild = await startGuild(60);
});
after(() => guild?.stop());

const open = (path, options) => guild.open(path, options);

/** The name of the first character in the list beside the map, and its row. */
async function firstHunter(page) {
  const row = page
    .getByRole("region", { name: /^Hunting/ })
    .locator("[data-row]")
    .first();
  await row.waitFor();
  return { name: await row.getAttribute("data-row"), row };
}

/** Coordinates in the map's foot: the selected character's, while the pointer is elsewhere. */
const coordinates = (page) => async () =>
  /\d+\.\d[NS] \d+\.\d[EW]/.exec(await page.locator("footer", { hasText: "Landblock" }).innerText())?.[0];

describe("live map", { concurrency: false }, () => {
  test("sixty characters are on the map, and they move", async () => {
    const v = await open("/");
    const { page } = v;
    await page.getByText("60 online").waitFor();
    const canvas = page.locator("canvas").last();
    const before = await canvas.screenshot();
    await until(async () => !before.equals(await canvas.screenshot()), "the picture to change");

    const { name, row } = await firstHunter(page);
    await row.click();
    assert.match(page.url(), /sel=/, "the selection is in the address");
    await page.getByRole("region", { name, exact: true }).waitFor();
    const where = coordinates(page);
    const start = await until(where, "the selected character's coordinates");
    await until(async () => (await where()) !== start, `${name} to leave ${start}`, 40_000);

    const positions = async () =>
      page.evaluate(async () => {
        const { players } = await (await fetch("/live")).json();
        return Object.fromEntries(players.map((p) => [p.character_name, `${p.ew} ${p.ns}`]));
      });
    const first = await positions();
    assert.equal(Object.keys(first).length, 60);
    await until(
      async () => Object.entries(await positions()).filter(([n, at]) => first[n] !== at).length >= 30,
      "half the guild to move",
    );
    await axe(page, "map");
    await shot(page, "map");
    await v.close();
  });

  test("a command reaches the selected character's plugin, which answers in its chat", async () => {
    const v = await open("/");
    const { page } = v;
    const { name, row } = await firstHunter(page);
    await row.click();
    await page.getByRole("region", { name, exact: true }).getByRole("button", { name: "Command" }).click();
    const line = page.getByLabel(`Command for ${name}`);
    await line.fill("/say the watch is set");
    await line.press("Enter");
    const log = page.getByRole("log");
    await log.getByText("Command received: /say the watch is set").waitFor();
    await log
      .getByText(/^(Sent|Answered)$/)
      .first()
      .waitFor();
    await axe(page, "map with a command line");
    await shot(page, "map-command");
    await v.close();
  });

  test("a character page shows its numbers, and takes commands", async () => {
    const v = await open("/");
    const { page } = v;
    const { name, row } = await firstHunter(page);
    await row.click();
    await page.getByRole("region", { name, exact: true }).getByRole("link", { name: "Open" }).click();
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    for (const text of ["Vitals", "Health", "Strength", "Kills"])
      await page.getByText(text, { exact: true }).first().waitFor();
    await axe(page, "character");
    await shot(page, "character");
    await v.close();
    const small = await open(`/players/${encodeURIComponent(name)}`, {
      viewport: phone,
      colorScheme: "light",
    });
    await small.page.getByText("Strength").first().waitFor();
    await axe(small.page, "character, light phone");
    await shot(small.page, "character-phone-light");
    await small.close();
  });

  test("every page in light and on a phone", async () => {
    for (const [name, options] of [
      ["light", { colorScheme: "light" }],
      ["phone", { viewport: phone }],
    ]) {
      const v = await open("/", options);
      await v.page.getByText("60 online").first().waitFor();
      const row = v.page.locator("[data-row]").first();
      await row.waitFor();
      await axe(v.page, `map, ${name}`);
      // The land's shading is drawn when nothing else is to do.
      await v.page.waitForTimeout(3_000);
      await shot(v.page, `map-${name}`);
      if (name === "phone") {
        await row.click();
        await v.page.getByRole("button", { name: "Command" }).waitFor();
        await axe(v.page, "map with a selection, phone");
        await shot(v.page, "map-phone-selected");
      }
      await v.page.goto(`${guild.site.url}/players`);
      await v.page.getByText("Hunting").first().waitFor();
      await axe(v.page, `players, ${name}`);
      await shot(v.page, `players-${name}`);
      await v.close();
    }
    const v = await open("/players");
    await v.page.getByRole("row").nth(5).waitFor();
    await axe(v.page, "players");
    const rail = v.page.getByRole("navigation", { name: "Pages" }).first().getByRole("link");
    const bare = rail.filter({ hasNot: v.page.locator("svg") });
    await until(async () => (await rail.count()) > 8 && (await bare.count()) === 1, "an icon of each page but one's own");
    await shot(v.page, "players");
    await v.page.keyboard.press("Control+k");
    await v.page.getByRole("dialog").getByRole("combobox").waitFor();
    await axe(v.page, "palette");
    await shot(v.page, "palette");
    await v.page.keyboard.press("Escape");
    await v.page.goto(`${guild.site.url}/there-is-no-such-page`);
    await v.page.getByRole("heading").first().waitFor();
    await axe(v.page, "not found");
    await v.page.goto(`${guild.site.url}/api-docs`);
    await v.page.getByRole("heading").first().waitFor();
    await axe(v.page, "API");
    await shot(v.page, "api-docs");
    await v.close();
  });

  test("when the server goes away the page says so, and comes back by itself", async () => {
    const own = await startGuild(5);
    const v = await own.open("/");
    await v.page.getByText("5 online").waitFor();
    const said = v.page
      .getByText(/Reconnecting|Offline/)
      .first()
      .waitFor();
    await own.site.restart();
    await said;
    await v.page.getByText("Live", { exact: true }).waitFor({ timeout: 30_000 });
    await v.close();
    await own.stop();
  });
});
