// The suit builder: a search that streams, orders for slots and owners, one-click relaxations, the fetch list, a run that is
// shared by its address; and the page of it that needs no build.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fetched, startGuild } from "../guild.mjs";
import { axe, phone, shot, until } from "../page.mjs";

let guild;
let wearer;
let others;
before(async () => {
  guild = await startGuild(24);
  const v = await guild.open("/suits");
  // Inventories come with the plugins' first messages, and are stored a moment later.
  const { characters } = await until(async () => {
    const answer = await fetched(v.page, "/suitbuilder/characters");
    return answer?.characters.filter(({ items }) => items > 0).length === 24 && answer;
  }, "24 inventories");
  [wearer, ...others] = characters.sort((a, b) => (b.level ?? 0) - (a.level ?? 0)).map(({ name }) => name);
  await v.close();
});
after(() => guild?.stop());

const part = (page, name) => page.getByRole("region", { name, exact: true });
const suitRows = (page) =>
  part(page, "Suits")
    .getByRole("row")
    .filter({ hasText: /\d+ \/ \d+/ });
const runOf = (page) => new URL(page.url()).pathname.split("/")[2];

async function openBuilder(path = "/suits", options = {}) {
  const v = await guild.open(path, options);
  await v.page.getByRole("heading", { name: /^Suit/, level: 1 }).waitFor();
  return v;
}

/** Searches, and waits until the run is over and proven. */
async function searched(page) {
  const before = runOf(page);
  await part(page, "Goals")
    .getByRole("button", { name: /^Search/ })
    .click();
  await until(() => runOf(page) !== undefined && runOf(page) !== before, "the run's address");
  await proven(page);
}

async function proven(page) {
  await page.getByText("Best suit proven").waitFor();
  await page.getByRole("button", { name: "Stop", exact: true }).waitFor({ state: "detached" });
}

/** A search for a melee suit, proven. */
async function meleeSuit(page) {
  await page.getByLabel("Wearer").selectOption(wearer);
  await part(page, "Goals").getByRole("button", { name: "Melee", exact: true }).click();
  await searched(page);
}

const answerOf = async (page) => (await fetched(page, `/suitbuilder/search/${runOf(page)}`)).answer;

