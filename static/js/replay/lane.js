/**
 * One lane of a score: what somebody did from when to when, as columns of numbers, so that a million segments are
 * tens of megabytes and not objects. Segments are pushed in order of time. Over them lies a pyramid of groups, each of
 * which knows its most telling segment and its time on a core: a picture of any stretch costs what its pixels cost.
 */

/** @typedef {import('./lanes.js').Segment} Segment */
/** @typedef {import('./lanes.js').Texture} Texture */

/** In this order they stand in the column. @type {Texture[]} */
const TEXTURES = ['run', 'switch', 'ready', 'gil', 'lock', 'io', 'sleep', 'join', 'block', 'late', 'done'];
const CODE = new Map(TEXTURES.map((t, i) => [t, i]));
const RUN = 0;
const NONE = -1;
/** Children of a group. */
const FAN = 4;
const FIRST = 32;

/** What a mark of several rather shows. @type {Partial<Record<Texture, number>>} */
export const RANK = { block: 4, run: 3, switch: 2 };
const RANKS = TEXTURES.map((t) => RANK[t] ?? 1);

/** @type {('run' | 'ready' | 'wait' | undefined)[]} */
const SHARES = TEXTURES.map((t) =>
  t === 'done' ? undefined : t === 'ready' ? 'ready' : t === 'run' || t === 'switch' || t === 'block' ? 'run' : 'wait',
);

export class Lane {
  constructor() {
    this.length = 0;
    this.t0 = new Float64Array(FIRST);
    this.t1 = new Float64Array(FIRST);
    this.states = new Uint8Array(FIRST);
    this.threads = new Int32Array(FIRST);
    this.tasks = new Int32Array(FIRST);
    /** @type {Map<number, Pick<Segment, 'cause' | 'until' | 'what'>>} What only some segments have. */ this.more =
      new Map();
    /** @type {{ strongest: number[], run: number[], ready: number[], wait: number[] }[]} By height, groups of FAN, FAN² … closed segments. */ this.pyramid =
      [];
  }

  /** @param {Segment[]} list  in order */
  static from(list) {
    const lane = new Lane();
    for (const s of list) lane.add(s);
    return lane;
  }

  /** Ends what is open, and begins this. @param {Segment} s */
  push(s) {
    this.close(s.t0);
    this.add(s);
  }

  /** @param {Segment} s */
  add(s) {
    const i = this.length;
    if (i === this.t0.length) this.grow();
    this.t0[i] = s.t0;
    this.t1[i] = s.t1;
    this.states[i] = CODE.get(s.state) ?? RUN;
    this.threads[i] = s.thread ?? NONE;
    this.tasks[i] = s.task ?? NONE;
    if (s.cause !== undefined || s.until !== undefined || s.what !== undefined) {
      const { cause, until, what } = s;
      this.more.set(i, {
        ...(cause === undefined ? {} : { cause }),
        ...(until === undefined ? {} : { until }),
        ...(what === undefined ? {} : { what }),
      });
    }
    this.length += 1;
  }

  grow() {
    const size = this.t0.length * 2;
    const copy = (/** @type {any} */ column) => {
      const next = new column.constructor(size);
      next.set(column);
      return next;
    };
    this.t0 = copy(this.t0);
    this.t1 = copy(this.t1);
    this.states = copy(this.states);
    this.threads = copy(this.threads);
    this.tasks = copy(this.tasks);
  }

  /** Ends the open segment; one that lasted no time was never there, unless it is an end. @param {number} now */
  close(now) {
    const i = this.length - 1;
    if (i < 0 || this.t1[i] !== Infinity) return;
    if (/** @type {number} */ (this.t0[i]) < now) {
      this.t1[i] = now;
      return;
    }
    this.length = i;
    this.more.delete(i);
    if (i > 0 && /** @type {number} */ (this.t1[i - 1]) > now) this.t1[i - 1] = now;
  }

  /** The segment at an index; from the end when negative. @param {number} index @returns {Segment | undefined} */
  at(index) {
    const i = index < 0 ? this.length + index : index;
    if (i < 0 || i >= this.length) return undefined;
    /** @type {Segment} */
    const s = {
      t0: /** @type {number} */ (this.t0[i]),
      t1: /** @type {number} */ (this.t1[i]),
      state: this.stateAt(i),
    };
    const thread = /** @type {number} */ (this.threads[i]);
    const task = /** @type {number} */ (this.tasks[i]);
    if (thread !== NONE) s.thread = thread;
    if (task !== NONE) s.task = task;
    if (this.more.size > 0) Object.assign(s, this.more.get(i));
    return s;
  }

