// What the site weighs: the sizes of its files as they are sent, against their limits and what was landed last. The
// numbers go to out/budgets.json; where a change is meant, that file takes the place of ../budgets.json.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { startGuild } from "../guild.mjs";
import { until } from "../page.mjs";

const KB = 1024;
/** Bytes of gzip. */
const LIMITS = {
  initialJs: 120 * KB,
  largestPage: 35 * KB,
  largestAdminPage: 45 * KB,
  mapCss: 15 * KB,
  firstLoad: 200 * KB,
};
/** More than so much over the last is a finding, though it be within the limit. */
const GROWTH = 0.05;

const app = new URL("../../static/app/", import.meta.url).pathname;
const read = (path) => readFile(`${app}${path}`);
const packed = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** The scripts that stand before the map: those of index.html, the map page's own, and what these import. */
async function initialScripts() {
  const html = String(await read("index.html"));
  const found = new Map();
  const add = async (path) => {
    if (found.has(path)) return;
    const text = await read(path);
    found.set(path, packed(text));
    for (const [, file] of String(text).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      await add(`assets/${file}`);
  };
  for (const [, path] of html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)) await add(path);
  for (const file of await readdir(`${app}assets`))
    if (/^routes-.*\.js$/.test(file)) await add(`assets/${file}`);
  return found;
}

test("no file is heavier than its budget, nor much heavier than it was", async () => {
  const initial = await initialScripts();
  const sizes = { initialJs: [...initial.values()].reduce((sum, size) => sum + size, 0) };
  const admin = new Set(
    (await readdir(new URL("../../frontend/admin/dist/", import.meta.url))).map((file) =>
      file.replace(/\.js$/, ""),
    ),
  );
  sizes.largestPage = 0;
  sizes.largestAdminPage = 0;
  for (const file of await readdir(`${app}assets`)) {
    if (!file.endsWith(".js") || initial.has(`assets/${file}`)) continue;
    const kind =
      file.startsWith("admin.") || [...admin].some((name) => file.startsWith(name))
        ? "largestAdminPage"
        : "largestPage";
    sizes[kind] = Math.max(sizes[kind], packed(await read(`assets/${file}`)));
  }

  const guild = await startGuild(1);
  const v = await guild.open("/robots.txt");
  sizes.firstLoad = 0;
  sizes.mapCss = 0;
  const weighing = [];
  v.page.on("requestfinished", (request) => {
    // What is told live is no part of the page.
    if (!/\.(js|css|json|svg|woff2)$|\/$/.test(new URL(request.url()).pathname)) return;
    const weigh = async () => {
      const { responseBodySize } = await request.sizes();
      sizes.firstLoad += responseBodySize;
      if (request.resourceType() === "stylesheet") sizes.mapCss += responseBodySize;
    };
    weighing.push(weigh());
  });
  await v.page.goto(`${guild.site.url}/`);
  await v.page.locator("[data-row]").first().waitFor();
  await until(() => v.page.getByText("Landblock").first().isVisible(), "the map");
  await v.page.waitForLoadState("networkidle");
  await Promise.all(weighing);
  await v.close();
  await guild.stop();

  const out = new URL("../out/", import.meta.url).pathname;
  await mkdir(out, { recursive: true });
  await writeFile(`${out}budgets.json`, `${JSON.stringify(sizes, null, 2)}\n`);
  const last = JSON.parse(await readFile(new URL("../budgets.json", import.meta.url), "utf8"));
  const findings = Object.entries(sizes).flatMap(([what, size]) => [
    ...(size > LIMITS[what] ? [`${what}: ${size} bytes, of ${LIMITS[what]} at most`] : []),
    ...(size > last[what] * (1 + GROWTH) ? [`${what}: ${size} bytes, it was ${last[what]}`] : []),
  ]);
  assert.deepEqual(findings, []);
});
