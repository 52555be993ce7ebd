// The guild's board: a matter is written, moved by mouse and by keyboard, answered, found and taken off again.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fetched, startGuild } from "../guild.mjs";
import { axe, phone, shot, until } from "../page.mjs";

const reader = { name: "Dace", password: "the swamps are warm tonight" };

let guild;
before(async () => {
  guild = await startGuild(0);
  await guild.addUser(reader);
});
after(() => guild?.stop());

const column = (page, name) => page.getByRole("region", { name, exact: true });

async function add(page, title, about, body) {
  await page.getByRole("button", { name: "New" }).click();
  const dialog = page.getByRole("dialog", { name: "A new matter" });
  await dialog.getByRole("textbox", { name: "Title" }).fill(title);
  await dialog.getByRole("textbox", { name: "About" }).fill(about);
  await dialog.getByRole("textbox", { name: "What it is" }).fill(body);
  await dialog.getByRole("button", { name: "Put on the board" }).click();
  await column(page, "Open").getByRole("link", { name: title }).waitFor();
}

describe("board", { concurrency: false }, () => {
  test("a matter is dragged, moved by keyboard and by its menu, and stands in the flat file", async () => {
    const v = await guild.open("/board");
    const { page } = v;
    await page.getByText("Nothing is on the board").waitFor();
    await add(page, "The map forgets its layers", "map", "After a while the portals are gone.");
    await add(page, "Mules stand idle", "alerts", "Tell somebody.");
    await add(page, "A darker theme", "looks", "");
    const card = page.locator("li[data-issue]").filter({ hasText: "The map forgets its layers" });
    await card.dragTo(column(page, "In progress"));
    await column(page, "In progress").getByRole("link", { name: "The map forgets its layers" }).waitFor();

    await page.getByRole("link", { name: "Mules stand idle" }).focus();
    await page.keyboard.press("Shift+ArrowRight");
    await column(page, "In progress").getByRole("link", { name: "Mules stand idle" }).waitFor();
    await page.getByRole("button", { name: "Move “A darker theme”" }).click();
    await page.getByRole("menuitem", { name: "To declined" }).click();
    await column(page, "Declined").getByRole("link", { name: "A darker theme" }).waitFor();
    await until(async () => {
      const file = await fetched(page, "/static/openissues.json");
      return (
        file
          ?.map(({ title, status }) => `${title}: ${status}`)
          .toSorted()
          .join("; ") ===
        "A darker theme: declined; Mules stand idle: in_progress; The map forgets its layers: in_progress"
      );
    }, "the flat file");
    await axe(page, "board");
    await shot(page, "board");

    await page.getByRole("textbox", { name: "Find a matter" }).fill("mules");
    await until(async () => (await page.locator("li[data-issue]").count()) === 1, "one found");
    await page.getByRole("textbox", { name: "Find a matter" }).fill("");
    await page.getByText("List", { exact: true }).click();
    await page.getByRole("table", { name: "Matters on the board" }).waitFor();
    await shot(page, "board-list");
    await v.close();
  });

  test("another user answers it, and may not change it; its author takes it off", async () => {
    const other = await guild.open("/board", { as: reader.name });
    const link = other.page.getByRole("link", { name: "The map forgets its layers" });
    await link.focus();
    await other.page.keyboard.press("Shift+ArrowRight");
    await link.click();
    await other.page.getByRole("heading", { name: "The map forgets its layers" }).waitFor();
    assert.equal(await other.page.getByRole("button", { name: "Change" }).count(), 0);
    await other.page.getByRole("textbox", { name: "Your comment" }).fill("In which browser?");
    await other.page.getByRole("button", { name: "Comment" }).click();
    await other.page.getByText("In which browser?").waitFor();
    await axe(other.page, "a matter of the board");
    await other.close();

    const v = await guild.open("/board");
    await column(v.page, "In progress").getByRole("link", { name: "The map forgets its layers" }).click();
    await v.page.getByText("In which browser?").waitFor();
    await shot(v.page, "board-issue");
    await v.page.getByRole("button", { name: "Remove" }).click();
    await v.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await column(v.page, "In progress").getByRole("link", { name: "Mules stand idle" }).waitFor();
    assert.equal(await v.page.getByRole("link", { name: "The map forgets its layers" }).count(), 0);
    await v.close();
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`on a phone, ${colorScheme}`, async () => {
      const v = await guild.open("/board", { viewport: phone, colorScheme });
      await column(v.page, "In progress").getByRole("link").first().waitFor();
      const wide = await v.page.evaluate(() => document.querySelector("#main").scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} px wider than the phone`);
      await axe(v.page, `board on a phone, ${colorScheme}`);
      await shot(v.page, `board-phone-${colorScheme}`);
      await v.close();
    });
  }
});