  /** @param {number} i @returns {Texture} */
  stateAt(i) {
    return TEXTURES[/** @type {number} */ (this.states[i])] ?? 'run';
  }

  /** When it is due, as far as that is known of it. @param {number} i */
  untilAt(i) {
    return this.more.size > 0 ? this.more.get(i)?.until : undefined;
  }

  *[Symbol.iterator]() {
    for (let i = 0; i < this.length; i++) yield /** @type {Segment} */ (this.at(i));
  }

  /** Index of the first segment that begins after `t`. @param {number} t */
  firstAfter(t) {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (/** @type {number} */ (this.t0[mid]) <= t) low = mid + 1;
      else high = mid;
    }
    return low;
  }

  /** The segment at time `t`; on a boundary, the later one. @param {number} t */
  during(t) {
    const i = this.firstAfter(t) - 1;
    return i >= 0 && t <= /** @type {number} */ (this.t1[i]) ? this.at(i) : undefined;
  }

  /** Builds groups over the segments that are closed for good. */
  build() {
    let below = this.length - 1;
    for (let height = 0; below >= FAN; height++) {
      const level = (this.pyramid[height] ??= { strongest: [], run: [], ready: [], wait: [] });
      const under = this.pyramid[height - 1];
      for (let g = level.strongest.length; (g + 1) * FAN <= below; g++) {
        let best = NONE;
        let run = 0;
        let ready = 0;
        let wait = 0;
        for (let c = g * FAN; c < (g + 1) * FAN; c++) {
          const i = under ? /** @type {number} */ (under.strongest[c]) : c;
          run += under ? /** @type {number} */ (under.run[c]) : this.runAt(c);
          ready += under ? /** @type {number} */ (under.ready[c]) : this.shareAt(c) === 'ready' ? this.lengthOf(c) : 0;
          wait += under ? /** @type {number} */ (under.wait[c]) : this.shareAt(c) === 'wait' ? this.lengthOf(c) : 0;
          if (best === NONE || this.isStronger(i, best)) best = i;
        }
        level.strongest.push(best);
        level.run.push(run);
        level.ready.push(ready);
        level.wait.push(wait);
      }
      below = level.strongest.length;
    }
  }

  /** Time on a core. @param {number} i */
  runAt(i) {
    return this.states[i] === RUN ? this.lengthOf(i) : 0;
  }

  /** @param {number} i */
  lengthOf(i) {
    return /** @type {number} */ (this.t1[i]) - /** @type {number} */ (this.t0[i]);
  }

  /** What a band counts a segment as; an end is nothing. @param {number} i */
  shareAt(i) {
    return SHARES[/** @type {number} */ (this.states[i])];
  }

  /** @param {number} a @param {number} b */
  isStronger(a, b) {
    const { t0, t1, states } = /** @type {Record<'t0' | 't1' | 'states', any>} */ (this);
    const x = RANKS[states[a]] ?? 1;
    const y = RANKS[states[b]] ?? 1;
    return x === y ? t1[a] - t0[a] > t1[b] - t0[b] : x > y;
  }

  /** Goes through a stretch of time, in order: segment by segment, but what lies within `ns` as one group.
   * @param {number} from @param {number} to @param {number} ns
   * @param {(i: number, t0: number, t1: number, run: number, group: { ready: number, wait: number } | undefined) => void} take
   *   the segment, or the most telling one of a group; and the group's time on a core, ready and waiting */
  visit(from, to, ns, take) {
    this.build();
    const { t0, t1, pyramid } = /** @type {{ t0: any, t1: any, pyramid: any[] }} */ (this);
    const last = this.firstAfter(to);
    let i = Math.max(0, this.firstAfter(from) - 1);
    while (i < last) {
      const start = t0[i];
      // The largest group that begins here, is there, and is small enough.
      let height = 0;
      let size = 1;
      for (let next = FAN; i % next === 0; next *= FAN) {
        const level = pyramid[height];
        if (!level || i / next >= level.strongest.length || t1[i + next - 1] - start > ns) break;
        height += 1;
        size = next;
      }
      const until = t1[i + size - 1];
      if (height === 0) take(i, start, until, this.runAt(i), undefined);
      else {
        const level = pyramid[height - 1];
        const g = i / size;
        take(level.strongest[g], start, until, level.run[g], { ready: level.ready[g], wait: level.wait[g] });
      }
      i += size;
    }
  }
}
