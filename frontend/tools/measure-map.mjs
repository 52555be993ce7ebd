// Measures what a frame of the live map costs, in the processor's time and not in frames a second.
//
//   node tools/measure-map.mjs URL [SECONDS]
//
// URL is a running site with the characters to be drawn, e.g. of `serve --demo 300`. A site that asks who one is takes
// OVERLORD_USER and OVERLORD_PASSWORD. CHROMIUM names the browser, /usr/bin/chromium by default.

import { chromium } from 'playwright-core';

const [url, seconds = '10'] = process.argv.slice(2);
if (!url) {
  console.error('usage: node tools/measure-map.mjs URL [SECONDS]');
  process.exit(2);
}
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ],
});
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  if (process.env.OVERLORD_USER) {
    const { OVERLORD_USER: username, OVERLORD_PASSWORD: password } = process.env;
    const answer = await context.request.post(new URL('/login', url).href, { data: { username, password } });
    if (!answer.ok()) throw new Error(`sign in: ${answer.status()}`);
  }
  const page = await context.newPage();
  await page.goto(url);
  await page
    .getByText(/\d+ online/)
    .first()
    .waitFor();
  await page.waitForTimeout(6_000);
  const client = await context.newCDPSession(page);
  // The thread's own time: what others do on the machine does not count.
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async () => {
    const { metrics } = await client.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const before = await read();
  const frames = await page.evaluate(
    (ms) =>
      new Promise((done) => {
        let count = 0;
        const end = performance.now() + ms;
        const tick = () => {
          count += 1;
          if (performance.now() < end) requestAnimationFrame(tick);
          else done(count);
        };
        requestAnimationFrame(tick);
      }),
    Number(seconds) * 1_000,
  );
  const after = await read();
  const perFrame = (name) => (((after[name] - before[name]) * 1_000) / frames).toFixed(2);
  console.log(
    JSON.stringify({
      online: await page
        .getByText(/\d+ online/)
        .first()
        .innerText(),
      frames,
      scriptMsPerFrame: Number(perFrame('ScriptDuration')),
      layoutMsPerFrame: Number(perFrame('LayoutDuration')),
      styleMsPerFrame: Number(perFrame('RecalcStyleDuration')),
      mainThreadMsPerFrame: Number(perFrame('TaskDuration')),
    }),
  );
} finally {
  await browser.close();
}
