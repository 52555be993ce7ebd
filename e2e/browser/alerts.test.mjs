// Alerts: rules in sentences, their editor, a test that every tab hears of, the log, notifications; a phone; a reader.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { charactersOnline, startGuild } from "../guild.mjs";
import { axe, phone, shot, until } from "../page.mjs";

const plain = { name: "Elysa", password: "a good few words in a row" };

let guild;
let name;
let another;
before(async () => {
  guild = await startGuild(8);
  await guild.addUser(plain);
  const v = await guild.open("/alert-log");
  [name, another] = await until(async () => {
    const online = await charactersOnline(v.page, (p) => p.online);
    return online.length === 8 && online;
  }, "the guild to be online");
  await v.page.getByRole("heading", { name: "Rules" }).waitFor();
  await v.close();
});
after(() => guild?.stop());

const rule = (page, called) =>
  page.getByRole("region", { name: "Rules" }).getByRole("listitem").filter({ hasText: called });
const log = (page) => page.getByRole("region", { name: "Log" });
const entries = (page, text) => log(page).getByRole("listitem").filter({ hasText: text });

/** Opens a rule's menu and picks an entry of it. */
async function act(page, called, action) {
  await page.getByRole("button", { name: `Actions for ${called}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

/** Lets a character die, by a command as a user gives one. */
const die = (page, character) =>
  page.evaluate(
    (who) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`${location.origin.replace("http", "ws")}/ws/live`);
        socket.onopen = () => socket.send(JSON.stringify({ player_name: who, command: "/die", id: "1" }));
        socket.onmessage = ({ data }) => {
          const { type, state } = JSON.parse(data);
          if (type !== "command_status" || state === "queued") return;
          socket.close();
          state === "failed" ? reject(new Error(data)) : resolve();
        };
      }),
    character,
  );

describe("alerts", { concurrency: false }, () => {
  test("a rule is made, tried, muted and switched off; its sentence follows the editor", async () => {
    const v = await guild.open("/alert-log");
    const { page } = v;
    await rule(page, "Deaths").getByText("Tell us when anyone dies, those within 30 s together.").waitFor();
    await page.getByText("DISCORD_ACLOG_WEBHOOK is not set").waitFor();
    await page.getByRole("button", { name: "New rule…" }).click();
    const dialog = page.getByRole("dialog", { name: "New rule" });
    await dialog.getByRole("button", { name: "Add rule" }).click();
    await dialog.getByText("Is missing.").waitFor();
    await dialog.getByLabel("Name", { exact: true }).fill("Idle mules");
    await dialog.getByLabel("Character").fill("Mule*");
    await dialog.getByLabel("Then silent for").selectOption({ label: "1 h" });
    await dialog.getByLabel("One message for all within").selectOption({ label: "each its own" });
    await dialog.getByLabel("Quiet from").fill("22:00");
    await dialog.getByLabel("Quiet until").fill("07:00");
    await dialog.getByLabel("Time zone").fill("Mars/Olympus");
    await dialog.getByRole("button", { name: "Add rule" }).click();
    await dialog.getByText("is no time zone that is known here").waitFor();
    await dialog.getByLabel("Time zone").fill("Europe/Stockholm");
    const said =
      "Tell us when anyone called Mule* is idle for 5 min, at most once an hour each, silent 22:00–07:00 Europe/Stockholm.";
    await dialog.getByText(said).waitFor();
    await axe(page, "the editor of a rule");
    await shot(page, "alerts-editor");
    await dialog.getByRole("button", { name: "Add rule" }).click();
    await rule(page, "Idle mules").getByText(said).waitFor();

    await act(page, "Idle mules", "Fire a test");
    await entries(page, "A test by Asheron: nothing happened.").waitFor();
    await act(page, "Idle mules", "Mute for 8 h");
    await rule(page, "Idle mules").getByText("Muted").waitFor();
    await act(page, "Idle mules", "Unmute");
    await act(page, "Idle mules", "Switch off");
    await rule(page, "Idle mules").getByText("Off", { exact: true }).waitFor();
    await act(page, "Idle mules", "Remove…");
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await rule(page, "Idle mules").waitFor({ state: "detached" });
    await v.close();
  });

  test("a death comes into the log as it happens, and every other tab says so until somebody looks", async () => {
    const v = await guild.open("/alert-log");
    const other = await guild.open("/players");
    await other.page.getByRole("heading", { name: "Players", level: 1 }).waitFor();
    await other.page
      .getByText(/^Live$/)
      .first()
      .waitFor();
    await until(
      () => other.page.evaluate(() => document.title.startsWith("Players")),
      "the page's own title",
    );
    await die(v.page, name);
    await entries(v.page, "death").filter({ hasText: name }).first().waitFor();
    await until(async () => /^\(1\) Players/.test(await other.page.title()), "the count before the title");
    const icon = () => other.page.locator('link[rel="icon"]').getAttribute("href");
    assert.match(await icon(), /^data:image\/svg/);
    await axe(v.page, "alerts");
    await shot(v.page, "alerts");

    await entries(v.page, name)
      .getByRole("button", { name: /Take note/ })
      .first()
      .click();
    await entries(v.page, "noted by Asheron").first().waitFor();
    await until(async () => (await other.page.title()).startsWith("Players"), "the count to go");
    assert.equal(await icon(), "/favicon.svg");
    await v.page.getByRole("combobox", { name: "Kind" }).selectOption("rare");
    await v.page.getByText("No alert is like that").waitFor();
    assert.equal(new URL(v.page.url()).searchParams.get("kind"), "rare");
    await v.page.getByRole("button", { name: "Show all" }).click();
    await entries(v.page, name).first().getByRole("link", { name }).click();
    await v.page.waitForURL(/\/players\//);
    await other.close();
    await v.close();
  });

  test("the browser notifies of what one chose, asked for by a click alone", async () => {
    const v = await guild.open("/account");
    await v.page.addInitScript(() => {
      globalThis.shown = [];
      class Shown {
        static permission = "default";
        static asked = 0;
        static async requestPermission() {
          Shown.asked += 1;
          Shown.permission = "granted";
          return "granted";
        }
        constructor(title, options) {
          globalThis.shown.push({ title, ...options });
        }
        close() {}
      }
      globalThis.Notification = Shown;
    });
    await v.page.goto(`${guild.site.url}/alert-log`);
    const ask = v.page.getByRole("button", { name: "Notify me…" });
    await ask.waitFor();
    assert.equal(await v.page.evaluate(() => Notification.asked), 0);
    await ask.click();
    const death = v.page.getByRole("checkbox", { name: "Death" });
    await until(async () => (await death.count()) === 1 && (await death.isChecked()), "the usual kinds");
    await v.page.getByRole("checkbox", { name: "Rare" }).check();
    await die(v.page, another);
    const [first] = await until(async () => {
      const shown = await v.page.evaluate(() => globalThis.shown);
      return shown.length > 0 && shown;
    }, "a notification");
    assert.match(first.title, new RegExp(`${another} · Death`));
    await v.close();
  });

  test("on a phone in the light, and for somebody who may only read", async () => {
    const v = await guild.open("/alert-log", { as: plain.name, viewport: phone, colorScheme: "light" });
    await entries(v.page, name).first().waitFor();
    assert.equal(await v.page.getByRole("button", { name: /Actions for|Take note|New rule/ }).count(), 0);
    const wide = await v.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, "nothing is wider than the phone");
    await axe(v.page, "alerts on a phone, light");
    await shot(v.page, "alerts-phone");
    await v.close();
  });
});
