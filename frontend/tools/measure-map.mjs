// Measures what a frame of the live map costs, in the processor's time and not in frames a second.
//
//   node tools/measure-map.mjs URL [SECONDS] [CHARACTERS]
//
// URL is a running site. CHARACTERS plays a guild of that size to the page in the server's place; without it the site's
// own are drawn. Who signs in, and with which browser: see openSite.mjs.

import { openSite } from './openSite.mjs';
import { simulateFeed } from './simulatedFeed.mjs';

const [url, seconds = '10', characters] = process.argv.slice(2);
if (!url) {
  console.error('usage: node tools/measure-map.mjs URL [SECONDS] [CHARACTERS]');
  process.exit(2);
}
const { browser, context, page } = await openSite(url);
try {
  if (characters !== undefined) await simulateFeed(page, Number(characters));
  await page.goto(url);
  const online = page.getByText(/[1-9]\d* online/).first();
  await online.waitFor();
  // The land's shading is made meanwhile, and the trails come.
  await page.waitForTimeout(8_000);
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
  const perFrame = (name) => Number((((after[name] - before[name]) * 1_000) / frames).toFixed(2));
  console.log(
    JSON.stringify({
      online: await online.innerText(),
      frames,
      scriptMsPerFrame: perFrame('ScriptDuration'),
      layoutMsPerFrame: perFrame('LayoutDuration'),
      styleMsPerFrame: perFrame('RecalcStyleDuration'),
      mainThreadMsPerFrame: perFrame('TaskDuration'),
    }),
  );
} finally {
  await browser.close();
}
