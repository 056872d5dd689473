/** Which lanes a run has: cores then threads; with an event loop, the loop then its tasks. */
import { h } from '../ui/dom.js';
import { chip } from '../ui/chip.js';
import { duration, elide } from '../ui/format.js';
import { Lane } from '../replay/lane.js';

/**
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('./paint.js').Row} Row
 * @typedef {import('../replay/entities.js').Who} Who
 * @typedef {import('../replay/lanes.js').Segment} Segment
 * @typedef {Row & { head: HTMLElement | null, who: Who | undefined, headHeight?: number, also?: string[] }} LaneRow  `headHeight`: of a label that names several lanes; `also`: who else is in it.
 */

/** The jobs of a periodic process follow each other in one lane.
 * @param {Run} run @param {Who[]} whos @returns {{ whos: Who[], lanes: Lane[], also: Map<string, string[]> }} */
function mergeJobs(run, whos) {
  const { threads } = run.lanes;
  /** @type {Map<string, string[]>} */
  const also = new Map();
  const groups = [...Map.groupBy(whos, (w) => w.function || w.key).values()];
  if (groups.length === whos.length) return { whos, lanes: threads, also };
  /** @type {Lane[]} */
  const lanes = [];
  const firsts = groups.map((list) => {
    const first = /** @type {Who} */ (list[0]);
    if (list.length === 1) {
      lanes[first.id] = threads[first.id] ?? new Lane();
      return first;
    }
    also.set(
      first.key,
      list.slice(1).map((w) => w.key),
    );
    const last = list.at(-1);
    lanes[first.id] = Lane.from(
      list
        .flatMap((w) => [...(threads[w.id] ?? [])].filter((s) => s.state !== 'done' || w === last))
        .sort((a, b) => a.t0 - b.t0),
    );
    return { ...first, tag: first.function, name: first.function };
  });
  return { whos: firsts, lanes, also };
}

/** With more threads or tasks than this, functions are bands and only the chosen one has a lane. */
export const MOST_LANES = 24;
const MOST_BANDS = 7;
/** The label of a band has two lines when lanes have at least this height. */
const TWO_LINES = 14;
/** What a band takes, its gap included. */
const BAND_IN_LANES = 2.4;

/** More cores than this share one label, and their lanes are lines. */
const FEW_CORES = 4;

/** The height of a core's lane beside lanes of this height. @param {number} cores @param {number} height */
const coreHeight = (cores, height) => (cores <= FEW_CORES ? height : cores <= 8 ? 7 : 5);

/** The room that names beside the lanes want, in pixels. @param {LaneRow[]} rows @param {boolean} narrow */
export function labelWidth(rows, narrow) {
  if (narrow) return 56;
  const widest = Math.max(
    0,
    ...rows.map((r) => (r.who ? r.who.tag.length * 6.6 + 30 + nameBeside(r.who).length * 6.5 : 0)),
  );
  return Math.min(172, Math.max(112, Math.ceil(widest + 30)));
}

/** Lanes are as high as they like, unless all of them together would take more than their share of the window.
 * @param {Run} run @param {'loop' | 'threads'} view @param {number} room  height of the window @param {boolean} small */
export function laneHeight(run, view, room, small) {
  const wanted =
    document.documentElement.dataset.embed !== undefined || (room < 640 && !small)
      ? 13
      : room < 820 && !small
        ? 16
        : 20;
  const people = [...run.people().values()].filter((w) => w.kind === (view === 'loop' ? 'task' : 'thread')).length;
  const { cores } = run.machine;
  const few = cores <= FEW_CORES || view === 'loop';
  const bands = run.workload ? MOST_BANDS * BAND_IN_LANES : 8;
  const count = (view === 'loop' ? 1 : few ? cores : 0) + (people > MOST_LANES ? bands : people);
  const taken = 52 + (few ? 0 : cores * (coreHeight(cores, wanted) + 1));
  return Math.max(10, Math.min(wanted, Math.floor((room * (small ? 0.5 : 0.34) - taken) / count) - 3));
}

