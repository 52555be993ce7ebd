// Chromium for the tests: contexts that count what breaks the content security policy, axe, and screenshots.
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const out = new URL("./out/", import.meta.url).pathname;
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

/** A fresh browser context; its faults are collected and checked by close(). */
export async function visit(browser, { viewport = desktop, colorScheme = "dark", storageState } = {}) {
  const context = await browser.newContext({
    viewport,
    colorScheme,
    storageState,
    reducedMotion: "no-preference",
    hasTouch: viewport.width < 600,
    deviceScaleFactor: viewport.width < 600 ? 2 : 1,
  });
  const faults = [];
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (e) => {
      console.error(`csp: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`);
    });
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    if (text.startsWith("csp:") || text.includes("Content Security Policy")) faults.push(text);
  });
  return {
    page,
    context,
    faults,
    async close() {
      await context.close();
      assert.deepEqual(faults, [], "no script error and nothing against the content security policy");
    },
  };
}

/**
 * Fails when axe finds anything against WCAG 2.2 AA on the page at rest: the rail, which widens over the page while it is
 * pointed at, let go, and what moves or fades at its end.
 */
export async function axe(page, name) {
  if ((await page.locator("nav:hover").count()) > 0) {
    const { width, height } = page.viewportSize();
    await page.mouse.move(width - 2, height - 2);
  }
  await page.evaluate(async () => {
    const finite = document
      .getAnimations()
      .filter((a) => Number.isFinite(a.effect?.getComputedTiming().endTime));
    await Promise.allSettled(finite.map((a) => a.finished));
  });
  // Evaluated through the protocol, so the page's own policy is neither used nor weakened.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    }),
  );
  const list = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
  assert.deepEqual(list, [], `axe on ${name}`);
}

/** Writes out/NAME.png. */
export async function shot(page, name) {
  await mkdir(out, { recursive: true });
  await page.screenshot({ path: `${out}${name}.png` });
}

/** Polls until probe() answers something true, and answers that. */
export async function until(probe, what, timeoutMs = 20_000) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value) return value;
    assert.ok(Date.now() < end, `waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** How many pixels of a canvas are drawn on; of one colour (about so), if one is given as [red, green, blue]. */
export const ink = (canvas, colour) =>
  canvas.evaluate((element, wanted) => {
    const { width, height } = element;
    if (width === 0 || height === 0) return 0;
    const { data } = element.getContext("2d").getImageData(0, 0, width, height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      const near = wanted?.every((value, channel) => Math.abs(value - data[i + channel]) < 24) ?? true;
      if (data[i + 3] > 0 && near) count += 1;
    }
    return count;
  }, colour);
