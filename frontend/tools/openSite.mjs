import { chromium } from 'playwright-core';

/**
 * A desktop page of Chromium for measuring, signed in where OVERLORD_USER and OVERLORD_PASSWORD say as whom. CHROMIUM
 * names the browser, /usr/bin/chromium by default. Without --disable-gpu the software's GL would be what is measured.
 */
export async function openSite(url) {
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
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  if (process.env.OVERLORD_USER) {
    const { OVERLORD_USER: username, OVERLORD_PASSWORD: password } = process.env;
    const answer = await context.request.post(new URL('/login', url).href, { data: { username, password } });
    if (!answer.ok()) throw new Error(`sign in: ${answer.status()}`);
  }
  return { browser, context, page: await context.newPage() };
}