/** @param {Run} run @param {'loop' | 'threads'} view @param {number} height  of a lane @param {boolean} narrow @param {string | undefined} chosen @returns {LaneRow[]} */
export function rowsOf(run, view, height, narrow, chosen) {
  return view === 'loop' ? loopRows(run, height, narrow, chosen) : threadRows(run, height, narrow, chosen);
}

/** @typedef {{ name: string, title: string, list: Who[], hue: number }} Group  Of those who share a band. */

/** By function, the largest ones; the first one is nobody's. @param {Who[]} whos @returns {Group[]} */
const functionsOf = (whos) =>
  [...Map.groupBy(whos.slice(1), (w) => w.function)]
    .sort((a, b) => b[1].length - a[1].length)
    .slice(0, MOST_BANDS)
    .map(([title, list]) => ({ name: `${title.split('.').at(-1)}()`, title, list, hue: list[0]?.hue ?? 0 }));

/** In the order of the table, so many rows to a band. @param {Who[]} whos @returns {Group[]} */
function stretchesOf(whos) {
  const each = Math.ceil(whos.length / MOST_BANDS);
  return Array.from({ length: Math.ceil(whos.length / each) }, (_, i) => {
    const list = whos.slice(i * each, (i + 1) * each);
    const [first, last] = [list[0]?.name ?? '', list.at(-1)?.name ?? ''];
    return { name: `${elide(first, 6)} to ${elide(last, 6)}`, title: `${first} to ${last}`, list, hue: 0 };
  });
}

/** A lane for each of a few; of many, bands by function (or of neighbours, when they have an order), and lanes for the
 * first and the chosen one.
 * @param {Who[]} whos @param {Lane[]} lanes @param {number} height @param {boolean} narrow @param {string | undefined} chosen @param {(who: Who) => Partial<LaneRow>} more @param {(who: Who) => number} [groupOf]  a wider gap stands between groups @param {boolean} [inOrder] @returns {LaneRow[]} */
function peopleRows(whos, lanes, height, narrow, chosen, more, groupOf = () => 0, inOrder = false) {
  const single = (/** @type {Who} */ who) => {
    const segments = lanes[who.id] ?? new Lane();
    const last = segments.at(-1);
    /** @type {LaneRow} */
    const row = {
      id: who.key,
      kind: 'thread',
      y: 0,
      h: height,
      segments,
      hue: () => who.hue,
      head: whoHead(who, narrow),
      who,
      ...more(who),
    };
    if (last?.state === 'done') row.ends = last.t0;
    return row;
  };
  if (whos.length <= MOST_LANES) {
    const rows = whos.map(single);
    const large = new Set([...Map.groupBy(whos, groupOf)].filter(([, list]) => list.length > 1).map(([g]) => g));
    rows.forEach((row, i) => {
      const [own, next] = [whos[i], whos[i + 1]];
      if (own && next && groupOf(own) !== groupOf(next) && (large.has(groupOf(own)) || large.has(groupOf(next))))
        row.gap = 8;
    });
    return rows;
  }
  const bands = (inOrder ? stretchesOf(whos) : functionsOf(whos)).map(({ name, title, list, hue }) => {
    /** @type {LaneRow} */
    const row = {
      id: `f:${title}`,
      kind: 'thread',
      y: 0,
      h: height * 2 + 3,
      gap: 5,
      segments: new Lane(),
      hue: () => hue,
      who: undefined,
      band: { lanes: list.map((w) => lanes[w.id] ?? new Lane()), hue },
      head: h(
        'span',
        { class: `tlab band${height < TWO_LINES ? ' low' : ''}`, title },
        h('b', {}, narrow ? name.slice(0, 6) : name),
        h('span', { class: 'quiet' }, String(list.length)),
      ),
    };
    return row;
  });
  const pinned = whos.filter((w, i) => (i === 0 && !inOrder) || w.key === chosen);
  return [...pinned.map(single), ...bands];
}

/** @param {string} text */
const coreHead = (text) => h('span', { class: 'tlab core' }, text);

/** @param {import('../replay/entities.js').Who} who @param {boolean} narrow */
const whoHead = (who, narrow) =>
  h('span', { class: 'tlab' }, chip(who), narrow ? null : h('span', { class: 'tname' }, nameBeside(who)));

