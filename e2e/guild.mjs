// A site with a simulated guild and an admin who is signed in: what the tests of the live pages start from.
import assert from "node:assert/strict";
import { launch, visit } from "./page.mjs";
import { startSite } from "./site.mjs";

const admin = { name: "Asheron", password: "the night watch over Dereth" };

/** Fills in the sign-in form and waits for the site behind it. */
async function signIn(page, site, { name, password }) {
  await page.goto(`${site.url}/login`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation").first().waitFor();
}

/** Starts a site with `demo` simulated characters, who have lived for `past` seconds before, and a browser. */
export async function startGuild(demo, { past = 0 } = {}) {
  const site = await startSite({ demo: past > 0 ? 0 : demo });
  if (past > 0) {
    const url = `${site.url.replace("http", "ws")}/ws/position`;
    const life = ["--characters", String(demo), "--seconds", String(past), "--speed", "900"];
    await site.run(["simulate", "--url", url, ...life]);
    await site.restart({ demo });
  }
  const browser = await launch();
  const states = new Map();

  /** Adds a user; his browsers are opened with `as: name`. */
  async function addUser({ name, password }, ...flags) {
    await site.run(["user", "add", name, ...flags, "--password-stdin"], `${password}\n`);
    const v = await visit(browser);
    await signIn(v.page, site, { name, password });
    states.set(name, await v.context.storageState());
    await v.close();
  }
  await addUser(admin, "--admin");

  return {
    site,
    addUser,
    /** A signed-in browser on a page of the site: the admin's, if nothing else is said. */
    async open(path, { as = admin.name, ...options } = {}) {
      const v = await visit(browser, { storageState: states.get(as), ...options });
      await v.page.goto(`${site.url}${path}`);
      return v;
    },
    async stop() {
      await browser.close();
      const code = await site.stop();
      assert.equal(code, 0, `overlord ends cleanly:\n${site.log()}`);
    },
  };
}

/** What the page itself gets from the site: a request from outside a browser would count as internal. */
export const fetched = (page, path) =>
  page.evaluate(async (url) => {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : null;
  }, path);

/** Names of the characters that are online, those first that `wanted` likes, given what /live says of them. */
export async function charactersOnline(page, wanted = () => true) {
  const { players } = (await fetched(page, "/live")) ?? { players: [] };
  return players.filter(wanted).map((p) => p.character_name);
}

export const pageOf = (name, tab = "") =>
  `/players/${encodeURIComponent(name)}${tab === "" ? "" : `/${tab}`}`;
