/**
 * One run as the page holds it: the steps received so far, the lanes, and the machine at any position.
 *
 * A position is a number of steps applied. Going back costs what going forward costs: the nearest checkpoint is
 * copied and the rest replayed. Knows nothing of the network and nothing of drawing.
 */
import { MachineState } from './state.js';
import { applyStep } from './steps.js';
import { Lanes } from './lanes.js';
import { nameThreads, nameTasks, nameWorkload } from './entities.js';
import { isSharedAccess, stopsAt } from './kinds.js';
import { isData } from './values.js';

/**
 * @typedef {import('../trace/trace.d.ts').Step & { say?: string, label?: string }} Step
 * @typedef {import('./entities.js').Who} Who
 *
 * @typedef {object} Machine  The machine a run was made on, as the engine reports it.
 * @property {number} cores
 * @property {string} policy
 * @property {number} quantum_ns
 * @property {number} switch_cost_ns
 * @property {string | boolean} gil
 * @property {number} switch_interval_ns
 * @property {string} [python]
 *
 * @typedef {object} Printed
 * @property {number} position  Steps applied once it is there.
 * @property {number} time_ns
 * @property {number | undefined} thread
 * @property {number | undefined} task
 * @property {'stdout' | 'stderr'} stream
 * @property {string} text
 */

/** Steps between checkpoints; doubled whenever there are too many of them. */
const FIRST_SPACING = 256;
const MOST_CHECKPOINTS = 192;
/** Threads, tasks and variables kept in all checkpoints together. */
const MOST_KEPT = 60_000;
/** A loop that begins earlier is what the program is about, however short it is; in virtual nanoseconds. */
const LATE_NS = 10e6;
/** Different sentences that are kept once; the next ones push them out. */
const MOST_SENTENCES = 4096;

export class Run {
  /** @param {Machine} machine */
  constructor(machine) {
    this.machine = machine;
    /** @type {Step[]} */ this.steps = [];
    this.lanes = new Lanes();
    /** @type {Printed[]} */ this.printed = [];
    /** The name of the program's file, as the reader knows it. */
    this.file = '';
    /** @type {string[] | undefined} It is the run of a workload: the names of its rows. */ this.workload = undefined;
    /** @type {Set<string>} Types of steps that one goes past without stopping. */ this.passing = new Set();
    /** The engine has sent everything. */
    this.complete = false;
    this.hasLines = false;
    /** The span of virtual time that is told line by line. */
    this.linesFrom = 0;
    this.linesUntil = Infinity;
    /** @type {Map<string, { process: number, name: string, writers: Set<string>, writes: number }>} Shared data by `process:name`. */
    this.written = new Map();
    /** @type {Map<string, string>} */ this.sentences = new Map();
    /** When the first event loop began. */
    this.loopFrom = Infinity;
    /** Counts up whenever somebody new appears. */
    this.population = 0;
    this.head = new MachineState(machine.cores);
    this.head.watch = this.lanes;
    this.spacing = FIRST_SPACING;
    /** @type {MachineState[]} By position; the first is the machine switched on. */
    this.checkpoints = [this.head.clone()];
    this.cursor = this.head.clone();
    /** @type {Map<string, Who> | undefined} */ this.whos = undefined;
    this.whosFor = -1;
  }

  /** Virtual time of the last step received.
   * @returns {number} */
  get end() {
    return this.steps.at(-1)?.time_ns ?? 0;
  }

  /** Whether lines, and with them values, are told of this moment. Elsewhere values are what was last heard of them.
   * @param {number} t */
  tellsLines(t) {
    return this.hasLines && t >= this.linesFrom && t <= this.linesUntil;
  }

  /** Whether values are known from a moment in the middle on: what nobody has touched since is not. */
  get beginsBlind() {
    return this.hasLines && this.linesFrom > 0;
  }

  /** Whether the event loop is what this run is about. */
  get isAsync() {
    return this.head.loops.length > 0;
  }

  /** Whether it does something else first, and longer than all that its loop does. */
  get isAsyncLate() {
    return this.loopFrom > LATE_NS && this.loopFrom > this.end / 2;
  }

  /** How it stopped, in a word, when it did not come to its end. */
  get stopped() {
    return this.head.deadlock ? 'deadlock' : this.head.limit === undefined ? undefined : 'stopped';
  }

  get hasGil() {
    return this.machine.gil !== 'off' && this.machine.gil !== false;
  }

  /** @param {Step[]} steps  in order, following those already here */
  append(steps) {
    for (const step of steps) {
      // Most steps of a long run say what others have said: a sentence is kept once.
      if (step.say !== undefined) step.say = this.sentence(step.say);
      applyStep(this.head, step);
      this.steps.push(step);
      this.note(step);
      if (this.steps.length % this.spacing === 0) this.keep();
    }
  }

  /** The same text, as it was kept the first time. @param {string} text */
  sentence(text) {
    const kept = this.sentences.get(text);
    if (kept !== undefined) return kept;
    if (this.sentences.size >= MOST_SENTENCES) this.sentences.clear();
    this.sentences.set(text, text);
    return text;
  }

