/**
 * The only `requestAnimationFrame` loop of the page. Somebody who has something to draw calls `wake`; the loop runs
 * as long as a worker says it is not finished, then sleeps.
 */

/** @typedef {(now: number, dt: number) => boolean | void} Worker  Returns whether it wants the next frame too. */

/** @type {Worker[]} */
const workers = [];
let asked = 0;
let last = 0;
/** A tab that was away must not leap ahead. */
const LONGEST = 64;

/** Adds a worker; the order of addition is the order in a frame.
 * @param {Worker} worker */
export function onFrame(worker) {
  workers.push(worker);
}

/** Asks for a frame. */
export function wake() {
  if (asked) return;
  asked = requestAnimationFrame(frame);
}

/** @param {number} now */
function frame(now) {
  asked = 0;
  const dt = last ? Math.min(LONGEST, now - last) : 16;
  last = now;
  let more = false;
  for (const worker of workers) if (worker(now, dt)) more = true;
  if (more) wake();
  else last = 0;
}
