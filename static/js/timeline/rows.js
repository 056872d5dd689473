/** Which lanes a run has: cores then threads; with an event loop, the loop then its tasks. */
import { h } from '../ui/dom.js';
import { chip } from '../ui/chip.js';
import { duration } from '../ui/format.js';

/**
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('./paint.js').Row} Row
 * @typedef {Row & { head: HTMLElement | null, who: import('../replay/entities.js').Who | undefined }} LaneRow
 */

/** Lanes beyond this many are not drawn one by one. */
export const MOST_LANES = 24;
const TEXT = new WeakMap();

/** @param {Run} run @param {'loop' | 'threads'} view @param {number} height  of a lane @param {boolean} narrow @returns {{ rows: LaneRow[], more: number }} */
export function rowsOf(run, view, height, narrow) {
  return view === 'loop' ? loopRows(run, height, narrow) : threadRows(run, height, narrow);
}

/** @param {string} text */
const coreHead = (text) => h('span', { class: 'tlab core' }, text);

/** @param {import('../replay/entities.js').Who} who @param {boolean} narrow */
const whoHead = (who, narrow) => h('span', { class: 'tlab' }, chip(who), narrow ? null : h('span', { class: 'tname' }, who.id === 0 && who.kind === 'thread' ? 'Main' : who.name === who.tag ? '' : shortName(who)));

/** @param {import('../replay/entities.js').Who} who */
const shortName = (who) => (/^Thread-\d+$/.test(who.name) && who.function ? who.function.split('.').at(-1) ?? who.name : who.name);

/** @param {Run} run @param {number} height @param {boolean} narrow */
function threadRows(run, height, narrow) {
  const { lanes, machine } = run;
  const people = run.people();
  const hueOf = (/** @type {import('../replay/lanes.js').Segment} */ s) => (s.state === 'switch' ? undefined : people.get(`t${s.thread}`)?.hue);
  /** @type {LaneRow[]} */
  const rows = [];
  for (let i = 0; i < machine.cores; i++) {
    rows.push({ id: `c${i}`, kind: 'core', y: 0, h: height, gap: i === machine.cores - 1 ? 10 : 3, segments: lanes.cores[i] ?? [], hue: hueOf, label: (s) => (s.state === 'run' ? people.get(`t${s.thread}`)?.tag ?? '' : ''), head: coreHead(narrow ? `c${i}` : `core ${i}`), who: undefined });
  }
  const threads = run.head.threads.filter(Boolean);
  for (const t of threads.slice(0, MOST_LANES)) {
    const who = people.get(`t${t.id}`);
    if (!who) continue;
    const segments = lanes.threads[t.id] ?? [];
    const last = segments.at(-1);
    /** @type {LaneRow} */
    const row = { id: who.key, kind: 'thread', y: 0, h: height, segments, hue: () => who.hue, holds: lanes.holdsOf[t.id] ?? [], head: whoHead(who, narrow), who };
    if (last?.state === 'done') row.ends = last.t0;
    rows.push(row);
  }
  return { rows, more: Math.max(0, threads.length - MOST_LANES) };
}

/** @param {Run} run @param {number} height @param {boolean} narrow */
function loopRows(run, height, narrow) {
  const { lanes, head } = run;
  const people = run.people();
  const loop = head.mainLoop;
  /** @type {LaneRow[]} */
  const rows = [];
  if (loop) {
    rows.push({
      id: 'loop', kind: 'core', y: 0, h: height + 4, gap: 10, segments: lanes.loops[loop.thread] ?? [], hue: (s) => (s.state === 'block' ? undefined : people.get(`k${s.task}`)?.hue),
      label: (s) => (s.state === 'block' ? cached(s, () => `blocked ${duration((s.t1 === Infinity ? run.end : s.t1) - s.t0)}`) : ''), head: coreHead(narrow ? 'loop' : 'the loop'), who: undefined,
    });
  }
  const tasks = head.tasks.filter((t) => t && (!loop || t.thread === loop.thread));
  for (const t of tasks.slice(0, MOST_LANES)) {
    const who = people.get(`k${t.id}`);
    if (!who) continue;
    const segments = lanes.tasks[t.id] ?? [];
    const last = segments.at(-1);
    /** @type {LaneRow} */
    const row = { id: who.key, kind: 'thread', y: 0, h: height, segments, hue: () => who.hue, head: whoHead(who, narrow), who };
    if (last?.state === 'done') row.ends = last.t0;
    rows.push(row);
  }
  return { rows, more: Math.max(0, tasks.length - MOST_LANES) };
}

/** @param {import('../replay/lanes.js').Segment} s @param {() => string} make */
function cached(s, make) {
  if (s.t1 === Infinity) return make();
  let text = TEXT.get(s);
  if (text === undefined) TEXT.set(s, (text = make()));
  return text;
}
