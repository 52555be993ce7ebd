// The light page that needs no build: who is where, a list and the chat; and what makes the site an app of its own.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { charactersOnline, fetched, startGuild } from "../guild.mjs";
import { axe, ink, phone, shot, until } from "../page.mjs";

let guild;
before(async () => {
  guild = await startGuild(12);
});
after(() => guild?.stop());

describe("classic", { concurrency: false }, () => {
  test("shows everybody in the list and on the map, and what is said", async () => {
    const v = await guild.open("/classic");
    const { page } = v;
    await page.getByText("12 characters are online.").waitFor();
    const names = await page.locator("#players th").allInnerTexts();
    assert.deepEqual(names, (await charactersOnline(page)).toSorted());
    await until(async () => (await ink(page.locator("#map"))) > 20_000, "the map");
    await page.getByRole("button", { name: names[0] }).focus();
    await page.keyboard.press("Enter");
    await page.locator(`button[aria-pressed="true"]`).getByText(names[0]).waitFor();
    await page.locator("#chat p").first().waitFor({ timeout: 30_000 });
    await axe(page, "classic");
    await shot(page, "classic");
    await v.close();
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`on a phone, ${colorScheme}`, async () => {
      const v = await guild.open("/classic", { viewport: phone, colorScheme });
      await v.page.locator("#players th").first().waitFor();
      const wide = await v.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} px wider than the phone`);
      await axe(v.page, `classic on a phone, ${colorScheme}`);
      await shot(v.page, `classic-phone-${colorScheme}`);
      await v.close();
    });
  }

  test("the site can be installed: a manifest whose icons are there in the sizes it says", async () => {
    const v = await guild.open("/players");
    const href = await v.page.locator('link[rel="manifest"]').getAttribute("href");
    const { icons } = await fetched(v.page, href);
    for (const { src, sizes, type } of icons.filter((icon) => icon.sizes !== "any")) {
      const side = await v.page.evaluate(async (url) => {
        const picture = new Image();
        picture.src = url;
        await picture.decode();
        return picture.naturalWidth;
      }, src);
      assert.equal(`${side}x${side} ${type}`, `${sizes} image/png`);
    }
    await v.close();
  });
});
