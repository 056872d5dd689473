/** The teacher's voice: what happened at this step and why, and the two sentences before it. */
import { h } from '../ui/dom.js';
import { clock, clockUnit, duration, thousands } from '../ui/format.js';
import { speak } from '../ui/voice.js';
import { bare } from '../replay/entities.js';
import { isReason, labelOf } from '../replay/kinds.js';

/**
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('../replay/run.js').Step} Step
 * @typedef {import('../replay/state.js').MachineState} MachineState
 */

const BRIEF_MS = 1000;

const WRONG = new Set(['blocking_call_started', 'uncaught', 'deadlocked', 'limit_reached']);

/** How a run resolves the names in its sentences.
 * @param {Run} run @returns {import('../ui/voice.js').Names} */
export const namesOf = (run) => ({
  who: (key) => run.people().get(key) ?? ownTask(run, key),
  object: (id) => run.head.objects[id]?.name,
});

/** A task of asyncio's own, by its function. @param {Run} run @param {string} key */
function ownTask(run, key) {
  const task = key.startsWith('k') ? run.head.tasks[Number(key.slice(1))] : undefined;
  return task && { name: bare(task.coroutine), hue: 0 };
}

/** What is said of a step: of a dispatch, why it was this one and no other, where the trace tells the decision.
 * @param {Run} run @param {number} position  just after the step @returns {string} */
export function sentenceAt(run, position) {
  const step = run.stepAt(position);
  if (!step) return '';
  if (step.type === 'dispatched') {
    for (let p = position - 1; p > 0; p--) {
      const before = /** @type {Step} */ (run.stepAt(p));
      if (before.time_ns !== step.time_ns || !(isReason(before) || before.type === 'preempted')) break;
      if (before.say && before.type === 'decided') return before.say;
    }
  }
  return step.say ?? '';
}

export class Narration {
  /** @param {HTMLElement} el @param {(position: number) => void} seek */
  constructor(el, seek) {
    this.seek = seek;
    this.when = h('p', { class: 'when num' });
    this.main = h('p', { class: 'voice' });
    this.past = h('ol', { class: 'past', 'aria-label': 'Before this' });
    this.live = h('div', { class: 'now-said', 'aria-live': 'polite', 'aria-atomic': 'true' }, this.when, this.main);
    el.append(this.live, this.past);
    this.key = '';
    /** It says something that is not in the trace, until the reader moves on. */
    this.holds = false;
    /** @type {{ at: number, position: number, counts: number[] } | undefined} What the last summary counted up to. */
    this.counted = undefined;
  }

  /** A screen reader follows steps, not playback.
   * @param {boolean} playing */
  hush(playing) {
    this.live.setAttribute('aria-live', playing ? 'off' : 'polite');
  }

  /** Something that is not in the trace: loading, a lost connection, an error.
   * @param {string} label @param {string} sentence @param {boolean} [bad] @param {Node[]} [actions] */
  say(label, sentence, bad = false, actions = []) {
    this.holds = true;
    this.key = '';
    this.when.replaceChildren(h('span', {}, ''), h('span', { class: `kind${bad ? ' bad' : ''}` }, label));
    this.main.replaceChildren(
      ...speak(sentence, { who: () => undefined, object: () => undefined }),
      ...(actions.length ? [h('span', { class: 'acts' }, actions)] : []),
    );
    this.past.replaceChildren();
  }

  /** The stream broke off. @param {Run | undefined} run  what there is of it @param {() => void} again */
  lost(run, again) {
    const sentence = run
      ? `The stream stopped at ${duration(run.end)}. What is here is complete.`
      : 'The engine does not answer.';
    this.say('connection lost', sentence, true, [againButton(again)]);
  }

