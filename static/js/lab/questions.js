/**
 * "Who runs now?": the moments of a run at which a policy decides between several, as questions with their answers.
 * Pure; the answers are what the trace says happened.
 */

import { isReason } from '../replay/kinds.js';

/**
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('../replay/run.js').Step} Step
 *
 * @typedef {object} Question
 * @property {number} position  Steps applied when it is asked.
 * @property {number} then  Steps applied when it is answered.
 * @property {number} time_ns
 * @property {number | undefined} core
 * @property {number[]} among  Threads that could run.
 * @property {number} answer  The thread that does.
 * @property {boolean} stays  It ran before, and somebody has just come.
 */

/** Whether a step belongs to an answer, not to its cause. @param {Step} s */
const gives = (s) => isReason(s) || (s.type === 'preempted' && s.reason === 'better');

/** @param {Run} run @returns {Question[]} */
export function questionsOf(run) {
  const { steps } = run;
  /** @type {Set<number>} */
  const ready = new Set();
  /** @type {Map<number, number>} Thread by core. */
  const on = new Map();
  const leaves = (/** @type {number} */ thread) => {
    ready.delete(thread);
    for (const [core, t] of on) if (t === thread) on.delete(core);
  };
  /** @type {Question[]} */
  const out = [];
  for (let i = 0; i < steps.length; i++) {
    const s = /** @type {Step} */ (steps[i]);
    const { thread } = s;
    if (thread === undefined) continue;
    if (s.type === 'dispatched') {
      ready.add(thread);
      if (ready.size > 1) {
        let position = i;
        for (; position > 0; position--) {
          const before = /** @type {Step} */ (steps[position - 1]);
          if (before.time_ns !== s.time_ns || !gives(before)) break;
        }
        out.push({
          position,
          then: i + 1,
          time_ns: s.time_ns,
          core: s.core,
          among: [...ready].sort((a, b) => a - b),
          answer: thread,
          stays: false,
        });
      }
      ready.delete(thread);
      if (s.core !== undefined) on.set(s.core, thread);
    } else if (s.type === 'preempted') {
      leaves(thread);
      ready.add(thread);
    } else if (s.type === 'blocked' || s.type === 'thread_exited') leaves(thread);
    else if (s.type === 'thread_ready') {
      ready.add(thread);
      const end = lastOfInstant(steps, i);
      const answer = on.get(0);
      if (run.machine.cores === 1 && answer !== undefined && isQuiet(steps, i, end))
        out.push({
          position: end,
          then: end,
          time_ns: s.time_ns,
          core: 0,
          among: [...ready, answer].sort((a, b) => a - b),
          answer,
          stays: true,
        });
    }
  }
  // Several may arrive at one instant: that is one question.
  return out.filter((q, i) => q.position !== out[i + 1]?.position || q.position < q.then);
}

/** The position after the last step at the time of step `i`. @param {Step[]} steps @param {number} i */
function lastOfInstant(steps, i) {
  const time = /** @type {Step} */ (steps[i]).time_ns;
  let end = i + 1;
  while (end < steps.length && /** @type {Step} */ (steps[end]).time_ns === time) end += 1;
  return end;
}

/** Nobody gets or leaves a core between two positions. @param {Step[]} steps @param {number} from @param {number} to */
function isQuiet(steps, from, to) {
  for (let k = from; k < to; k++) {
    const { type } = /** @type {Step} */ (steps[k]);
    if (type === 'dispatched' || type === 'preempted' || type === 'blocked' || type === 'thread_exited') return false;
  }
  return true;
}
