/**
 * A browser and a server for the tests. The server is the one at TIMESLICE_URL, or the binary of this repository
 * (release before debug) started on a free port. The browser is Chromium, at CHROMIUM or where systems keep it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CHROMIUM = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((p) => p && existsSync(p));
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--font-render-hinting=none',
  '--hide-scrollbars',
];

export const SIZES = {
  desktop: { width: 1440, height: 900 },
  laptop: { width: 1024, height: 768 },
  projector: { width: 1280, height: 720 },
  phone: { width: 390, height: 844 },
};

async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', () => done(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  await new Promise((done) => probe.close(done));
  return port;
}

/** The address of a server that answers, and how to end it. */
export async function startServer() {
  if (process.env.TIMESLICE_URL) return { url: process.env.TIMESLICE_URL.replace(/\/$/, ''), stop: () => {} };
  const binary = ['release', 'debug'].map((profile) => `${ROOT}target/${profile}/timeslice`).find(existsSync);
  if (!binary) throw new Error('no server: build it (cargo build --release) or set TIMESLICE_URL');
  const port = await freePort();
  const child = spawn(binary, ['serve', '--port', String(port)], { cwd: ROOT, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 100; i++) {
    try {
      if ((await fetch(`${url}/health`)).ok) return { url, stop: () => child.kill() };
    } catch {
      // Not yet.
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  child.kill();
  throw new Error(`${binary} does not answer at ${url}`);
}

/** @param {string[]} [more]  flags */
export const startBrowser = (more = []) =>
  chromium.launch({ ...(CHROMIUM ? { executablePath: CHROMIUM } : {}), args: [...FLAGS, ...more] });

/**
 * A page that collects whatever goes wrong in it.
 * @param {import('playwright-core').Browser} browser @param {{ size?: keyof typeof SIZES, theme?: 'light' | 'dark', still?: boolean }} [o]
 */
export async function openPage(browser, { size = 'desktop', theme = 'light', still = false } = {}) {
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: theme,
    reducedMotion: still ? 'reduce' : 'no-preference',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  /** @type {string[]} */
  const wrong = [];
  page.on('console', (m) => (m.type() === 'error' || m.type() === 'warning') && wrong.push(m.text()));
  page.on('pageerror', (e) => wrong.push(String(e.stack ?? e)));
  return { page, wrong, close: () => context.close() };
}

/** Opens an address and waits until the run on it is complete. @param {import('playwright-core').Page} page @param {string} url */
export async function openRun(page, url) {
  await page.goto(url);
  await page.waitForSelector('.delta:not(:empty)', { timeout: 45_000 });
  await page.evaluate(() => document.fonts.ready);
}

/** What was asked for is drawn at the next frame, which a busy machine may show late. @param {import('playwright-core').Page} page */
const drawn = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** The step shown: `[position, number of steps]`. @param {import('playwright-core').Page} page */
export async function stepShown(page) {
  await drawn(page);
  const text = (await page.locator('.rate').textContent()) ?? '';
  const m = /step ([\d\u2009]+)\/([\d\u2009]+)/.exec(text);
  return [m?.[1], m?.[2]].map((n) => Number((n ?? 'NaN').replaceAll('\u2009', '')));
}

/** Everything the reader sees of the state, as text: for comparing two pages. @param {import('playwright-core').Page} page */
export async function picture(page) {
  await drawn(page);
  return page.evaluate(() => {
    const round = (/** @type {string | null} */ t) =>
      (t ?? '').replace(/-?\d+\.\d+/g, (n) => String(Math.round(Number(n))));
    const text = (/** @type {string} */ q) => document.querySelector(q)?.textContent ?? '';
    return {
      tokens: [...document.querySelectorAll('.stage-svg:not([style*="none"]) .tok')]
        .map((t) => `${t.getAttribute('aria-label')} at ${round(t.getAttribute('transform'))}`)
        .sort(),
      clock: text('.clock .now'),
      step: text('.rate').replace(/,.*/, ''),
      said: text('.now-said'),
      people: text('.thlist'),
      memory: text('#inspector .vars'),
      output: text('#console'),
      metrics: text('.metrics'),
    };
  });
}

/** Where a share of the timeline stands in the window, and the height of its axis. @param {import('playwright-core').Page} page @param {number} share */
export async function axisAt(page, share) {
  const box = await page.locator('.tl').boundingBox();
  if (!box) throw new Error('no timeline');
  const left = Number(
    (await page.locator('.tl').evaluate((el) => el.style.getPropertyValue('--left'))).replace('px', ''),
  );
  return { x: box.x + left + (box.width - left - 14) * share, y: box.y + 10 };
}

/** How far the page is wider than the window. @param {import('playwright-core').Page} page */
export const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Answers the page's request for a run with a trace of one's own. @param {import('playwright-core').Page} page @param {object[]} steps @param {object} machine */
export const serveTrace = (page, steps, machine) =>
  page.route('**/api/run*', (route) =>
    route.fulfill({
      contentType: 'text/event-stream',
      body: [
        `event: hello\ndata: ${JSON.stringify({ trace_version: 1, level: 'line', machine })}`,
        `id: ${steps.length - 1}\nevent: steps\ndata: ${JSON.stringify(steps)}`,
        `event: summary\ndata: ${JSON.stringify({ is_complete: true })}`,
        '',
      ].join('\n\n'),
    }),
  );