/** What stands beside the tag of a lane. @param {Who} who */
const nameBeside = (who) =>
  who.hue === 0 && who.id === 0 && who.kind === 'thread'
    ? 'Main'
    : who.name === who.tag
      ? ''
      : elide(shortName(who), 18);

/** @param {import('../replay/entities.js').Who} who */
const shortName = (who) =>
  /^Thread-\d+$/.test(who.name) && who.function
    ? (who.function.split('.').at(-1) ?? who.name)
    : who.name.replace(/ of .*$/, '');

/** @param {Run} run @param {number} height @param {boolean} narrow @param {string | undefined} chosen */
function threadRows(run, height, narrow, chosen) {
  const { lanes, machine } = run;
  const people = run.people();
  /** Hues by thread. @type {number[]} */
  const hues = [];
  for (const who of people.values()) if (who.kind === 'thread') hues[who.id] = who.hue;
  /** @type {LaneRow[]} */
  const rows = [];
  const each = coreHeight(machine.cores, height);
  const lines = machine.cores > FEW_CORES;
  for (let i = 0; i < machine.cores; i++) {
    const segments = lanes.cores[i] ?? new Lane();
    /** @type {LaneRow} */
    const row = {
      id: `c${i}`,
      kind: 'core',
      y: 0,
      h: each,
      gap: i === machine.cores - 1 ? 10 : lines ? 1 : 3,
      segments,
      hue: (k) => (segments.stateAt(k) === 'switch' ? undefined : hues[segments.threads[k] ?? -1]),
      label: (s) => (s.state === 'run' ? (people.get(`t${s.thread}`)?.tag ?? '') : ''),
      head: lines
        ? i > 0
          ? null
          : coreHead(`${machine.cores} ${narrow ? '' : 'cores'}`)
        : coreHead(narrow ? `c${i}` : `core ${i}`),
      who: undefined,
    };
    if (lines && i === 0) row.headHeight = machine.cores * (each + 1);
    rows.push(row);
  }
  const processOf = (/** @type {Who} */ w) => run.head.threads[w.id]?.process ?? 0;
  const whos = [...people.values()]
    .filter((w) => w.kind === 'thread')
    .sort((a, b) => processOf(a) - processOf(b) || a.id - b.id);
  if (run.workload) {
    const merged = mergeJobs(run, whos);
    return [
      ...rows,
      ...peopleRows(
        merged.whos,
        merged.lanes,
        height,
        narrow,
        chosen,
        (who) => ({ also: merged.also.get(who.key) ?? [] }),
        undefined,
        true,
      ),
    ];
  }
  return [
    ...rows,
    ...peopleRows(
      whos,
      lanes.threads,
      height,
      narrow,
      chosen,
      (who) => ({ holds: lanes.holdsOf[who.id] ?? [] }),
      processOf,
    ),
  ];
}

/** @param {Run} run @param {number} height @param {boolean} narrow @param {string | undefined} chosen */
function loopRows(run, height, narrow, chosen) {
  const { lanes, head } = run;
  const people = run.people();
  const loop = head.mainLoop;
  /** @type {LaneRow[]} */
  const rows = [];
  if (loop) {
    const segments = lanes.loops[loop.thread] ?? new Lane();
    rows.push({
      id: 'loop',
      kind: 'core',
      y: 0,
      h: height + 4,
      gap: 10,
      segments,
      hue: (i) => (segments.stateAt(i) === 'block' ? undefined : people.get(`k${segments.tasks[i]}`)?.hue),
      label: (s) => (s.state === 'block' ? `blocked ${duration((s.t1 === Infinity ? run.end : s.t1) - s.t0)}` : ''),
      head: coreHead(narrow ? 'loop' : 'the loop'),
      who: undefined,
    });
  }
  const whos = [...people.values()].filter(
    (w) => w.kind === 'task' && (!loop || head.tasks[w.id]?.thread === loop.thread),
  );
  return [...rows, ...peopleRows(whos, lanes.tasks, height, narrow, chosen, () => ({}))];
}
