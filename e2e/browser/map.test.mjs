// The live map: trails from the server, following, layers and the rest of its state in the address.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { charactersOnline, fetched, startGuild } from "../guild.mjs";
import { axe, ink, phone, shot, until } from "../page.mjs";

let guild;
before(async () => {
  guild = await startGuild(20);
});
after(() => guild?.stop());

/** The canvas of trails, heat and portals: the one over the land. */
const overlay = (page) => page.getByRole("application").locator("canvas").nth(1);
const param = (page, name) => new URL(page.url()).searchParams.get(name);
const pressed = (page, name) =>
  page.getByRole("group", { name: "Layers of the map" }).getByRole("button", { name, pressed: true });

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
    for (const layer of ["Heat", "Portals", "Grid"]) await page.getByRole("button", { name: layer }).click();
    await until(() => param(page, "layers") === "trails,heat,portals,grid", "the layers in the address");
    await page.getByRole("search").getByRole("textbox").fill(name);
    await until(() => param(page, "q") === name, "what was typed in the address");
    await page.locator(`[data-row="${name}"]`).click();
    await page.getByRole("region", { name, exact: true }).waitFor();
    const where = new URL(page.url());
    await shot(page, "map-layers");

    const other = await guild.open(`/${where.search}`, { colorScheme: "light" });
    await other.page.getByRole("region", { name, exact: true }).waitFor();
    for (const layer of ["Trails", "Heat", "Portals", "Grid"]) await pressed(other.page, layer).waitFor();
    for (const key of ["c", "z", "sel", "q", "layers"])
      assert.equal(param(other.page, key), where.searchParams.get(key), key);
    await axe(other.page, "map from an address, light");
    await shot(other.page, "map-layers-light");
    await other.close();
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
    await page.getByRole("button", { name: "More layers" }).click();
    await pressed(page, "Heat").waitFor();
    await axe(page, "map with layers, phone");
    await shot(page, "map-phone-layers");
    await v.close();
  });
});
