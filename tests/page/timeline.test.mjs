/** Time and pixels. */
import test from 'node:test';
import assert from 'node:assert/strict';
import { Lane } from '../../static/js/replay/lane.js';
import { countStates } from '../../static/js/timeline/shares.js';
import { TimeScale, tickLabel } from '../../static/js/timeline/scale.js';

function scale(end = 100e6, width = 1000) {
  const s = new TimeScale();
  s.left = 100;
  s.width = width;
  s.extend(end);
  return s;
}

test('pixels and time are inverse to each other', () => {
  const s = scale();
  s.show(20e6, 10e6);
  for (const t of [20e6, 23.5e6, 30e6]) assert.ok(Math.abs(s.t(s.x(t)) - t) < 1);
});

test('zoom keeps the moment under the pointer', () => {
  const s = scale();
  const x = s.x(40e6);
  s.zoom(0.5, 40e6);
  assert.ok(Math.abs(s.x(40e6) - x) < 1e-6);
  assert.equal(s.span, 50e6);
});

test('the window never leaves the run and never gets smaller than a pixel of sense', () => {
  const s = scale();
  s.zoom(1e-12, 1e6);
  assert.equal(s.span, 2000);
  s.pan(1e12);
  assert.equal(s.to, s.end);
  s.zoom(1e12, 0);
  assert.deepEqual([s.from, s.to], [0, s.end]);
});

test('a growing run stays wholly in view, a zoomed window stays where it is', () => {
  const s = scale(10e6);
  s.extend(20e6);
  assert.equal(s.to, 20e6);
  s.show(5e6, 2e6);
  s.extend(40e6);
  assert.deepEqual([s.from, s.to], [5e6, 7e6]);
});

test('the window turns over when the needle passes 85 %', () => {
  const s = scale();
  s.show(0, 10e6);
  assert.equal(s.follow(8e6), false);
  assert.equal(s.follow(8.6e6), true);
  assert.ok(s.from < 8.6e6 && s.to > 8.6e6);
});

test('ticks are 1, 2 or 5 times a power of ten', () => {
  for (const end of [1e3, 7e4, 3.3e6, 48e6, 1e9, 9e10]) {
    const step = scale(end).step();
    assert.ok([1, 2, 5, 10].includes(Math.round(step / 10 ** Math.floor(Math.log10(step) + 1e-9))), `${step}`);
    assert.ok((step / scale(end).span) * 1000 >= 84);
  }
});

/** @param {number} t @param {number} step @param {number} span @param {string} expected */
const label = (t, step, span, expected) => assert.equal(tickLabel(t, step, span), expected);

test('tick labels', () => {
  label(0, 5e6, 48e6, '0 ms');
  label(5e6, 5e6, 48e6, '5');
  label(0.5e6, 0.5e6, 4e6, '0.5');
  label(2e9, 1e9, 20e9, '2');
  label(0, 1e9, 20e9, '0 s');
  label(2000, 1000, 20e3, '2');
});

test('a band counts who runs, is ready and waits, in parts of bins too', () => {
  const lane = (/** @type {[string, number, number][]} */ list) =>
    Lane.from(list.map(([state, t0, t1]) => ({ state: /** @type {any} */ (state), t0, t1 })));
  const lanes = [
    lane([
      ['run', 0, 10],
      ['io', 10, 40],
      ['done', 40, Infinity],
    ]),
    lane([
      ['ready', 5, 25],
      ['run', 25, Infinity],
    ]),
  ];
  const shown = countStates(lanes, 0, 40, 4, 40).map((list) => [...list].map((n) => +n.toFixed(2)).join(' '));
  assert.deepEqual(shown, ['1 0 0.5 1', '0.5 1 0.5 0', '0 1 1 1']);
});

test('a band of very many segments counts what each of them would', () => {
  const long = new Lane();
  /** @type {import('../../static/js/replay/lane.js').Texture[]} */
  const states = ['run', 'ready', 'io'];
  const wanted = [new Float64Array(8), new Float64Array(8), new Float64Array(8)];
  for (let t = 0; t < 80_000; t += 2) {
    const k = (t * 7 + Math.floor(t / 999)) % 3;
    long.push({ t0: t, t1: Infinity, state: states[k] ?? 'run' });
    const list = /** @type {Float64Array} */ (wanted[k]);
    const bin = Math.floor(t / 10_000);
    list[bin] = (list[bin] ?? 0) + 2 / 10_000;
  }
  countStates([long, long], 0, 80_000, 8, 80_000).forEach((list, k) =>
    list.forEach((n, bin) =>
      assert.ok(Math.abs(n - 2 * (wanted[k]?.[bin] ?? 0)) < 1e-3, `${states[k]} in ${bin}: ${n}`),
    ),
  );
  let visited = 0;
  long.visit(0, 80_000, 2_500, () => visited++);
  assert.ok(visited < 500, `${visited} pieces for 8 bins`);
});

test('a stretch of a lane is visited in pieces no finer than asked, and nothing is lost or counted twice', () => {
  const lane = new Lane();
  let t = 0;
  for (let i = 0; i < 5000; i++) {
    lane.push({ t0: t, t1: Infinity, state: i % 2 ? 'run' : 'ready', thread: i % 7 });
    t += 1 + ((i * 37) % 11);
  }
  lane.close(t);
  for (const [from, to, ns] of [
    [0, t, 0],
    [0, t, 200],
    [0, t, 1e9],
    [1234, 9000, 150],
  ]) {
    let [n, run, last] = [0, 0, -1];
    lane.visit(from ?? 0, to ?? 0, ns ?? 0, (_, t0, t1, busy) => {
      n += 1;
      run += busy;
      assert.ok(last < 0 || t0 === last, 'they follow each other');
      last = t1;
    });
    let exact = 0;
    let count = 0;
    for (const s of lane)
      if (s.t0 <= (to ?? 0) && s.t1 > (from ?? 0)) ((count += 1), (exact += s.state === 'run' ? s.t1 - s.t0 : 0));
    if (ns === 0) assert.deepEqual([n, run], [count, exact]);
    else {
      assert.ok(n < count / 3, `${n} pieces of ${count}`);
      assert.ok(run >= exact - 12, 'all time on a core is in a piece');
    }
  }
});

test('the pyramid grows with the lane', () => {
  const lane = new Lane();
  for (let i = 0; i < 700; i++) {
    lane.push({ t0: i * 10, t1: Infinity, state: i % 3 ? 'io' : 'run', thread: 1 });
    if (i % 50 === 0) lane.build();
  }
  const runs = () => {
    let run = 0;
    lane.visit(0, 7000, 1e9, (_, __, ___, busy) => (run += busy));
    return run;
  };
  lane.close(7000);
  assert.equal(runs(), 234 * 10);
});