  /** Steps come faster than they can be read: once a second, what there was of them. @param {Run} run @param {MachineState} state @param {number} now  of the reader
   * @returns {undefined} */
  brief(run, state, now) {
    if (this.holds) return;
    const counts = [state.counts.handoffs, state.counts.switches, state.mainLoop?.turn ?? 0, state.counts.outputs];
    const last = this.counted;
    if (last && state.position >= last.position && now - last.at < BRIEF_MS) return;
    this.counted = { at: now, position: state.position, counts };
    if (!last || state.position < last.position || now - last.at > 3 * BRIEF_MS) return;
    const [handoffs = 0, switches = 0, turns = 0, outputs = 0] = counts.map((n, i) =>
      Math.max(0, n - (last?.counts[i] ?? 0)),
    );
    const times = (/** @type {number} */ n) => (n === 1 ? 'once' : n === 2 ? 'twice' : `${thousands(n)} times`);
    const sentence =
      turns > 0
        ? `The loop went round ${times(turns)}.`
        : handoffs > 0
          ? `The GIL changed hands ${times(handoffs)}.`
          : switches > 0
            ? `The kernel switched ${times(switches)}.`
            : outputs > 0
              ? `The program printed ${times(outputs)}.`
              : 'The same goes on.';
    this.key = '';
    this.when.replaceChildren(
      h('span', {}, `${clock(state.now, run.end)} ${clockUnit(run.end)}`),
      h('span', { class: 'kind' }, 'in brief'),
    );
    this.main.textContent = sentence;
    this.past.replaceChildren();
  }

  /** @param {Run} run @param {number} position @param {boolean} lines  whether line steps are told too @param {boolean} exact  this very step, however small @param {boolean} [loop]  the stage is the event loop's @returns {Step | undefined} the step that is told */
  tell(run, position, lines, exact, loop = false) {
    if (this.holds) return undefined;
    const told = exact ? run.toldAt(position, lines) : mainOf(run, run.toldAt(position, lines), lines, loop);
    const step = run.stepAt(told);
    const key = `${told}|${run.population}|${lines}|${run.steps.length > 0}`;
    if (key === this.key && step) return step;
    this.key = key;
    if (!step) {
      this.when.replaceChildren(h('span', {}, '0 ms'), h('span', { class: 'kind' }, 'begin'));
      this.main.textContent = 'The machine is on and nothing has run yet.';
      this.past.replaceChildren();
      return undefined;
    }
    const names = namesOf(run);
    const time = (/** @type {number} */ ns) => clock(ns, run.end);
    this.when.replaceChildren(
      h('span', {}, `${time(step.time_ns)} ${clockUnit(run.end)}`),
      h('span', { class: `kind${WRONG.has(step.type) ? ' bad' : ''}` }, labelOf(step)),
    );
    this.main.replaceChildren(
      ...speak(sentenceAt(run, told), names),
      ...(step.type === 'limit_reached' ? [h('span', { class: 'acts more' }, grouped(step.message))] : []),
    );
    const before = [];
    for (let p = run.toldAt(told - 1, lines); p > 0 && before.length < 2; p = run.toldAt(p - 1, lines)) before.push(p);
    this.past.replaceChildren(
      ...before.map((p) => {
        const s = /** @type {Step} */ (run.stepAt(p));
        return h(
          'li',
          {},
          h(
            'button',
            { type: 'button', onclick: () => this.seek(p) },
            h('span', { class: 'num' }, time(s.time_ns).replace(/(\.\d\d)\d+$/, '$1')),
            h('span', { class: 'pt' }, speak(sentenceAt(run, p), names)),
          ),
        );
      }),
    );
    return step;
  }
}

/** @param {() => void} again */
export const againButton = (again) =>
  h('button', { class: 'btn', type: 'button', onclick: () => again() }, 'Try again');

/** What the kernel does about a thread: beside the point while one looks at its event loop. */
const OF_THE_THREAD = new Set([
  'core_idle',
  'blocked',
  'thread_ready',
  'dispatched',
  'gil_dropped',
  'gil_taken',
  'gil_wanted',
]);

/** Long numbers with thin spaces. @param {string} text */
const grouped = (text) => text.replace(/\b\d{5,}\b/g, (n) => thousands(Number(n)));

/** What only follows from the step before it. */
const CONSEQUENCES = new Set(['core_idle', 'process_exited', 'run_ended']);

/** Steps this close together are told as one, in virtual nanoseconds. */
const AT_ONCE = 20_000;

/** Of the steps of one moment, the one worth a sentence when nobody stepped to another: how the program ended rather
 * than that it did, and, on the stage of the event loop, what the task did rather than what became of its thread.
 * @param {Run} run @param {number} told @param {boolean} lines @param {boolean} loop
 * @returns {number} */
function mainOf(run, told, lines, loop) {
  const step = run.stepAt(told);
  if (!step || !(CONSEQUENCES.has(step.type) || (loop && OF_THE_THREAD.has(step.type)))) return told;
  const before = run.toldAt(told - 1, lines);
  const earlier = run.stepAt(before);
  return earlier && step.time_ns - earlier.time_ns <= AT_ONCE ? mainOf(run, before, lines, loop) : told;
}