  /** What a run keeps beside the state: output, marks, who there is, what is written.
   * @param {Step} step */
  note(step) {
    const { thread, task, time_ns } = step;
    switch (step.type) {
      case 'output':
        this.printed.push({ position: this.steps.length, time_ns, thread, task, stream: step.stream, text: step.text });
        break;
      case 'thread_created':
      case 'task_created':
      case 'process_started':
      case 'thread_renamed':
      case 'object_named':
        this.population += 1;
        break;
      case 'loop_started':
        this.loopFrom = Math.min(this.loopFrom, time_ns);
        break;
      case 'line':
        this.hasLines = true;
        break;
      case 'detail_reduced':
        this.linesUntil = time_ns;
        break;
      case 'var_written':
        if (isSharedAccess(step) && isData(step.value)) this.noteWritten(step.name, thread, task);
        break;
      case 'gil_requested':
        if (thread !== undefined) this.lanes.mark({ t: time_ns, thread, kind: 'ask' });
        break;
      case 'uncaught':
        if (thread !== undefined) this.lanes.mark({ t: time_ns, thread, kind: 'wrong' });
        break;
      case 'deadlocked':
        for (const link of step.cycle) this.lanes.mark({ t: time_ns, thread: link.thread, kind: 'wrong' });
        break;
      default:
    }
  }

  /** @param {string} name @param {number | undefined} thread @param {number | undefined} task */
  noteWritten(name, thread, task) {
    const process = this.head.thread(thread)?.process ?? 0;
    const key = `${process}:${name}`;
    let entry = this.written.get(key);
    if (!entry) this.written.set(key, (entry = { process, name, writers: new Set(), writes: 0 }));
    entry.writers.add(task === undefined ? `t${thread}` : `k${task}`);
    entry.writes += 1;
  }

  keep() {
    this.checkpoints.push(this.head.clone());
    const weight = this.head.threads.length + this.head.tasks.length + this.head.variables.size;
    if (this.checkpoints.length <= MOST_CHECKPOINTS && this.checkpoints.length * weight <= MOST_KEPT) return;
    this.checkpoints = this.checkpoints.filter((_, i) => i % 2 === 0);
    this.spacing *= 2;
  }

  /** The machine after `position` steps. Valid until the next call; read only.
   * @param {number} position @returns {MachineState} */
  at(position) {
    const p = Math.max(0, Math.min(position, this.steps.length));
    if (this.cursor.position > p || p - this.cursor.position > this.spacing) {
      const near = this.checkpoints[Math.min(Math.floor(p / this.spacing), this.checkpoints.length - 1)];
      if (near && (this.cursor.position > p || near.position > this.cursor.position)) this.cursor = near.clone();
    }
    while (this.cursor.position < p) applyStep(this.cursor, /** @type {Step} */ (this.steps[this.cursor.position]));
    return this.cursor;
  }

  /** Steps that have happened by time `t`.
   * @param {number} t */
  positionAt(t) {
    let low = 0;
    let high = this.steps.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (/** @type {Step} */ (this.steps[mid]).time_ns <= t) low = mid + 1;
      else high = mid;
    }
    return low;
  }

  /** Position just after the step with this id, or after the last one before it.
   * @param {number} id */
  positionOfId(id) {
    let low = 0;
    let high = this.steps.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (/** @type {Step} */ (this.steps[mid]).id <= id) low = mid + 1;
      else high = mid;
    }
    return low;
  }

  /** The step that led to a position.
   * @param {number} position @returns {Step | undefined} */
  stepAt(position) {
    return this.steps[position - 1];
  }

  /** The nearest position before or after `from` whose step passes.
   * @param {number} from @param {1 | -1} direction @param {(step: Step) => boolean} pass @returns {number | undefined} */
  find(from, direction, pass) {
    for (let p = from + direction; p >= 1 && p <= this.steps.length; p += direction) {
      if (pass(/** @type {Step} */ (this.steps[p - 1]))) return p;
    }
    return undefined;
  }

  /** The latest step up to `position` that has something to say.
   * @param {number} position @param {boolean} lines  whether line steps count */
  toldAt(position, lines) {
    for (let p = Math.min(position, this.steps.length); p >= 1; p--) {
      const s = /** @type {Step} */ (this.steps[p - 1]);
      if (s.say && stopsAt(s, lines ? 'line' : 'event') && !this.passing.has(s.type)) return p;
    }
    return 0;
  }

  /** Everybody known so far, by key.
   * @returns {Map<string, Who>} */
  people() {
    if (this.whos && this.whosFor === this.population) return this.whos;
    const h = this.head;
    const list = this.workload
      ? nameWorkload(h.threads, this.workload)
      : [...nameThreads(h.threads, h.processes), ...nameTasks(h.tasks)];
    this.whos = new Map(list.map((w) => [w.key, w]));
    this.whosFor = this.population;
    return this.whos;
  }

  /** @param {number | undefined} thread @param {number | undefined} [task] @returns {Who | undefined} */
  who(thread, task) {
    const people = this.people();
    return task === undefined ? people.get(`t${thread}`) : people.get(`k${task}`);
  }
}

/** A machine on which nothing has run. @param {object} [machine]  what is known of it */
export const idleRun = (machine) =>
  new Run({
    cores: 2,
    policy: 'rr',
    quantum_ns: 4e6,
    switch_cost_ns: 5000,
    gil: true,
    switch_interval_ns: 5e6,
    ...machine,
  });
