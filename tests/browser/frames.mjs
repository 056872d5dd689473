/**
 * How a Gantt chart of very many time slices arrives and is zoomed: node tests/browser/frames.mjs [SEGMENTS].
 * Round robin among ten processes, run by the server at TIMESLICE_URL or of this repository. Prints when the first of it
 * was drawn and when it was there, the longest time that the page did not answer meanwhile, memory and frame times.
 */
import { deflateRawSync } from 'node:zlib';
import { openPage, startBrowser, startServer } from './harness.mjs';

const SEGMENTS = Number(process.argv[2] ?? 1e6);
const PROCESSES = 10;
/** In nanoseconds; the whole is to fit into the virtual time of a run. */
const QUANTUM = 500_000;
const FRAMES = 240;

const each = (SEGMENTS / PROCESSES) * (QUANTUM / 1e6);
const table = Array.from(
  { length: PROCESSES },
  (_, i) => `[[process]]\nname = "P${i + 1}"\nbursts = ["${each}ms cpu"]\n`,
);

const server = await startServer();
// Without a limit, the time between frames is what a frame costs, painting on the screen included.
const browser = await startBrowser([
  '--disable-frame-rate-limit',
  '--disable-gpu-vsync',
  '--enable-precise-memory-info',
]);
const { page, wrong } = await openPage(browser);
await page.addInitScript(() => {
  const seen = { stall: 0 };
  Object.assign(window, { seen });
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) seen.stall = Math.max(seen.stall, e.duration);
  }).observe({ type: 'longtask', buffered: true });
});
const code = deflateRawSync(table.join('\n')).toString('base64url');
const begun = Date.now();
const since = () => ((Date.now() - begun) / 1000).toFixed(1);
await page.goto(`${server.url}/lab?table=${code}&policy=rr&quantum=${QUANTUM / 1000}us`);
/** @param {string} shown */
const clockSays = (shown) =>
  page.waitForFunction((r) => new RegExp(r).test(document.querySelector('.clock .of')?.textContent ?? ''), shown, {
    timeout: 300_000,
  });
await clockSays('(to|of) [\\d.]+');
console.log(`the first of it was drawn after ${since()} s`);
await clockSays('of [\\d.]+');
const there = since();
const { stall, heap, text } = await page.evaluate(() => ({
  stall: /** @type {any} */ (window).seen.stall,
  heap: /** @type {any} */ (performance).memory.usedJSHeapSize,
  text: document.querySelector('.clock')?.textContent,
}));
const memory = `${(heap / 2 ** 20).toFixed(0)} MiB of heap`;
console.log(
  `${SEGMENTS} time slices were there after ${there} s (${text}); longest task ${stall.toFixed(0)} ms, ${memory}`,
);
const box = await page.locator('.tl').boundingBox();
if (!box) throw new Error('no timeline');
const times = await page.evaluate(
  async ({ frames, x, y }) => {
    const target = /** @type {Element} */ (document.querySelector('.tl'));
    /** @type {number[]} */
    const out = [];
    let last = await new Promise((done) => requestAnimationFrame(done));
    for (let i = 0; i < frames; i++) {
      // Half of the frames closer, half of them out again, at a point that wanders.
      const deltaY = i < frames / 2 ? -70 : 70;
      target.dispatchEvent(
        new WheelEvent('wheel', {
          deltaY,
          clientX: x + Math.sin(i / 9) * 200,
          clientY: y,
          bubbles: true,
          cancelable: true,
        }),
      );
      const now = await new Promise((done) => requestAnimationFrame(done));
      out.push(now - last);
      last = now;
    }
    return out;
  },
  { frames: FRAMES, x: box.x + box.width / 2, y: box.y + 40 },
);
times.sort((a, b) => a - b);
const at = (/** @type {number} */ share) =>
  /** @type {number} */ (times[Math.min(times.length - 1, Math.floor(times.length * share))]).toFixed(1);
console.log(`${FRAMES} frames of zooming: median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, longest ${at(1)} ms`);
if (wrong.length) console.log('in the page:', wrong.slice(0, 3));
await browser.close();
server.stop();
process.exit(0);