describe("suits", { concurrency: false }, () => {
  test("a search streams its suits, proves the best, and its address shows it again with what was asked", async () => {
    const v = await openBuilder();
    const { page } = v;
    await page.getByText("The best suit of everything the guild owns").waitFor();
    await until(
      async () => /\d/.test(await part(page, "Slots").locator('[data-slot="chest"]').innerText()),
      "the number of candidates",
    );
    await axe(page, "suits before a search");
    await shot(page, "suits-first");
    const events = page.waitForRequest((request) => request.headers().accept === "text/event-stream");
    await meleeSuit(page);
    await events;
    await page.getByRole("heading", { name: `Suit for ${wearer}` }).waitFor();
    const answer = await answerOf(page);
    assert.equal(await suitRows(page).count(), answer.suits.length);
    assert.equal(await part(page, "Suit 1").locator("li[data-piece]").count(), answer.suits[0].items.length);
    await axe(page, "a suit");
    await shot(page, "suits");

    const asked = [await suitRows(page).allInnerTexts(), runOf(page)];
    await page.reload();
    await proven(page);
    assert.deepEqual([await suitRows(page).allInnerTexts(), runOf(page)], asked);
    assert.equal(await page.getByLabel("Wearer").inputValue(), wearer);
    assert.ok(
      (await part(page, "Goals")
        .getByRole("button", { name: /, met$/ })
        .count()) > 0,
    );

    // Other suits, and what would change against what is worn.
    await suitRows(page).nth(1).click();
    await part(page, "Suit 2").waitFor();
    await suitRows(page).nth(0).click();
    await part(page, "Suit 1").getByText("Against worn").click();
    await part(page, "Suit 1")
      .getByText(/^Armour/)
      .waitFor();
    await shot(page, "suits-worn");
    await v.close();
  });

  test("a locked piece stays, an excluded one and an owner who is out are not in the next suit", async () => {
    const v = await openBuilder();
    const { page } = v;
    await meleeSuit(page);
    const first = (await answerOf(page)).suits[0];

    await part(page, "Slots")
      .getByRole("button", { name: /^Head / })
      .click();
    const dialog = page.getByRole("dialog", { name: "Head" });
    const candidates = dialog.getByRole("list", { name: "Candidates for head" }).getByRole("listitem");
    await candidates.nth(1).waitFor();
    await axe(page, "candidates");
    await shot(page, "suits-candidates");
    const chosen = await candidates.nth(1).locator("b").innerText();
    await candidates
      .nth(1)
      .getByRole("button", { name: /^Lock / })
      .click();
    assert.match(await part(page, "Slots").locator('[data-slot="head"]').innerText(), new RegExp(chosen));

    const shirt = first.items.find(({ slot }) => slot === "shirt") ?? first.items.at(-1);
    await page.locator(`li[data-piece="${shirt.slot}"] > button`).click();
    await shot(page, "suits-piece");
    await page.getByRole("button", { name: "Exclude", exact: true }).click();
    await page.locator(`[data-slot="${shirt.slot}"]`).getByText("excluded").waitFor({ state: "attached" });

    const owner = first.items.map((piece) => piece.owner).find((name) => name !== wearer);
    await part(page, "Slots")
      .getByRole("button", { name: /^24 of 24/ })
      .click();
    await page
      .getByRole("dialog", { name: "Characters" })
      .getByRole("checkbox", { name: new RegExp(`^${owner}\\b`) })
      .uncheck();
    await axe(page, "owners");
    await shot(page, "suits-owners");
    await page.keyboard.press("Escape");
    await part(page, "Slots").getByText("23 of 24").waitFor();

    await searched(page);
    const { suits } = await answerOf(page);
    assert.equal(suits[0].items.find(({ slots }) => slots.includes("head")).name, chosen);
    for (const suit of suits) {
      assert.ok(!suit.items.some(({ id }) => id === shirt.id), "the excluded piece is out");
    }
    const locked = suits[0].items.find(({ slots }) => slots.includes("head"));
    assert.ok(
      !suits[0].items.some((piece) => piece.owner === owner && piece.id !== locked.id),
      `${owner} is out`,
    );
    await v.close();
  });

  test("an unmet wish says why, and one click relaxes the rule and searches again", async () => {
    const v = await openBuilder();
    const { page } = v;
    await page.getByLabel("Wearer").selectOption(wearer);
    for (const preset of ["Melee", "All wards"]) {
      await page
        .getByRole("button", { name: /^(Add a|Choose) cantrip/ })
        .first()
        .click();
      await page.getByRole("dialog", { name: "Cantrips" }).getByRole("button", { name: preset }).click();
      if (preset === "All wards") await axe(page, "cantrips");
      if (preset === "All wards") await shot(page, "suits-cantrips");
      await page.getByRole("button", { name: "Done" }).click();
    }
    // Everybody's pieces but the wearer's are out.
    await part(page, "Slots")
      .getByRole("button", { name: /^24 of 24/ })
      .click();
    await page.getByRole("button", { name: "All out" }).click();
    await page.getByRole("checkbox", { name: new RegExp(`^${wearer}\\b`) }).check();
    await page.keyboard.press("Escape");
    await searched(page);
    const before = await answerOf(page);
    const unmet = part(page, "Wishes that are not met");
    const { relax, wish } = before.unmet.find((each) => each.relax.length > 0);
    await unmet.getByRole("heading", { name: `${wish} is missing` }).waitFor();
    await axe(page, "an unmet wish");
    await shot(page, "suits-unmet");
    const old = runOf(page);
    await unmet.getByRole("button", { name: relax[0].label }).first().click();
    await until(() => runOf(page) !== old, "the run after the relaxation");
    await proven(page);
    const after = await answerOf(page);
    assert.ok(!after.unmet.some((each) => each.wish === wish), `${wish} is met after “${relax[0].label}”`);
    await v.close();
  });

  test("the fetch list is copied as text and as commands, and ticked off for good", async () => {
    const v = await openBuilder();
    const { page } = v;
    await v.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await meleeSuit(page);
    const { suits, fetch } = await answerOf(page);
    const list = part(page, "Fetch list");
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await list.getByRole("button", { name: "Copy the list as text" }).click();
    const text = await until(clipboard, "the text in the clipboard");
    assert.match(text, new RegExp(`^Suit for ${wearer}: ${suits[0].covered} of ${suits[0].wanted} wishes`));
    for (const { owner, items } of fetch) {
      assert.ok(text.includes(owner), `${owner} is named`);
      for (const { name } of items) assert.ok(text.includes(`    ${name} (`), `${name} is listed`);
    }
    await list.getByRole("button", { name: "Copy as in-game commands" }).click();
    const commands = await until(async () => (await clipboard()) !== text && clipboard(), "the commands");
    const typed = commands.split("\n").filter((line) => line.startsWith("/"));
    assert.deepEqual(
      typed.sort(),
      fetch.flatMap((group) => group.commands).sort(),
      "the server says the same",
    );

    await list.getByRole("checkbox").first().check();
    await page.reload();
    await list.getByRole("checkbox").first().waitFor();
    assert.ok(await list.getByRole("checkbox").first().isChecked(), "the tick is remembered");
    await v.close();
  });

  test("goals are put in another order by the keyboard and by dragging, and the run keeps it", async () => {
    const v = await openBuilder();
    const { page } = v;
    const goals = part(page, "Goals");
    const handle = (name) => goals.getByRole("button", { name: new RegExp(`^${name}, \\d of 3`) });
    await handle("Ratings").focus();
    await page.keyboard.press("ArrowUp");
    await goals.getByText("Ratings: 2 of 3").waitFor({ state: "attached" });
    const box = await handle("Ratings").boundingBox();
    await page.mouse.move(box.x + 8, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 8, (await handle("Cantrips").boundingBox()).y, { steps: 12 });
    await page.mouse.up();
    await goals.getByText("Ratings: 1 of 3").waitFor({ state: "attached" });
    await goals.getByLabel("Add a rating").selectOption("crit_damage");
    await page.keyboard.press("Control+Enter");
    await until(() => runOf(page) !== undefined, "the run's address");
    await proven(page);
    const { request } = await fetched(page, `/suitbuilder/search/${runOf(page)}`);
    assert.deepEqual(request.order, ["ratings", "cantrips", "armor"]);
    assert.deepEqual(request.ratings, { crit_damage: 1 });
    await v.close();
  });

  test("rules that no suit keeps are named, with what would help; an unknown run says so", async () => {
    const v = await openBuilder();
    const { page } = v;
    // Ten pieces do not fit the nine slots of body armour.
    await page.getByLabel("First set", { exact: true }).selectOption({ index: 1 });
    await page.getByLabel("Second set", { exact: true }).selectOption({ index: 1 });
    await page.getByLabel("Second set, at least").selectOption("5");
    await part(page, "Goals")
      .getByRole("button", { name: /^Search/ })
      .click();
    await page.getByText("No suit keeps all the rules").waitFor();
    await axe(page, "no suit");
    await shot(page, "suits-none");
    await page.goto(`${guild.site.url}/suits/00000000-0000-4000-8000-000000000000`);
    await page.getByText("This run is not here").waitFor();
    await axe(page, "an unknown run");
    await v.close();
  });

  test("by day, and in steps on a phone", async () => {
    const v = await openBuilder("/suits", { colorScheme: "light" });
    await meleeSuit(v.page);
    await axe(v.page, "a suit by day");
    await shot(v.page, "suits-light");
    const path = new URL(v.page.url()).pathname;
    await v.close();

    const small = await openBuilder(path, { viewport: phone });
    const { page } = small;
    await proven(page);
    await axe(page, "a suit on a phone");
    await shot(page, "suits-phone");
    for (const step of ["Slots", "Goals"]) {
      await page.getByRole("radiogroup", { name: "Part of the suit builder" }).getByText(step).click();
      await part(page, step).waitFor();
      await axe(page, `${step} on a phone`);
      await shot(page, `suits-phone-${step.toLowerCase()}`);
    }
    const wide = await page.evaluate(() => document.querySelector("#main").scrollWidth > innerWidth);
    assert.ok(!wide, "nothing is wider than the phone");
    await small.close();
  });

  test("the page that needs no build searches, streams and lists what to fetch", async () => {
    const v = await guild.open("/suitbuilder.html");
    const { page } = v;
    await page.getByLabel("Strength").waitFor();
    await page.getByLabel("Wearer").selectOption(wearer);
    for (const name of ["Strength", "Endurance", "Coordination", "Invulnerability", "Acid Ward"]) {
      await page.getByRole("checkbox", { name: new RegExp(`^${name}`) }).check();
    }
    await page.getByText("Whose pieces:").click();
    await page.getByRole("checkbox", { name: others[0] }).uncheck();
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByText(/Proven best/).waitFor();
    await page.getByRole("heading", { name: "Fetch list" }).waitFor();
    await axe(page, "the plain suit builder");
    await shot(page, "suits-plain");
    const id = new URL(page.url()).searchParams.get("run");
    const { request, answer } = await fetched(page, `/inv/suitbuilder/search/${id}`);
    assert.deepEqual(request.without, [others[0]]);
    assert.equal(await page.locator("#suits tr").count(), answer.suits.length);
    const owners = await page.locator("#fetch label").allInnerTexts();
    assert.deepEqual(
      owners.map((text) => text.replace(/ \(.*/, "").trim()),
      answer.fetch.map(({ owner }) => owner),
    );
    await page.reload();
    await page.getByText(/Proven best/).waitFor();
    assert.ok(
      await page.getByRole("checkbox", { name: /^Acid Ward/ }).isChecked(),
      "the question is shown again",
    );
    await v.close();

    const small = await guild.open(`/suitbuilder.html?run=${id}`, { viewport: phone, colorScheme: "light" });
    await small.page.getByText(/Proven best/).waitFor();
    await axe(small.page, "the plain suit builder on a phone");
    await shot(small.page, "suits-plain-phone");
    await small.close();
  });
});
