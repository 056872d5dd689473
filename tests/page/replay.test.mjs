/** The machine's state at any position, and the lanes, from steps alone. */
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import assert from 'node:assert/strict';
import { Run } from '../../static/js/replay/run.js';
import { segmentAt, sharesOf } from '../../static/js/replay/lanes.js';
import { BLOCKED_LOOP, TWO_THREADS, machine, steps } from './text.mjs';
import { flat, showLane, showState } from './show.mjs';

/** @param {string} text @param {object} [m] */
function runOf(text, m) {
  const run = new Run(machine(m));
  run.append(steps(text));
  run.complete = true;
  return run;
}

/** The state once the last step of `time` (µs) has happened. @param {string} text @param {number} time @param {string} expected */
function check(text, time, expected) {
  const run = runOf(text);
  assert.equal(showState(run.at(run.positionAt(time * 1000))), flat(expected));
}

test('a thread that finds the GIL taken waits for it', () =>
  check(
    TWO_THREADS,
    150,
    `
  MainThread: running on core 0; cpu 0, held 0; line 1
  Thread-1 (work): blocked for gil, seat 0; cpu 0, held 0
  GIL: MainThread
  n = 0 by MainThread`,
  ));

test('join gives the GIL and the core away', () =>
  check(
    TWO_THREADS,
    300,
    `
  MainThread: blocked for join, seat 0; cpu 240, held 0; line 2
  Thread-1 (work): running on core 0; cpu 0, held 140; line 5; i=1
  GIL: Thread-1 (work)
  n = 1 by Thread-1 (work)`,
  ));

test('at the end everybody is done and every core is free', () =>
  check(
    TWO_THREADS,
    600,
    `
  MainThread: done; cpu 330, held 0; line 2
  Thread-1 (work): done; cpu 240, held 140; line 5
  n = 1 by Thread-1 (work)`,
  ));

test('a process that is gone has left its GIL', () => {
  const alive = TWO_THREADS.slice(0, TWO_THREADS.indexOf('500   t1'));
  const holder = (/** @type {string} */ text) => {
    const run = runOf(text);
    return run.at(run.steps.length).gils[0]?.holder;
  };
  assert.equal(holder(alive), 1);
  assert.equal(holder(`${alive}450 - process_exited process=0 status=3\n`), undefined);
});

test('bytes lie in a pipe until they are read', () => {
  const two = `
0   -     process_started process=0 pid=7 name=p.py
0   t0    thread_created process=0 name=MainThread function=<module> daemon=false
0   -     process_started process=1 pid=8 name=child parent=0
0   t1    thread_created process=1 name=MainThread function=<module> daemon=false
10  t0/c0 bytes_sent pipe=3 bytes=60 message=100 to=1
20  t1/c1 bytes_received pipe=3 bytes=4
30  t0/c0 bytes_sent pipe=3 bytes=40 message=100 to=1
40  t0/c0 bytes_sent pipe=3 bytes=8 message=8 to=1
50  t1/c1 bytes_received pipe=3 bytes=96
`;
  const run = runOf(two);
  const lying = (/** @type {number} */ at) =>
    run.at(run.positionAt(at * 1000)).parcels.map((p) => `${p.id}: ${p.written - p.read} of ${p.message} for ${p.to}`);
  assert.deepEqual(lying(10), ['0: 60 of 100 for 1']);
  assert.deepEqual(lying(20), ['0: 56 of 100 for 1']);
  assert.deepEqual(lying(40), ['0: 96 of 100 for 1', '1: 8 of 8 for 1']);
  assert.deepEqual(lying(50), ['1: 8 of 8 for 1']);
  assert.deepEqual(run.lanes.deliveries, [{ t: 10_000, from: 0, to: 1 }]);
});

test('a call that does not await blocks the loop', () =>
  check(
    BLOCKED_LOOP,
    2000,
    `
  MainThread: blocked for sleep, seat 0; cpu 1080, held 0; line 5
  main: task; line 10
  tick: running; line 5
  loop: run, turn 2, runs tick, blocked by time.sleep(2)`,
  ));

test('a loop that is started again keeps its account', () => {
  const run = runOf(`
    0 t0 thread_created process=0 name=A function=f daemon=false
    0 t0 loop_started name=loop
    100 t0 select_started timeout_ns=400
    500 t0 select_returned timers=1 events=0
    600 t0 loop_stopped
    700 t0 loop_started name=loop
    800 t0 select_started timeout_ns=0
    850 t0 select_returned timers=0 events=0
    900 t0 loop_stopped`);
  const times = (/** @type {number} */ position, /** @type {number} */ us) => run.at(position).loopTimes(us * 1000);
  assert.deepEqual(times(3, 300), { select: 200_000, blocked: 0 });
  assert.deepEqual(times(run.steps.length, 900), { select: 450_000, blocked: 0 });
});

