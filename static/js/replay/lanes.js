/**
 * The score of a run: for every core, thread, task and loop, what it did from when to when.
 *
 * Built step by step while a `MachineState` replays, from the changes it reports; there is no second account of
 * what happened. An open segment ends at `Infinity` until the next change closes it.
 */
import { placeOf } from './entities.js';
import { Lane } from './lane.js';

/**
 * @typedef {import('./state.js').Thread} Thread
 * @typedef {import('./state.js').Task} Task
 * @typedef {import('./state.js').Core} Core
 * @typedef {import('./state.js').Gil} Gil
 * @typedef {import('./state.js').Loop} Loop
 * @typedef {import('../trace/trace.d.ts').WaitCause} WaitCause
 *
 * @typedef {'run' | 'switch' | 'ready' | 'gil' | 'lock' | 'io' | 'sleep' | 'join' | 'block' | 'late' | 'done'} Texture
 *   How a state is drawn, the same on tokens, lanes, chips and in the key.
 *
 * @typedef {object} Segment
 * @property {number} t0
 * @property {number} t1
 * @property {Texture} state
 * @property {number} [thread]
 * @property {number} [task]
 * @property {WaitCause | string} [cause]  Why it waits, in the trace's word.
 * @property {number} [until]  When it is due.
 * @property {string} [what]
 *
 * @typedef {{ t0: number, t1: number, thread: number, process: number }} Hold  Somebody holds the GIL.
 * @typedef {{ t: number, from: number, to: number }} Handoff
 * @typedef {{ release: number, finish: number | undefined }} Job  Of a periodic process.
 * @typedef {{ t: number, thread: number, kind: 'ask' | 'wrong' | 'release' | 'deadline' }} Mark
 * @typedef {{ t: number, from: number, to: number }} Delivery  Bytes that went from a thread to one of another process: when they were sent.
 */

/** @type {Record<WaitCause, Texture>} */
const CAUSE_TEXTURE = {
  gil: 'gil',
  lock: 'lock',
  condition: 'lock',
  semaphore: 'lock',
  event: 'lock',
  barrier: 'lock',
  queue: 'lock',
  pipe: 'lock',
  join: 'join',
  child: 'join',
  thread_start: 'join',
  future: 'join',
  sleep: 'sleep',
  select: 'sleep',
  disk: 'io',
  network: 'io',
  device: 'io',
};

/** @type {Record<import('./state.js').TaskStatus, Texture>} */
const TASK_TEXTURE = {
  ready: 'ready',
  running: 'run',
  timer: 'sleep',
  socket: 'io',
  task: 'join',
  worker: 'lock',
  primitive: 'lock',
  future: 'join',
  done: 'done',
};

/** The texture of a thread's state.
 * @param {Thread} t @param {number} [now] while it is on a core: to tell the switch from the run @returns {Texture} */
export function threadTexture(t, now = Infinity) {
  if (t.status === 'running') return now < t.runsFrom ? 'switch' : 'run';
  if (t.status === 'blocked') return CAUSE_TEXTURE[t.cause ?? 'device'] ?? 'io';
  return t.status === 'done' ? 'done' : 'ready';
}

/** @param {Task} t @returns {Texture} */
export const taskTexture = (t) => TASK_TEXTURE[t.status] ?? 'join';

/** @typedef {import('./state.js').Watch} Watch */

/** @implements {Watch} */
export class Lanes {
  constructor() {
    /** @type {Lane[]} */ this.cores = [];
    /** @type {Lane[]} */ this.threads = [];
    /** @type {Lane[]} */ this.tasks = [];
    /** @type {Lane[]} By thread of the loop. */ this.loops = [];
    /** @type {Hold[]} */ this.holds = [];
    /** @type {Hold[][]} The same by thread. */ this.holdsOf = [];
    /** @type {Handoff[]} */ this.handoffs = [];
    /** @type {Delivery[]} */ this.deliveries = [];
    /** @type {Job[][]} By thread; empty for one that has none. */ this.jobs = [];
    /** @type {Mark[]} */ this.marks = [];
    /** @type {Map<string, number>} Most seats ever taken, by waiting place. */ this.seats = new Map();
    /** Grows whenever something new must find room on the stage. */
    this.revision = 0;
  }

  /** @param {Thread} t @param {number} now */
  thread(t, now) {
    const lane = (this.threads[t.id] ??= this.grow());
    if (t.status === 'running') {
      if (t.runsFrom > now) lane.push({ t0: now, t1: Infinity, state: 'switch' });
      lane.push({ t0: t.runsFrom, t1: Infinity, state: 'run', thread: t.id });
      return;
    }
    const s = /** @type {Segment} */ ({ t0: now, t1: Infinity, state: threadTexture(t) });
    if (t.cause) s.cause = t.cause;
    if (t.until !== undefined) s.until = t.until;
    if (t.what) s.what = t.what;
    lane.push(s);
    if (t.place) this.seat(t.place === 'track' ? 'track' : `${t.place}:${t.process}`, t.row + 1);
  }

