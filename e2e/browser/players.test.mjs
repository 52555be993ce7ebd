// The players table: columns, an order that holds under the pointer, a file for spreadsheets, one command to several.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { fetched, startGuild } from "../guild.mjs";
import { axe, shot, until } from "../page.mjs";

let guild;
before(async () => {
  guild = await startGuild(24);
});
after(() => guild?.stop());

const param = (page, name) => new URL(page.url()).searchParams.get(name);
const rows = (page) => page.locator("tr[data-player]");
const names = (page) => rows(page).evaluateAll((all) => all.map((row) => row.dataset.player));
const heading = (page, name) => page.getByRole("columnheader", { name, exact: true });

async function openTable(path = "/players") {
  const v = await guild.open(path);
  await rows(v.page).nth(5).waitFor();
  return v;
}

describe("players", { concurrency: false }, () => {
  test("columns are chosen, stand in the address, and go back to those of before", async () => {
    const v = await openTable();
    const { page } = v;
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "Level" }).check();
    await page.getByRole("checkbox", { name: "Latency" }).uncheck();
    await heading(page, "Level").waitFor();
    await heading(page, "Latency").waitFor({ state: "detached" });
    await axe(page, "players with the menu of columns");
    await shot(page, "players-columns");
    const chosen = param(page, "cols");
    assert.match(chosen, /level/);
    assert.doesNotMatch(chosen, /latency/);

    const other = await openTable(`/players?cols=${chosen}`);
    await heading(other.page, "Level").waitFor();
    assert.equal(await heading(other.page, "Latency").count(), 0);
    await other.close();

    await page.getByRole("button", { name: "As at first" }).click();
    await heading(page, "Latency").waitFor();
    await until(() => param(page, "cols") === null, "the address without columns");
    await v.close();
  });

  test("the order holds while the pointer is on a row, and is renewed when it leaves", async () => {
    const v = await openTable("/players?sort=-latency&cols=latency,kph");
    const { page } = v;
    await rows(page).nth(3).hover();
    await page.getByText("Order held while you point at a row").waitFor();
    const held = await names(page);
    await page.getByText(/\d+ updates? waiting/).waitFor();
    assert.deepEqual(await names(page), held, "nobody moves under the pointer");
    await shot(page, "players-held");
    await page.getByRole("heading", { name: "Players", level: 1 }).hover();
    await until(async () => (await names(page)).join() !== held.join(), "the order to be renewed");
    await v.close();
  });

  test("the file for spreadsheets holds the rows and columns that are shown", async () => {
    const v = await openTable("/players?sort=name&cols=level,where,kills,vitals");
    const { page } = v;
    await until(async () => {
      const texts = await rows(page).allInnerTexts();
      return texts.length === 24 && texts.every((text) => !text.includes("–"));
    }, "everything to be known of everybody");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "CSV" }).click(),
    ]);
    assert.match(download.suggestedFilename(), /^players-\d{4}-\d\d-\d\dT\d{4}\.csv$/);
    const text = await readFile(await download.path(), "utf8");
    const [head, ...lines] = text.trimEnd().split("\r\n");
    assert.equal(
      head,
      "Name,Level,Place,Coordinates,Kills,Health,Health max,Stamina,Stamina max,Mana,Mana max",
    );
    assert.deepEqual(
      lines.map((line) => line.split(",")[0]),
      await names(page),
      "the same players in the same order",
    );
    assert.equal(lines.length, 24);
    for (const line of lines) assert.match(line, /^[^,]+,\d+,[^,]*,[\d.]+[NS] [\d.]+[EW],\d+(,\d+){6}$/);
    await v.close();
  });

  test("one command goes to those who are ticked, after they were named", async () => {
    const v = await openTable("/players?sort=name");
    const { page } = v;
    const chosen = (await names(page)).slice(0, 3);
    for (const name of chosen)
      await page.getByRole("checkbox", { name: `Select ${name}`, exact: true }).check();
    const bar = page.getByRole("region", { name: "Selected players" });
    await bar.getByText("3 selected").waitFor();
    await shot(page, "players-selected");
    await bar.getByRole("button", { name: "Command…" }).click();
    const dialog = page.getByRole("dialog", { name: "Command 3 characters" });
    await dialog.getByText(chosen.join(", ")).waitFor();
    await dialog.getByRole("textbox", { name: "Command" }).fill("/say to the mansion");
    await axe(page, "players with a command for several");
    await shot(page, "players-command");
    await dialog.getByRole("button", { name: "Send to all 3" }).click();
    await page.getByText("Sent to 3 characters.").waitFor();
    for (const name of chosen) {
      const path = `/chat/${encodeURIComponent(name)}?limit=200`;
      await until(async () => {
        const { lines } = await fetched(page, path);
        return lines.some(({ text }) => text.includes("Command received: /say to the mansion"));
      }, `${name} to answer`);
    }
    const other = await fetched(page, `/chat/${encodeURIComponent((await names(page))[3])}?limit=200`);
    assert.ok(!other.lines.some(({ text }) => text.includes("to the mansion")), "nobody else was told");
    await v.close();
  });
});
