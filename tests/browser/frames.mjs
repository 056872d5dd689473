/**
 * How long frames take while a Gantt chart of very many segments is zoomed: node tests/browser/frames.mjs [SEGMENTS].
 * Round robin among ten processes, one quantum each, sent as the engine sends it; everything else comes from the
 * server at TIMESLICE_URL or of this repository. Prints how long the chart took to arrive and the frame times.
 */
import { createServer, request } from 'node:http';
import { deflateRawSync } from 'node:zlib';
import { openPage, startBrowser, startServer } from './harness.mjs';

const SEGMENTS = Number(process.argv[2] ?? 1e6);
const PROCESSES = 10;
const QUANTUM_NS = 1e6;
const FRAMES = 240;

const names = Array.from({ length: PROCESSES }, (_, i) => `P${i + 1}`);
const table = names.map((n) => `[[process]]\nname = "${n}"\nbursts = ["${SEGMENTS / PROCESSES}ms cpu"]\n`).join('\n');

/** The stream of the run. @param {import('node:http').ServerResponse} response */
async function stream(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const machine = {
    cores: 1,
    policy: 'rr',
    quantum_ns: QUANTUM_NS,
    switch_cost_ns: 0,
    gil: false,
    switch_interval_ns: 5e6,
  };
  const hello = { machine, settings: { policy: 'rr', quantum: '1ms' }, level: 'kernel', entities: { cores: [0] } };
  response.write(`event: hello\ndata: ${JSON.stringify(hello)}\n\n`);
  let id = 0;
  /** @type {string[]} */
  let batch = [];
  const send = async () => {
    const more = response.write(`id: ${id - 1}\nevent: steps\ndata: [${batch.join()}]\n\n`);
    batch = [];
    if (!more) await new Promise((done) => response.once('drain', () => done(undefined)));
  };
  const step = (/** @type {number} */ t, /** @type {string} */ rest) =>
    batch.push(`{"id":${id++},"time_ns":${t},${rest}}`);
  names.forEach((name, i) => {
    step(0, `"thread":${i},"type":"thread_created","process":0,"name":"${name}","function":"","daemon":false`);
    step(0, `"thread":${i},"type":"thread_ready","reason":"created"`);
  });
  for (let k = 0; k < SEGMENTS; k++) {
    const thread = k % PROCESSES;
    step(k * QUANTUM_NS, `"core":0,"thread":${thread},"type":"dispatched","switch_ns":0`);
    const left = k >= SEGMENTS - PROCESSES;
    step(
      (k + 1) * QUANTUM_NS,
      `"core":0,"thread":${thread},${left ? '"type":"thread_exited"' : '"type":"preempted","reason":"quantum_end"'}`,
    );
    if (batch.length >= 2048) await send();
  }
  step(SEGMENTS * QUANTUM_NS, '"type":"run_ended","status":0');
  await send();
  response.end('event: summary\ndata: {"outcome":"finishes","is_complete":true}\n\n');
}

const server = await startServer();
const front = createServer((req, res) => {
  if (req.url?.startsWith('/api/run')) return void stream(res);
  const on = request(server.url + req.url, { method: req.method ?? 'GET', headers: req.headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  on.on('error', () => res.destroy());
  req.pipe(on);
});
await new Promise((done) => front.listen(0, '127.0.0.1', () => done(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (front.address());
// Without a limit, the time between frames is what a frame costs, painting on the screen included.
const browser = await startBrowser(['--disable-frame-rate-limit', '--disable-gpu-vsync']);
const { page, wrong } = await openPage(browser);
const code = deflateRawSync(table).toString('base64url');
const begun = Date.now();
await page.goto(`http://127.0.0.1:${port}/lab?table=${code}&policy=rr`);
await page.waitForFunction(() => /of [\d.]+/.test(document.querySelector('.clock .of')?.textContent ?? ''), undefined, {
  timeout: 300_000,
});
console.log(`${SEGMENTS} segments arrived and were drawn in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
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
front.close();
server.stop();
process.exit(0);
