// Charts of many characters: ranges in the address, zoom by mouse and by keyboard, one line for all or one for each.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { charactersOnline, startGuild } from "../guild.mjs";
import { axe, ink, phone, shot, until } from "../page.mjs";

let guild;
before(async () => {
  guild = await startGuild(12, { past: 3600 });
});
after(() => guild?.stop());

const param = (page, name) => new URL(page.url()).searchParams.get(name);
const chart = (page) => page.getByRole("group", { name: /^Kills \/ h/ });
const plot = (page) => chart(page).locator("canvas").first();

async function openCharts(path = "/charts?range=1h", options) {
  const v = await guild.open(path, options);
  await plot(v.page).waitFor();
  await until(async () => (await ink(plot(v.page))) > 500, "lines");
  return v;
}

describe("charts", { concurrency: false }, () => {
  test("a stretch is zoomed into by mouse, shared by its address, and left again", async () => {
    const v = await openCharts();
    const { page } = v;
    await axe(page, "charts");
    await shot(page, "charts");
    const box = await plot(page).boundingBox();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + 60, { steps: 5 });
    await page.mouse.up();
    await until(() => param(page, "range")?.includes(","), "the stretch in the address");
    const [from, to] = param(page, "range").split(",").map(Date.parse);
    assert.ok(to > from && to - from < 0.6 * 3600_000, "about a third of an hour");
    await page.getByRole("button", { name: "Reset" }).click();
    await until(() => param(page, "range") === null, "the first range");
    await v.close();
  });

  test("by keyboard: crosshair, zoom between two marks, panels, each character for itself", async () => {
    const v = await openCharts();
    const { page } = v;
    await chart(page).focus();
    await page.keyboard.press("End");
    await page.keyboard.press("z");
    await page.keyboard.press("Home");
    await page.keyboard.press("z");
    await until(() => param(page, "range")?.includes(","), "the stretch in the address");

    await page.getByRole("checkbox", { name: "Processor" }).focus();
    await page.keyboard.press("Space");
    await until(() => param(page, "panels")?.includes("cpu_pct"), "the panel in the address");
    await page.getByRole("radio", { name: "Together" }).focus();
    await page.keyboard.press("ArrowRight");
    await until(() => param(page, "how") === "each", "each for itself");
    const [name, other] = (await charactersOnline(page)).toSorted();
    await page.getByRole("button", { name: "Busiest now" }).click();
    await page.getByRole("checkbox", { name, exact: true }).check();
    await page.getByRole("checkbox", { name: other, exact: true }).check();
    await until(() => param(page, "chars") === `${name},${other}`, "the two in the address");
    await page.keyboard.press("Escape");
    await until(async () => (await chart(page).innerText()).includes(other), "a line for each");
    await shot(page, "charts-each");
    await v.close();
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`on a phone, ${colorScheme}`, async () => {
      const v = await openCharts("/charts", { viewport: phone, colorScheme });
      const wide = await v.page.evaluate(() => document.querySelector("#main").scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} px wider than the phone`);
      await axe(v.page, `charts on a phone, ${colorScheme}`);
      await shot(v.page, `charts-phone-${colorScheme}`);
      await v.close();
    });
  }
});