test('a task waits in the bay of its timer while the loop sleeps', () =>
  check(
    BLOCKED_LOOP,
    500,
    `
  MainThread: running on core 0; cpu 0, held 0
  main: task; line 10
  tick: timer until 1050; line 4
  loop: select, turn 1`,
  ));

test('locks know their holder and who wants them', () =>
  check(
    `
  0 - process_started process=0 pid=1 name=p
  0 t0 thread_created process=0 name=A function=f daemon=false
  0 t1 thread_created process=0 name=B function=f daemon=false
  0 t0/c0 dispatched switch_ns=0
  0 t1/c1 dispatched switch_ns=0
  1 t0/c0 object_created object=0 kind=lock name=Lock-1
  2 t0/c0 object_named object=0 name=lock
  3 t0/c0 acquired object=0
  4 t1/c1 contended object=0 holder=0
  4 t1/c1 blocked cause=lock object=0 on=0
`,
    4,
    `
  A: running on core 0; cpu 0, held 0
  B: blocked for lock, seat 0; cpu 4, held 0
  lock: held by A, wanted by B`,
  ));

const NICE = `
  0 - process_started process=0 pid=1 name=p
  0 t0 thread_created process=0 name=A function=f daemon=false
  0 t0/c0 dispatched switch_ns=0
  1 t0/c0 nice_set nice=5
  2 t0/c0 affinity_set cores=[1]
  3 t1 thread_created process=0 name=B function=f daemon=false by=0
  4 t1 nice_set nice=19 by=0
  5 t0/c0 affinity_set cores=[0,1]
`;

test('nice values and cores are those of the moment, and a new thread has its creator’s', () => {
  check(NICE, 0, 'A: running on core 0; cpu 0, held 0');
  check(NICE, 1, 'A: running on core 0; cpu 0, held 0; nice 5');
  const created = 'A: running on core 0; cpu 0, held 0; nice 5 · core 1 alone';
  check(NICE, 3, `${created}\nB: new; cpu 0, held 0; nice 5 · core 1 alone`);
  check(NICE, 4, `${created}\nB: new; cpu 0, held 0; nice 19 · core 1 alone`);
  const freed = 'A: running on core 0; cpu 0, held 0; nice 5\nB: new; cpu 0, held 0; nice 19 · core 1 alone';
  check(NICE, 5, freed);
});

test('a waiting place keeps its occupant until it leaves', () => {
  const run = runOf(`
    0 t0 thread_created process=0 name=A function=f daemon=false
    0 t1 thread_created process=0 name=B function=f daemon=false
    0 t2 thread_created process=0 name=C function=f daemon=false
    1 t0 blocked cause=sleep until_ns=5
    2 t1 blocked cause=sleep until_ns=9
    5 t0 thread_ready reason=timed_out
    6 t2 blocked cause=network until_ns=8`);
  const rows = run.at(run.steps.length).threads.map((t) => [t.name, t.status, t.row]);
  assert.deepEqual(rows, [
    ['A', 'ready', 0],
    ['B', 'blocked', 1],
    ['C', 'blocked', 0],
  ]);
  assert.equal(run.lanes.seats.get('track'), 2);
});

test('lanes say who did what from when to when', () => {
  const { lanes } = runOf(TWO_THREADS);
  assert.equal(
    showLane(lanes.threads[0]),
    'switch 0-10, run 10-250, join 250-500, switch 500-510, run 510-600, done 600-',
  );
  assert.equal(showLane(lanes.threads[1]), 'switch 100-110, gil 110-250, switch 250-260, run 260-500, done 500-');
  assert.equal(
    showLane(lanes.cores[0]),
    'switch 0-10, run 10-250, switch 250-260, run 260-500, switch 500-510, run 510-600',
  );
  assert.deepEqual(
    lanes.handoffs.map((f) => [f.t / 1000, f.from, f.to]),
    [
      [260, 0, 1],
      [510, 1, 0],
    ],
  );
  assert.deepEqual(
    lanes.holds.map((g) => [g.thread, g.t0 / 1000, g.t1 / 1000]),
    [
      [0, 10, 250],
      [1, 260, 500],
      [0, 510, 600],
    ],
  );
});

test('who ends with its process holds its GIL no longer', () => {
  const { lanes } = runOf(`
0   -     process_started process=0 pid=7 name=p.py
0   t0    thread_created process=0 name=MainThread function=<module> daemon=false
0   t0    thread_ready reason=created
0   t0/c0 dispatched switch_ns=0
0   t0/c0 gil_taken
50  t0/c0 thread_exited
50  -     process_exited process=0 status=0
90  -     run_ended status=0
`);
  assert.deepEqual(
    lanes.holds.map((g) => [g.thread, g.t0 / 1000, g.t1 / 1000]),
    [[0, 0, 50]],
  );
});

