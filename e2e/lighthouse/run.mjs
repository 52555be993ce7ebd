// Lighthouse against the real binary: a site with a demo guild, signed in; the map and the sign-in page, on a desktop
// and on a simulated phone, the median of three runs. Writes ../out/lighthouse.json; fails below the limits.
//
//   node run.mjs [PAGE…]      PAGE: / or /login; all by default
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import lighthouse, { desktopConfig } from "lighthouse";
import { chromium } from "playwright-core";
import { startSite } from "../site.mjs";

const limits = { desktop: { performance: 98 }, mobile: { performance: 92 } };
const everywhere = { accessibility: 100, "best-practices": 100, seo: 91 };
// Nobody is to find a guild's site by a search: robots.txt and the sign-in page say so on purpose.
const skipAudits = ["is-crawlable"];
const runs = 3;
const demo = 60;
const admin = { username: "Asheron", password: "the night watch over Dereth" };
const out = new URL("../out/lighthouse.json", import.meta.url);
const { positionals } = parseArgs({ allowPositionals: true });
const pages = positionals.length > 0 ? positionals : ["/", "/login"];

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** One run: scores of 0 to 100, and the times and sizes behind them. */
async function measure(url, form, port) {
  const { lhr } = await lighthouse(
    url,
    { port, logLevel: "error", skipAudits },
    form === "desktop" ? desktopConfig : undefined,
  );
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  const scores = Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(score * 100)]);
  const value = (audit) => Math.round(lhr.audits[audit]?.numericValue ?? 0);
  const faults = Object.values(lhr.categories)
    .filter(({ id }) => id !== "performance")
    .flatMap(({ id, auditRefs }) =>
      auditRefs
        .filter((ref) => ref.weight > 0 && lhr.audits[ref.id].score !== null && lhr.audits[ref.id].score < 1)
        .map((ref) => `${id}: ${lhr.audits[ref.id].title}`),
    );
  return {
    ...Object.fromEntries(scores),
    firstContentfulPaintMs: value("first-contentful-paint"),
    largestContentfulPaintMs: value("largest-contentful-paint"),
    totalBlockingMs: value("total-blocking-time"),
    layoutShift: Number((lhr.audits["cumulative-layout-shift"]?.numericValue ?? 0).toFixed(4)),
    speedIndexMs: value("speed-index"),
    bytes: value("total-byte-weight"),
    faults,
  };
}

/** The run in the middle by performance. */
function median(results) {
  const sorted = [...results].sort((a, b) => a.performance - b.performance);
  return { ...sorted[Math.floor(sorted.length / 2)], runs: results.map((result) => result.performance) };
}

const site = await startSite({ demo });
const profile = await mkdtemp(join(tmpdir(), "overlord-lighthouse-"));
const port = await freePort();
// Lighthouse opens its tabs beside this context's and so has its cookies, which it does not clear.
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    `--remote-debugging-port=${port}`,
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const report = {};
try {
  await site.run(["user", "add", admin.username, "--admin", "--password-stdin"], `${admin.password}\n`);
  for (const page of pages) {
    await browser.clearCookies();
    if (page !== "/login") {
      const answer = await browser.request.post(`${site.url}/login`, { data: admin });
      if (!answer.ok()) throw new Error(`sign in: ${answer.status()}`);
    }
    for (const form of ["desktop", "mobile"]) {
      const results = [];
      for (let run = 0; run < runs; run++) results.push(await measure(`${site.url}${page}`, form, port));
      const middle = median(results);
      report[`${page} ${form}`] = middle;
      console.log(
        `${page} ${form}: performance ${middle.performance} (${middle.runs.join(", ")}), accessibility ${middle.accessibility}`,
      );
    }
  }
} finally {
  await browser.close();
  await site.stop();
  await rm(profile, { recursive: true, force: true });
}
await mkdir(new URL("./", out), { recursive: true });
await writeFile(out, `${JSON.stringify(report, null, 2)}\n`);

const failures = Object.entries(report).flatMap(([name, result]) =>
  Object.entries({ ...everywhere, ...limits[name.split(" ")[1]] })
    .filter(([score, least]) => result[score] < least)
    .map(
      ([score, least]) => `${name}: ${score} ${result[score]} is below ${least} ${result.faults.join("; ")}`,
    ),
);
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
