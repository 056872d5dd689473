/** The page's clock: order is never changed, every seek and step lands where it says. */
import test from 'node:test';
import assert from 'node:assert/strict';
import { Player, TRAVEL, runPhase } from '../../static/js/player/player.js';
import { Run } from '../../static/js/replay/run.js';
import { concerns, passes } from '../../static/js/replay/kinds.js';
import { BLOCKED_LOOP, TWO_THREADS, machine, steps } from './text.mjs';

/** @param {string} [text] @param {boolean} [complete] */
function playerOf(text = TWO_THREADS, complete = true) {
  const run = new Run(machine());
  run.append(steps(text));
  run.complete = complete;
  const player = new Player();
  player.load(run, 0);
  return { run, player };
}

/** @param {Player} player */
function playThrough(player) {
  const seen = [];
  player.play();
  for (let i = 0; i < 100_000 && player.playing && !player.waiting; i++) {
    player.advance(16);
    seen.push([player.position, player.t]);
  }
  return seen;
}

test('playing shows every position in order and time never goes back', () => {
  const { player, run } = playerOf();
  const seen = playThrough(player);
  for (let i = 1; i < seen.length; i++) {
    assert.ok(Number(seen[i]?.[0]) >= Number(seen[i - 1]?.[0]));
    assert.ok(Number(seen[i]?.[1]) >= Number(seen[i - 1]?.[1]));
  }
  assert.equal(player.position, run.steps.length);
  assert.equal(player.t, run.end);
  assert.equal(player.playing, false);
});

test('virtual time stands still while tokens travel', () => {
  const { player } = playerOf();
  player.seek(4);
  const { t } = player;
  player.u = player.begins[player.beatIn(player.beats, 4)] ?? 0;
  player.play();
  player.advance(TRAVEL - 20);
  assert.equal(player.t, t);
});

test('a 5 µs switch and an 18 ms wait are both watchable', () => {
  assert.equal(runPhase(5000), 60);
  assert.equal(runPhase(100_000), 120);
  assert.equal(runPhase(18e6), 1500);
  assert.equal(runPhase(0), 0);
});

test('a step goes to the next event and a step back returns', () => {
  const { player, run } = playerOf();
  const visited = [];
  for (let i = 0; i < 200 && player.position < run.steps.length; i++) {
    assert.ok(player.step(1));
    while (player.glide) player.advance(16);
    visited.push(player.position);
  }
  const kernel = run.steps.flatMap((s, i) => (/^(line|var_)/.test(s.type) ? [] : [i + 1]));
  assert.deepEqual(visited, kernel);
  for (const p of kernel.toReversed().slice(1)) {
    player.step(-1);
    assert.equal(player.position, p);
  }
  player.step(-1);
  assert.equal(player.position, 0);
  assert.equal(player.step(-1), false);
});

test('by line, a step is a line', () => {
  const { player, run } = playerOf();
  player.setGrain('line');
  player.seek(5);
  player.step(1);
  while (player.glide) player.advance(16);
  assert.equal(run.stepAt(player.position)?.type, 'line');
});

test('a step back between two events first returns to the one that led there', () => {
  const { player } = playerOf();
  player.seekTime(150_000);
  const { position } = player;
  player.step(-1);
  assert.equal(player.position, position);
  assert.equal(player.t, 110_000);
});

test('seeking to a time has done everything that happened by then, and nothing more', () => {
  const { player, run } = playerOf();
  for (const t of [0, 99_999, 100_000, 250_000, 555_000, 600_000]) {
    player.seekTime(t);
    assert.equal(player.t, t);
    assert.ok((run.steps[player.position - 1]?.time_ns ?? 0) <= t);
    assert.ok((run.steps[player.position]?.time_ns ?? Infinity) > t);
    const { position } = player;
    assert.equal(player.at(player.u).position, position, `u of ${t}`);
  }
});

test('jumping by kind and person', () => {
  const { player, run } = playerOf();
  const worker = run.who(1);
  assert.ok(worker);
  const wakes = [];
  while (player.step(1, (s) => passes('wake')(s) && concerns(s, worker))) {
    while (player.glide) player.advance(16);
    wakes.push(run.stepAt(player.position)?.time_ns);
  }
  assert.deepEqual(wakes, [100_000, 250_000]);
  player.seek(0);
  player.step(1, passes('output'));
  while (player.glide) player.advance(16);
  assert.equal(run.stepAt(player.position)?.type, 'output');
});

test('catching up with the engine waits for it, and goes on', () => {
  const all = steps(BLOCKED_LOOP);
  const run = new Run(machine());
  run.append(all.slice(0, 10));
  const player = new Player();
  player.load(run, 0);
  playThrough(player);
  assert.equal(player.waiting, true);
  assert.equal(player.playing, true);
  run.append(all.slice(10));
  run.complete = true;
  player.grow();
  assert.equal(player.waiting, false);
  playThrough(player);
  assert.equal(player.position, all.length);
});

test('another run keeps the moment', () => {
  const { player, run } = playerOf();
  player.seekTime(300_000);
  const other = new Run(machine());
  other.append(steps(TWO_THREADS));
  player.load(other, other.positionAt(player.t), player.t);
  assert.equal(player.t, 300_000);
  assert.equal(player.position, run.positionAt(300_000));
});
