// The live map: trails from the server, following, layers and the rest of its state in the address.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { charactersOnline, fetched, startGuild } from "../guild.mjs";
import { axe, ink, phone, shot, until } from "../page.mjs";

let guild;
before(async () => {
  guild = await startGuild(20, { past: 5_400 });
});
after(() => guild?.stop());

/** The canvas of trails, heat and portals: the one over the land. */
const overlay = (page) => page.getByRole("application").locator("canvas").nth(1);
const param = (page, name) => new URL(page.url()).searchParams.get(name);
const bar = (page) => page.getByRole("group", { name: "Layers of the map" });
const pressed = (page, name) => bar(page).getByRole("button", { name, pressed: true });
const menu = (page) => page.getByRole("dialog", { name: "Layers" });

/** Some characters under the sky, whom the map shows. */
const outdoors = (page) => charactersOnline(page, (p) => p.online && p.ew !== null && !p.indoors);

describe("map", { concurrency: false }, () => {
  test("a browser that comes later draws the trails of before, from the server", async () => {
    const first = await guild.open("/");
    const long = async () => {
      const answer = await fetched(first.page, "/trails?seconds=600");
      return answer.trails.filter((trail) => trail.points.length >= 4).length;
    };
    await until(async () => (await long()) >= 8, "the server to know some trails", 60_000);
    await first.close();

    const v = await guild.open("/login");
    // It hears of nobody's steps: whatever way it draws was there before it.
    await v.page.routeWebSocket(/.*/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => {
        if (!String(message).includes('"telemetry"')) socket.send(message);
      });
    });
    await v.page.goto(`${guild.site.url}/`);
    await until(async () => (await ink(overlay(v.page))) > 100, "trails on the map");
    await v.page.getByRole("button", { name: "Trails" }).click();
    await until(async () => (await ink(overlay(v.page))) === 0, "the trails to be gone");
    assert.equal(param(v.page, "layers"), "none");
    await v.close();
  });

  test("following ends with a pan, and is offered again", async () => {
    const v = await guild.open("/");
    const { page } = v;
    const [name] = await until(async () => {
      const names = await outdoors(page);
      return names.length > 0 && names;
    }, "a character outdoors");
    await page.goto(`${guild.site.url}/?sel=${encodeURIComponent(name)}&follow=1&z=20`);
    const card = page.getByRole("region", { name, exact: true });
    await card.getByRole("button", { name: "Following", pressed: true }).waitFor();

    const box = await page.getByRole("application").boundingBox();
    const [x, y] = [box.x + box.width * 0.3, box.y + box.height * 0.7];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 120, y - 90, { steps: 5 });
    await page.mouse.up();
    const resume = page.getByRole("button", { name: `Resume following ${name}` });
    await resume.waitFor();
    assert.equal(param(page, "follow"), null);
    await card.getByRole("button", { name: "Follow", pressed: false }).waitFor();
    await axe(page, "map after a pan");
    await shot(page, "map-resume");
    await resume.click();
    await card.getByRole("button", { name: "Following", pressed: true }).waitFor();
    assert.equal(param(page, "follow"), "1");
    await resume.waitFor({ state: "detached" });
    await v.close();
  });

  test("place, zoom, layers and selection are in the address, which shows another browser the same", async () => {
    const v = await guild.open("/");
    const { page } = v;
    const [name] = await until(async () => {
      const names = await outdoors(page);
      return names.length > 0 && names;
    }, "a character outdoors");
    await page.goto(`${guild.site.url}/?c=33.6,42.1&z=60`);
    for (const layer of ["Heat", "Portals"]) await bar(page).getByRole("button", { name: layer }).click();
    await bar(page).getByRole("button", { name: "Layers" }).click();
    await menu(page)
      .getByRole("checkbox", { name: /Landblock grid/ })
      .check();
    await page.keyboard.press("Escape");
    await menu(page).waitFor({ state: "detached" });
    await until(() => param(page, "layers") === "trails,heat,portals,grid", "the layers in the address");
    await page.getByRole("search").getByRole("textbox").fill(name);
    await until(() => param(page, "q") === name, "what was typed in the address");
    await page.locator(`[data-row="${name}"]`).click();
    await page.getByRole("region", { name, exact: true }).waitFor();
    const where = new URL(page.url());
    await shot(page, "map-layers");

    const other = await guild.open(`/${where.search}`, { colorScheme: "light" });
    await other.page.getByRole("region", { name, exact: true }).waitFor();
    for (const layer of ["Trails", "Heat", "Portals"]) await pressed(other.page, layer).waitFor();
    for (const key of ["c", "z", "sel", "q", "layers"])
      assert.equal(param(other.page, key), where.searchParams.get(key), key);
    await axe(other.page, "map from an address, light");
    await shot(other.page, "map-layers-light");
    await other.close();
    await v.close();
  });

  test("the layers' menu works by keyboard; heat is of one creature and of so many hours, by the address", async () => {
    const v = await guild.open("/?c=33.6,42.1&z=30");
    const { page } = v;
    await bar(page).getByRole("button", { name: "Layers" }).focus();
    await page.keyboard.press("Enter");
    const trails = menu(page).getByRole("checkbox", { name: /^Trails/ });
    await trails.waitFor();
    await until(
      () => trails.evaluate((box) => box === document.activeElement),
      "the first layer to have the focus",
    );
    await page.keyboard.press("Space");
    await until(() => param(page, "layers") === "none", "no trails");
    await until(async () => (await ink(overlay(page))) === 0, "an empty overlay");
    for (const layer of ["Explored land", "Rares", "Spawn heat"]) {
      await menu(page).getByRole("checkbox", { name: layer }).focus();
      await page.keyboard.press("Space");
    }
    await until(() => param(page, "layers") === "heat,rares,explored", "three layers in the address");
    await until(async () => (await ink(overlay(page))) > 1_000, "the layers on the map");
    const creature = menu(page).getByLabel("Creature", { exact: true });
    const mob = await until(
      () => creature.evaluate((select) => select.options[1]?.value),
      "creatures to choose from",
    );
    await creature.selectOption(mob);
    await until(() => param(page, "mob") === mob, "the creature in the address");
    const asked = page.waitForRequest((request) => /heatmap\?hours=12&mob=/.test(request.url()));
    await menu(page).getByRole("slider").focus();
    await page.keyboard.press("ArrowLeft");
    await asked;
    await until(() => param(page, "hours") === "12", "the hours in the address");
    await axe(page, "menu of layers");
    await shot(page, "map-layer-menu");
    await page.keyboard.press("Escape");
    await menu(page).waitFor({ state: "detached" });
    await page.reload();
    await bar(page).getByRole("button", { name: "Layers" }).click();
    await until(
      async () => (await menu(page).getByLabel("Creature", { exact: true }).inputValue()) === mob,
      "the same creature",
    );
    await v.close();
  });

  test("the last day is played again, from the address too, and now comes back", async () => {
    const v = await guild.open("/?c=20,20&z=6");
    const { page } = v;
    const replay = page.getByRole("region", { name: "Replay" });
    const time = replay.getByRole("slider", { name: "Time" });
    const words = () => time.getAttribute("aria-valuetext");
    await page.locator("[data-row]").first().waitFor();
    await pressed(page, "Trails").waitFor();
    await bar(page).getByRole("button", { name: "Replay" }).click();
    await time.waitFor();
    await until(async () => (await ink(overlay(page))) > 100, "the ways of an hour ago");
    const first = param(page, "t");
    assert.ok(Math.abs(Date.parse(first) - (Date.now() - 3_600_000)) < 120_000, `an hour ago: ${first}`);

    // By keyboard to half an hour ago, where the map is another.
    const top = page.getByRole("application").locator("canvas").last();
    const before = await top.screenshot();
    await time.focus();
    for (let i = 0; i < 30; i++) await page.keyboard.press("ArrowRight");
    await until(
      () => Date.parse(param(page, "t")) - Date.parse(first) >= 29 * 60_000,
      "the address to follow",
    );
    await until(async () => !before.equals(await top.screenshot()), "another picture");
    await axe(page, "map of the past");
    await shot(page, "map-replay");

    const stood = await words();
    await replay.getByLabel("Speed").selectOption({ index: 0 });
    await replay.getByRole("button", { name: "Play" }).click();
    await until(async () => (await words()) !== stood, "time to go on");
    await page.keyboard.press("k");
    await replay.getByRole("button", { name: "Play" }).waitFor();

    const there = await until(async () => {
      const at = new URL(page.url()).search;
      await page.waitForTimeout(400);
      return at === new URL(page.url()).search && at;
    }, "the address to rest");
    const other = await guild.open(`/${there}`, { viewport: phone, colorScheme: "light" });
    await other.page.getByRole("slider", { name: "Time" }).waitFor();
    assert.equal(
      await other.page.getByRole("slider", { name: "Time" }).getAttribute("aria-valuetext"),
      await words(),
      "another browser shows the same time",
    );
    await axe(other.page, "map of the past, light phone");
    await shot(other.page, "map-replay-phone-light");
    await other.close();

    await replay.getByRole("button", { name: "Now" }).click();
    await replay.waitFor({ state: "detached" });
    assert.equal(param(page, "t"), null);
    await v.close();
  });

  test("windows of a character float over the map, by mouse and keyboard, and are where they were left", async () => {
    const v = await guild.open("/");
    const { page } = v;
    const row = page.locator("[data-row]").first();
    await row.waitFor();
    const name = await row.getAttribute("data-row");
    await row.click();
    const card = page.getByRole("region", { name, exact: true });
    for (const kind of ["Stats", "Radar", "Combat"]) {
      await card.getByRole("button", { name: `Windows of ${name}` }).click();
      await page.getByRole("menuitem", { name: kind }).click();
      await page.getByRole("dialog", { name: `${name} ${kind}` }).waitFor();
    }
    assert.equal(param(page, "win"), ["stats", "radar", "combat"].map((kind) => `${kind}:${name}`).join(","));
    const stats = page.getByRole("dialog", { name: `${name} Stats` });
    const radar = page.getByRole("dialog", { name: `${name} Radar` });
    await stats.getByText("Strength").first().waitFor();
    await radar.getByText(/within \d+ m|place is not known|could not be read/).waitFor();

    // To the front by its number, and by its title to near the left edge, where it snaps.
    await page.keyboard.press("Alt+Digit2");
    await until(
      () => radar.evaluate((box) => box.contains(document.activeElement)),
      "the second window's focus",
    );
    const before = await radar.boundingBox();
    await page.mouse.move(before.x + 90, before.y + 16);
    await page.mouse.down();
    const desk = await page.getByRole("main").boundingBox();
    await page.mouse.move(desk.x + 22 + 90, 140, { steps: 6 });
    const saved = page.waitForResponse(
      (answer) => answer.url().endsWith("/preferences/windows") && answer.request().method() === "PUT",
    );
    await page.mouse.up();
    await until(async () => Math.abs((await radar.boundingBox()).x - desk.x - 16) < 1, "the window to snap");
    assert.equal((await saved).status(), 200, "places are kept with the user");

    await page.keyboard.press("Alt+Digit1");
    await until(
      () => stats.evaluate((box) => box.contains(document.activeElement)),
      "the first window's focus",
    );
    await stats.getByRole("button", { name: `Minimise ${name}` }).click();
    await stats.waitFor({ state: "detached" });
    await axe(page, "map with windows");
    await shot(page, "map-windows");
    await page.keyboard.press("Alt+Digit1");
    await stats.waitFor();
    await until(() => stats.evaluate((box) => box.contains(document.activeElement)), "the focus again");
    await page.keyboard.press("Escape");
    await stats.waitFor({ state: "detached" });
    assert.equal(param(page, "win"), `radar:${name},combat:${name}`);

    // Another browser of the same user, which has no memory of its own.
    const left = await radar.boundingBox();
    const other = await guild.open(`/?win=${encodeURIComponent(`radar:${name}`)}`, { colorScheme: "light" });
    await other.page.evaluate(() => localStorage.removeItem("overlord.windows"));
    await other.page.reload();
    const there = other.page.getByRole("dialog", { name: `${name} Radar` });
    await until(async () => {
      const box = await there.boundingBox();
      return box !== null && Math.abs(box.x - left.x) < 1 && Math.abs(box.y - left.y) < 1;
    }, "the window to be where it was left");
    await axe(other.page, "map with a window, light");
    await other.close();
    const small = await guild.open(`/?win=${encodeURIComponent(`stats:${name}`)}`, { viewport: phone });
    const sheet = small.page.getByRole("dialog", { name: `${name} Stats` });
    await sheet.getByText("Strength").first().waitFor();
    const { height } = await sheet.boundingBox();
    assert.equal(Math.round(height), phone.height, "on a phone it is the whole screen");
    await axe(small.page, "a window on a phone");
    await shot(small.page, "map-window-phone");
    await small.close();
    await v.close();
  });

  test("the foot tells where the pointer is, and in which landblock", async () => {
    const v = await guild.open("/?c=33.6,42.1&z=60");
    const { page } = v;
    const map = page.getByRole("application");
    const foot = page.locator("footer", { hasText: "Landblock" });
    await foot.waitFor();
    const box = await map.boundingBox();
    const at = async (dx, dy) => {
      await page.mouse.move(box.x + box.width / 2 + dx, box.y + box.height / 2 + dy);
      return until(async () => {
        const text = await foot.innerText();
        const [, ns, lat, ew, long] = /([\d.]+)([NS]) ([\d.]+)([EW])/.exec(text) ?? [];
        const block = /Landblock ([0-9A-F]{4})/.exec(text)?.[1];
        const point = {
          ns: lat === "S" ? -Number(ns) : Number(ns),
          ew: long === "W" ? -Number(ew) : Number(ew),
          block,
        };
        const wanted = { ns: 42.1 - dy / 60, ew: 33.6 + dx / 60 };
        return Math.abs(point.ns - wanted.ns) <= 0.11 && Math.abs(point.ew - wanted.ew) <= 0.11 && point;
      }, `coordinates ${dx}, ${dy} pixels from the middle`);
    };
    assert.equal((await at(0, 0)).block, "A9B4", "Holtburg's landblock");
    assert.notEqual((await at(-240, 180)).block, "A9B4");
    await v.close();
  });

  test("on a phone the list is a sheet over the map", async () => {
    const v = await guild.open("/?layers=trails,heat,portals", { viewport: phone });
    const { page } = v;
    await page.locator("[data-row]").first().waitFor();
    await bar(page).getByRole("button", { name: "Layers" }).click();
    assert.ok(await menu(page).getByRole("checkbox", { name: "Spawn heat" }).isChecked());
    await axe(page, "map with layers, phone");
    await shot(page, "map-phone-layers");
    await v.close();
  });
});
