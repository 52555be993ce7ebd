// Who owns what: an admin says who may command a character, hides it, gives it another name, forgets it, reads the log.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fetched, startGuild } from "../guild.mjs";
import { axe, phone, shot, until } from "../page.mjs";

const reader = { name: "Elysa", password: "arrows from Holtburg keep" };

let guild;
before(async () => {
  guild = await startGuild(6, { past: 60 });
  await guild.addUser(reader);
});
after(() => guild?.stop());

describe("owners", { concurrency: false }, () => {
  test("characters, their users and their commands", async () => {
    const v = await guild.open("/players");
    const { page } = v;
    const { characters } = await until(async () => {
      const known = await fetched(page, "/characters");
      return known?.characters.length === 6 && known;
    }, "everybody to be known");
    const [{ name }, { name: other }] = characters;
    await page.goto(`${guild.site.url}/admin/owners`);
    const row = (of) => page.getByRole("table", { name: "Characters" }).getByRole("row", { name: of });
    await row(name).waitFor();

    await row(name)
      .getByRole("button", { name: `Actions for ${name}` })
      .click();
    await page.getByRole("menuitem", { name: "Who may use it…" }).click();
    const dialog = page.getByRole("dialog", { name: `Who may use ${name}` });
    await dialog.getByRole("checkbox", { name: `${reader.name} may command ${name}` }).click();
    await row(name).getByText("no commands").waitFor({ state: "attached" });
    await axe(page, "who may use a character");
    await shot(page, "owners-access");
    await dialog.getByRole("button", { name: "Done" }).click();

    const his = await guild.open("/players", { as: reader.name });
    await until(async () => {
      const seen = await fetched(his.page, "/characters");
      return seen.characters.find((one) => one.name === name).may_command === false;
    }, "the user not to command it");
    assert.equal(
      (await fetched(his.page, "/api-admin/characters")) === null,
      true,
      "he does not see the list",
    );
    await his.close();

    // By keyboard alone: hide the other one.
    await row(other)
      .getByRole("button", { name: `Actions for ${other}` })
      .focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Hide from lists" }).press("Enter");
    await page.getByText(`${other} is hidden from lists.`).waitFor();
    await row(other).getByText("hidden", { exact: true }).waitFor();
    await axe(page, "who owns what");
    await shot(page, "owners");

    // One that plays is not forgotten; one that is offline is.
    const forget = async () => {
      await row(name)
        .getByRole("button", { name: `Actions for ${name}` })
        .click();
      await page.getByRole("menuitem", { name: "Forget…" }).click();
      await page.getByRole("textbox", { name: `Type ${name} to confirm` }).fill(name);
      await page.getByRole("button", { name: "Forget it" }).click();
    };
    await forget();
    await page.getByText("Its plugin is connected. End that first.").waitFor();
    await guild.site.restart({ demo: 0 });
    await page.reload();
    await forget();
    await page.getByText("Forgotten, with all that was stored.").waitFor();
    await row(name).waitFor({ state: "detached" });

    await row(other)
      .getByRole("button", { name: `Actions for ${other}` })
      .click();
    await page.getByRole("menuitem", { name: "Rename…" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Renamed One");
    await page.keyboard.press("Enter");
    await row("Renamed One").waitFor();

    await page.getByText("Command log").click();
    await page.getByRole("heading", { name: "No command is here" }).waitFor();
    await v.close();

    const small = await guild.open("/admin/owners", { viewport: phone, colorScheme: "light" });
    await small.page.getByRole("table", { name: "Characters" }).waitFor();
    await axe(small.page, "who owns what, light phone");
    await shot(small.page, "owners-phone-light");
    const wide = await small.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, "the page fits the phone");
    await small.close();
  });
});