test('who had a core lately, and for how long', () => {
  const { lanes } = runOf(TWO_THREADS);
  assert.deepEqual(
    [...sharesOf(lanes.cores[0], 200e3, 300e3)],
    [
      [0, 50e3],
      [1, 40e3],
    ],
  );
  assert.deepEqual([...sharesOf(lanes.cores[1], 0, 600e3)], []);
});

test('the lane of a blocked loop', () => {
  const { lanes } = runOf(BLOCKED_LOOP);
  assert.equal(
    showLane(lanes.loops[0]),
    'run 10-30, run 40-50, run 1070-1080, block 1080-3080, run 3080-3090, run 3100-3110',
  );
  assert.equal(segmentAt(lanes.loops[0], 2e6)?.what, 'time.sleep(2)');
  assert.equal(segmentAt(lanes.loops[0], 500e3), undefined);
});

test('time per line counts cores for threads and the whole step for tasks', () => {
  const heat = (/** @type {string} */ text) => {
    const run = runOf(text);
    return [...run.at(run.steps.length).heat].map(
      ([line, who]) => `${line}: ${[...who].map(([k, ns]) => `${k} ${ns / 1000}`).join(' ')}`,
    );
  };
  assert.deepEqual(heat(TWO_THREADS), ['1: t0 190', '2: t0 140', '5: t1 240']);
  assert.deepEqual(heat(BLOCKED_LOOP), ['9: k0 20', '3: k1 10', '4: k1 10', '5: k1 2010', '10: k0 10']);
});

test('steps of a newer engine change nothing', () => {
  const run = runOf(`${TWO_THREADS}\n700 t0 invented_later thing=1`);
  assert.equal(run.at(run.steps.length).position, run.steps.length);
});

/** A golden trace of the engine: one line of JSON per step, as from
 * `timeslice run scenarios/races/deadlock.py --trace ndjson`. @param {string} name */
function golden(name) {
  const records = readFileSync(new URL(`traces/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l));
  const hello = records.find((r) => r.type === 'hello');
  const run = new Run(hello?.machine ?? machine());
  run.append(records.filter((r) => r.id !== undefined && r.time_ns !== undefined));
  run.complete = true;
  return run;
}

for (const name of readdirSync(new URL('traces', import.meta.url)).filter((f) => f.endsWith('.jsonl'))) {
  test(`${name}: any position, reached from anywhere, is the same state`, () => {
    const run = golden(name);
    const n = run.steps.length;
    assert.ok(n > 50, `${n} steps`);
    /** @type {[number, string][]} */
    const forward = [];
    for (let p = 0; p <= n; p += 7) forward.push([p, showState(run.at(p))]);
    for (const [p, expected] of forward.toReversed()) assert.equal(showState(run.at(p)), expected);
    let jump = 1;
    for (let i = 0; i < 60; i++) {
      jump = (jump * 48271) % 2147483647;
      const [p, expected] = forward[jump % forward.length] ?? [0, ''];
      assert.equal(showState(run.at(p)), expected);
    }
  });

  test(`${name}: nobody is in two places, no lane overlaps, CPU adds up`, () => {
    const run = golden(name);
    for (let p = 0; p <= run.steps.length; p++) {
      const s = run.at(p);
      const onCores = s.cores.flatMap((c) => (c.thread === undefined ? [] : [c.thread]));
      assert.deepEqual(
        onCores.toSorted(),
        s.threads
          .filter((t) => t?.status === 'running')
          .map((t) => t.id)
          .toSorted(),
      );
      assert.deepEqual(
        s.ready.toSorted(),
        s.threads
          .filter((t) => t?.status === 'ready')
          .map((t) => t.id)
          .toSorted(),
      );
      for (const g of s.gils) if (g?.holder !== undefined) assert.notEqual(s.threads[g.holder]?.status, 'done');
    }
    const end = run.at(run.steps.length);
    for (const lane of [...run.lanes.threads, ...run.lanes.cores, ...run.lanes.tasks, ...run.lanes.loops]) {
      for (let i = 1; i < (lane?.length ?? 0); i++)
        assert.ok((lane?.at(i - 1)?.t1 ?? 0) <= (lane?.at(i)?.t0 ?? 0), showLane(lane));
    }
    const busy = end.cores.reduce((a, c) => a + c.busy, 0);
    assert.equal(
      end.threads.reduce((a, t) => a + (t?.cpu ?? 0), 0),
      busy,
    );
  });
}
