/** Narration markup, names, numbers. */
import test from 'node:test';
import assert from 'node:assert/strict';
import { parse } from '../../static/js/ui/voice.js';
import { nameTasks, nameThreads } from '../../static/js/replay/entities.js';
import { clock, duration, elide, slowdown, thousands } from '../../static/js/ui/format.js';
import { MachineState } from '../../static/js/replay/state.js';
import { loopAwaits, threadWords } from '../../static/js/stage/words.js';
import { planThreads } from '../../static/js/stage/threads-layout.js';

/** @param {string} sentence @param {string} expected  pieces as `kind:text`, joined by ` | ` */
const speaks = (sentence, expected) =>
  assert.equal(
    parse(sentence)
      .map((p) => `${p.kind}:${p.text}`)
      .join(' | '),
    expected,
  );

test('a loop in select() says what it waits for', () => {
  const state = new MachineState(1);
  const loop = (/** @type {number | undefined} */ until) =>
    /** @type {any} */ ({ thread: 0, mode: 'select', until, current: undefined });
  const task = (/** @type {string} */ status, thread = 0) =>
    state.tasks.push(/** @type {any} */ ({ id: state.tasks.length, thread, status }));
  assert.equal(loopAwaits(state, loop(undefined), 'a timer'), '');
  task('timer');
  assert.equal(loopAwaits(state, loop(5e6), 'a timer'), 'a timer');
  for (const status of ['socket', 'socket', 'worker']) task(status);
  task('socket', 1);
  assert.equal(loopAwaits(state, loop(5e6), 'a timer'), '2 sockets, a worker or a timer');
  state.loops.push(loop(undefined));
  const thread = /** @type {any} */ ({ id: 0, status: 'blocked', cause: 'select' });
  assert.equal(threadWords(thread, undefined, 0, state), 'its loop waits for 2 sockets or a worker');
  assert.equal(threadWords({ ...thread, id: 2 }, undefined, 0, state), 'waits in select()');
});

test('markup', () => {
  speaks('[t3] asks [k12] for [o0].', 'who:t3 | text: asks  | who:k12 | text: for  | object:o0 | text:.');
  speaks(
    'It calls `time.sleep(1)`. *The loop stops.*',
    'text:It calls  | code:time.sleep(1) | text:.  | em:The loop stops.',
  );
  speaks('2 * 3 is `a*b`, [x] and [t] stay', 'text:2 * 3 is  | code:a*b | text:, [x] and [t] stay');
  speaks('', '');
});

const threads = (/** @type {string[]} */ names) =>
  nameThreads(names.map((n, id) => ({ id, name: n.split(':')[0] ?? '', function: n.split(':')[1] ?? 'f', process: 0 })))
    .map((w) => `${w.tag}/${w.name}/h${w.hue}`)
    .join(' ');
const tasks = (/** @type {string[]} */ names) =>
  nameTasks(names.map((n, id) => ({ id, name: n.split(':')[0] ?? '', coroutine: n.split(':')[1] ?? 'f' })))
    .map((w) => `${w.tag}/${w.name}`)
    .join(' ');

test('threads get tags and hues in order of creation', () => {
  assert.equal(
    threads(['MainThread', 'Thread-1 (count)', 'Thread-2 (count)']),
    'M/MainThread/h0 T1/Thread-1/h1 T2/Thread-2/h2',
  );
  assert.equal(
    threads(['MainThread', 'ThreadPoolExecutor-0_0', 'ThreadPoolExecutor-0_1']),
    'M/MainThread/h0 W1/ThreadPoolExecutor-0_0/h1 W2/ThreadPoolExecutor-0_1/h2',
  );
  assert.equal(
    threads(['MainThread', 'deposit', 'withdraw', 'deposit']),
    'M/MainThread/h0 dep/deposit/h1 wit/withdraw/h2 dep2/deposit/h3',
  );
});

test('tasks are called after their coroutines', () => {
  assert.equal(
    tasks(['Task-1:main', 'Task-2:tick', 'Task-3:fetch', 'Task-4:fetch', 'Task-5:report']),
    'main/main tick/tick f1/fetch 1 f2/fetch 2 rep/report',
  );
  assert.equal(tasks(['Task-1:main', 'alpha:work']), 'main/main alpha/alpha');
  assert.equal(
    tasks(['Task-1:main', 'Task-2:Server._accept_connection2', 'Task-3:BaseEventLoop.shutdown_asyncgens', 'Task-4:f']),
    'main/main f/f',
  );
});

test('beyond eight the hue names the function', () => {
  const names = [
    'MainThread:main',
    ...Array.from({ length: 12 }, (_, i) => `Thread-${i + 1}:${i % 2 ? 'read' : 'write'}`),
  ];
  assert.equal(
    new Set(
      threads(names)
        .split(' ')
        .map((x) => x.split('/')[2]),
    ).size,
    3,
  );
});

test('numbers', () => {
  assert.deepEqual([0, 900, 5000, 99_400, 150_000, 4e6, 48.1e6, 1.25e9].map(duration), [
    '0 µs',
    '0.9 µs',
    '5 µs',
    '99 µs',
    '0.15 ms',
    '4 ms',
    '48 ms',
    '1.25 s',
  ]);
  assert.equal(thousands(1320000), '1\u2009320\u2009000');
  assert.deepEqual([clock(6.72e6, 48e6), clock(62e6, 400e6), clock(12e9, 20e9)], ['6.720', '62.0', '12.000']);
  assert.deepEqual([slowdown(1e9 / 5.55), slowdown(1e9 / 43.2), slowdown(1e9 / 19123)], ['5.5', '43', '19\u2009000']);
  assert.equal(elide('390000', 6), '390\u2009000');
  assert.equal(elide('a long value indeed', 10), 'a long …ed');
});

test('the stage fits every room: nothing leaves it, dials do not overlap', () => {
  for (const [w, h] of [
    [748, 600],
    [700, 360],
    [390, 318],
    [1400, 900],
    [560, 440],
    [694, 262],
  ]) {
    for (const cores of [1, 2, 3, 4, 6, 8, 16]) {
      const plan = planThreads(w ?? 0, h ?? 0, {
        cores,
        processes: 1,
        gil: true,
        seats: { gil: 3, lock: 9, join: 1 },
        locks: 2,
        cells: 3,
        tracks: 4,
      });
      assert.equal(plan.dials.length, cores);
      const room = `${w}x${h}, ${cores} cores`;
      for (const d of plan.dials)
        assert.ok(d.x - plan.R >= 0 && d.x + plan.R <= plan.W && d.y + plan.R <= plan.H + 1, room);
      plan.dials.forEach((a, i) =>
        plan.dials
          .slice(i + 1)
          .forEach((b) => assert.ok(Math.hypot(a.x - b.x, a.y - b.y) >= plan.R * 2 - 0.5, `${room}: dials overlap`)),
      );
      for (const p of plan.processes)
        for (const t of [p.gilTray, p.lockTray, p.joinTray])
          assert.ok(t && t.w > 20 && t.x + t.w <= p.box.x + p.box.w, `${room}: trays`);
    }
  }
});