  /** @param {Core} c @param {number} now */
  core(c, now) {
    const lane = (this.cores[c.id] ??= new Lane());
    lane.close(now);
    if (c.thread === undefined) return;
    if (c.runsFrom > now) lane.push({ t0: now, t1: Infinity, state: 'switch', thread: c.thread });
    lane.push({ t0: c.runsFrom, t1: Infinity, state: 'run', thread: c.thread });
  }

  /** @param {Gil} g @param {number | undefined} previous @param {number} now */
  gil(g, previous, now) {
    const open = this.holds.findLast((h) => h.process === g.process);
    if (open && open.t1 === Infinity) open.t1 = now;
    if (g.holder === undefined) return;
    const hold = { t0: now, t1: Infinity, thread: g.holder, process: g.process };
    this.holds.push(hold);
    (this.holdsOf[g.holder] ??= []).push(hold);
    if (previous !== undefined && previous !== g.holder) this.handoffs.push({ t: now, from: previous, to: g.holder });
  }

  /** @param {import('./parcels.js').Parcel} parcel @param {Thread} reader */
  parcel(parcel, reader) {
    this.deliveries.push({ t: parcel.at, from: parcel.from, to: reader.id });
  }

  /** @param {Task} t @param {number} now */
  task(t, now) {
    const lane = (this.tasks[t.id] ??= this.grow());
    const s = /** @type {Segment} */ ({ t0: now, t1: Infinity, state: taskTexture(t), task: t.id, cause: t.status });
    if (t.until !== undefined) s.until = t.until;
    if (t.what) s.what = t.what;
    lane.push(s);
    if (s.state !== 'ready' && s.state !== 'run' && s.state !== 'done') this.seat(placeOf(t), t.row + 1);
  }

  /** @param {Loop} l @param {number} now */
  loop(l, now) {
    const lane = (this.loops[l.thread] ??= this.grow());
    lane.close(now);
    if (l.blocking)
      lane.push({
        t0: now,
        t1: Infinity,
        state: 'block',
        what: l.blocking.what,
        ...(l.blocking.task === undefined ? {} : { task: l.blocking.task }),
      });
    else if (l.current !== undefined && l.mode === 'run')
      lane.push({ t0: now, t1: Infinity, state: 'run', task: l.current });
  }

  /** A job of a periodic process: when it came, when it is due, and whether it was late.
   * @param {Thread} t @param {number} now @param {'released' | 'done' | 'missed'} what */
  job(t, now, what) {
    const jobs = (this.jobs[t.id] ??= []);
    if (what === 'released') {
      jobs.push({ release: now, finish: undefined });
      this.mark({ t: now, thread: t.id, kind: 'release' });
      if (t.deadline !== undefined) this.mark({ t: t.deadline, thread: t.id, kind: 'deadline' });
    } else if (what === 'done') {
      const present = jobs.find((j) => j.finish === undefined);
      if (present) present.finish = now;
    } else this.mark({ t: now, thread: t.id, kind: 'wrong' });
  }

  /** @param {Mark} m */
  mark(m) {
    this.marks.push(m);
  }

  /** @param {string} place @param {number} n */
  seat(place, n) {
    if (n <= (this.seats.get(place) ?? 0)) return;
    this.seats.set(place, n);
    this.revision += 1;
  }

  grow() {
    this.revision += 1;
    return new Lane();
  }
}

/** The segment of a lane at time `t`; on a boundary, the later one.
 * @param {Lane | undefined} lane @param {number} t */
export const segmentAt = (lane, t) => lane?.during(t);

/** Index of the first segment that begins after `t`.
 * @param {{ t0: number }[]} lane @param {number} t */
export function firstAfter(lane, t) {
  let low = 0;
  let high = lane.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (/** @type {{ t0: number }} */ (lane[mid]).t0 <= t) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** How a span of a core's lane was shared: nanoseconds by thread, in order of appearance.
 * @param {Lane | undefined} lane @param {number} from @param {number} to @returns {Map<number, number>} */
export function sharesOf(lane, from, to) {
  /** @type {Map<number, number>} */
  const out = new Map();
  for (let i = Math.max(0, (lane?.firstAfter(from) ?? 0) - 1); lane && i < lane.length; i++) {
    const s = /** @type {Segment} */ (lane.at(i));
    if (s.t0 >= to) break;
    const ns = Math.min(s.t1, to) - Math.max(s.t0, from);
    if (ns > 0 && s.state === 'run' && s.thread !== undefined) out.set(s.thread, (out.get(s.thread) ?? 0) + ns);
  }
  return out;
}
