// Chat: windows over every page, the chat page, the sheet on a phone, and who may read a tell.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { charactersOnline, fetched, pageOf, startGuild } from "../guild.mjs";
import { axe, phone, shot, until } from "../page.mjs";

const plain = { name: "Elysa", password: "a good few words in a row" };

let guild;
let name;
before(async () => {
  guild = await startGuild(12);
  await guild.addUser(plain);
  const v = await guild.open("/players");
  [name] = await until(async () => {
    const online = await charactersOnline(v.page, (p) => p.online);
    return online.length === 12 && online;
  }, "the guild to be online");
  await v.close();
});
after(() => guild?.stop());

const param = (page, key) => new URL(page.url()).searchParams.get(key);
const chatWindow = (page) => page.getByRole("dialog", { name: `${name} Chat` });

/** Gives a command in a window or on a page, and waits until the plugin has answered it. */
async function command(where, text) {
  const line = where.getByRole("textbox", { name: `Command for ${name}` });
  await line.fill(text);
  await line.press("Enter");
}

describe("chat", { concurrency: false }, () => {
  test("a window opened from the map stays on other pages, takes commands and is closed by Escape", async () => {
    const v = await guild.open(`/?sel=${encodeURIComponent(name)}`);
    const { page } = v;
    await page.getByRole("region", { name, exact: true }).getByRole("button", { name: "Command" }).click();
    await chatWindow(page).waitFor();
    await page.getByRole("navigation").getByRole("link", { name: "Players" }).first().click();
    await page.getByRole("heading", { name: "Players", level: 1 }).waitFor();
    assert.equal(param(page, "win"), `chat:${name}`);
    await command(chatWindow(page), "/f pull the north camp");
    const log = chatWindow(page).getByRole("log", { name: `Commands and chat of ${name}` });
    await log.getByText("Command received: /f pull the north camp").waitFor();
    await axe(page, "players with a chat window");
    await shot(page, "chat-window");
    await chatWindow(page).getByRole("radiogroup").getByText("Fellowship").click();
    await log.getByText("pull the north camp").first().waitFor();
    await page.keyboard.press("Escape");
    await chatWindow(page).waitFor({ state: "detached" });
    assert.equal(param(page, "win"), null);
    await v.close();
  });

  test("the chat page is narrowed by its address, and an answer is given from it", async () => {
    const v = await guild.open("/chat");
    const { page } = v;
    const log = page.getByRole("log", { name: "Chat of all characters" });
    await log.getByRole("listitem").nth(5).waitFor();
    await axe(page, "chat");
    await shot(page, "chat");

    await page.getByRole("checkbox", { name: "Fellowship" }).check({ force: true });
    await page.getByRole("checkbox", { name: "Commands" }).check({ force: true });
    await page.getByRole("combobox", { name: "Show a character's chat" }).selectOption(name);
    await page.getByRole("searchbox", { name: "Search the chat" }).fill("vault");
    await until(
      () =>
        param(page, "ch") === "fellowship,commands" &&
        param(page, "who") === name &&
        param(page, "q") === "vault",
      "the filters in the address",
    );
    assert.equal(await page.getByRole("combobox", { name: "Who speaks" }).inputValue(), name);
    await command(page, "/f meet at the vault");
    await until(async () => (await log.getByRole("listitem").count()) === 2, "the command and what was said");

    const other = await guild.open(new URL(page.url()).pathname + new URL(page.url()).search, {
      colorScheme: "light",
    });
    await other.page.getByRole("checkbox", { name: "Fellowship", checked: true }).waitFor();
    const lines = other.page.getByRole("log").getByRole("listitem");
    await lines.filter({ hasText: "meet at the vault" }).first().waitFor();
    for (const text of await lines.allInnerTexts()) assert.match(text, /vault/);
    await axe(other.page, "chat, narrowed, light");
    await other.page.goto(`${guild.site.url}/chat`);
    await lines.nth(5).waitFor();
    await axe(other.page, "chat, light");
    await shot(other.page, "chat-light");
    await other.close();
    await v.close();
  });

  test("on a phone the window is a sheet", async () => {
    const v = await guild.open(pageOf(name), { viewport: phone });
    const { page } = v;
    await page.getByRole("button", { name: "Chat", exact: true }).click();
    await chatWindow(page).getByRole("log").getByRole("listitem").first().waitFor();
    const box = await chatWindow(page).boundingBox();
    assert.ok(box.width >= phone.width && box.height >= phone.height * 0.9, "it takes the whole screen");
    await axe(page, "chat sheet, phone");
    await shot(page, "chat-sheet-phone");
    await page.getByRole("button", { name: `Close ${name}` }).click();
    await chatWindow(page).waitFor({ state: "detached" });
    await page.goto(`${guild.site.url}/chat`);
    await page.getByRole("log").getByRole("listitem").nth(3).waitFor();
    await axe(page, "chat, phone");
    await shot(page, "chat-phone");
    await v.close();
  });

  test("a tell is read by an admin, not by a user without leave", async () => {
    const who = `/chat?who=${encodeURIComponent(name)}`;
    const [chief, guest] = [await guild.open(who), await guild.open(who, { as: plain.name })];
    const answers = (page) => page.getByRole("log").getByText("Command received: /t Brisk, the gate is open");
    const tell = (page) =>
      page.getByRole("log").locator('[data-channel="Tell to"]', { hasText: "the gate is open" });
    await guest.page.getByRole("log").getByRole("listitem").first().waitFor();
    await command(chief.page, "/t Brisk, the gate is open");
    await tell(chief.page).waitFor();
    // What the character said after the tell has come, and the tell has not.
    await answers(guest.page).waitFor();
    assert.equal(await tell(guest.page).count(), 0);
    const stored = async (page) => {
      const { lines } = await fetched(page, `/chat/${encodeURIComponent(name)}?limit=200`);
      return lines.filter(({ text }) => text.startsWith("You tell Brisk")).length;
    };
    assert.equal(await stored(chief.page), 1);
    assert.equal(await stored(guest.page), 0);
    await guest.page.reload();
    await answers(guest.page).waitFor();
    assert.equal(await tell(guest.page).count(), 0);
    await chief.close();
    await guest.close();
  });
});
