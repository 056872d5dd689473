/**
 * The simulated machine at one position of a trace: every process, thread, core, lock, task and variable.
 *
 * A `MachineState` is what the steps up to a position add up to; `steps.js` says what each step changes.
 * It knows nothing of the page and nothing of playback. Times are virtual nanoseconds.
 */

/**
 * @typedef {import('../trace/trace.d.ts').WaitCause} WaitCause
 * @typedef {import('../trace/trace.d.ts').TaskState} TaskState
 * @typedef {import('../trace/trace.d.ts').LockKind} LockKind
 * @typedef {import('../trace/trace.d.ts').WaitLink} WaitLink
 * @typedef {import('../trace/trace.d.ts').VarScope} VarScope
 *
 * @typedef {'new' | 'ready' | 'running' | 'blocked' | 'done'} ThreadStatus
 * @typedef {'gil' | 'lock' | 'join' | 'track'} ThreadPlace Where a thread waits: two trays and the GIL's, or a track off the cores.
 * @typedef {TaskState | 'running' | 'done'} TaskStatus
 *
 * @typedef {object} Frame  One call on a thread's or task's stack, as far as line detail shows it.
 * @property {number} depth
 * @property {string} function
 * @property {Map<string, string>} vars  Locals by name, each a short repr.
 *
 * @typedef {object} Process
 * @property {number} id
 * @property {number} pid
 * @property {string} name
 * @property {number | undefined} parent
 * @property {boolean} done
 *
 * @typedef {object} Thread
 * @property {number} id
 * @property {number} process
 * @property {string} name
 * @property {string} function
 * @property {number | undefined} by  Who created it.
 * @property {ThreadStatus} status
 * @property {number} since  When it entered its status.
 * @property {number} runsFrom  While on a core: when the switch to it is over.
 * @property {number | undefined} core
 * @property {WaitCause | undefined} cause
 * @property {number | undefined} object
 * @property {number | undefined} on
 * @property {number | undefined} until
 * @property {string} what
 * @property {ThreadPlace | undefined} place
 * @property {number} row  Its seat in that place; it keeps it until it leaves.
 * @property {number | undefined} task  The task its event loop runs at the moment.
 * @property {number | undefined} line
 * @property {number | undefined} lineSince  Since when time counts for `line`; undefined while none does.
 * @property {Frame[]} frames
 * @property {Map<string, string>} locals  Values in `threading.local`.
 * @property {number} cpu  Time on a core, switches excluded, up to `since`.
 * @property {number} held  Time ready or waiting for the GIL, up to `since`.
 * @property {{ exception: string, message: string, line: number } | undefined} uncaught
 * @property {number} nice  Its nice value, which it has from its creator.
 * @property {number[] | undefined} allowed  The cores it may run on, as its creator had them; undefined: all.
 * @property {Map<string, number>} sched  What the policy keeps of it, by name.
 * @property {number | undefined} queue  The core whose queue it is in, or was last.
 * @property {number | undefined} job  The periodic process's present job.
 * @property {number | undefined} deadline  Of that job.
 * @property {number} misses  Deadlines missed so far.
 *
 * @typedef {object} Core
 * @property {number} id
 * @property {number | undefined} thread
 * @property {number} since
 * @property {number} runsFrom
 * @property {number} busy  Time spent running, switches excluded, up to `since`.
 *
 * @typedef {object} Gil  One per process.
 * @property {number} process
 * @property {number | undefined} holder
 * @property {number} since  When it last changed hands.
 * @property {{ by: number, at: number } | undefined} request
 *
 * @typedef {object} Shared  A lock, queue or other thing to meet at.
 * @property {number} id
 * @property {LockKind} kind
 * @property {string} name
 * @property {{ thread: number, task: number | undefined }[]} holders
 * @property {number[]} waiters  Threads that found it taken.
 * @property {number} size  Items, when it is a queue.
 * @property {string[]} items
 *
 * @typedef {import('./parcels.js').Parcel} Parcel
 *
 * @typedef {object} Variable  A value that more than one thread can see.
 * @property {string} name
 * @property {number} process
 * @property {VarScope} scope
 * @property {string} value
 * @property {number | undefined} thread
 * @property {number | undefined} task
 * @property {number} at
 *
 * @typedef {object} Task
 * @property {number} id
 * @property {string} name
 * @property {string} coroutine
 * @property {number | undefined} parent
 * @property {number} thread
 * @property {TaskStatus} status
 * @property {number} since
 * @property {number | undefined} until
 * @property {number[]} on
 * @property {string} what
 * @property {number | undefined} line
 * @property {Frame[]} frames
 * @property {number} row
 * @property {number} cpu  Time the loop has given it, up to `since`.
 * @property {string} outcome  '' until it is done.
 * @property {string} detail
 *
 * @typedef {object} Loop  An event loop; `thread` runs it.
 * @property {number} thread
 * @property {number} turn
 * @property {'run' | 'select' | 'stopped'} mode
 * @property {number} since
 * @property {number | undefined} until  When the selector's timeout ends.
 * @property {number | undefined} current
 * @property {number[]} ready  Tasks in the order they will be stepped.
 * @property {{ what: string, line: number, task: number | undefined, since: number } | undefined} blocking
 * @property {number} inSelect  Time in the selector, up to `since`.
 * @property {number} blocked  Time lost in blocking calls that have ended.
 *
 * @typedef {object} Late  A task resumed after it was due.
 * @property {number} task
 * @property {number} at
 * @property {number} by
 *
 * @typedef {object} Counts
 * @property {number} switches
 * @property {number} preemptions
 * @property {number} handoffs
 * @property {number} requests
 * @property {number} outputs
 * @property {number} contended
 *
 * @typedef {object} Watch  Told of every change of place, in order; lanes are built from it.
 * @property {(thread: Thread, now: number) => void} thread
 * @property {(task: Task, now: number) => void} task
 * @property {(core: Core, now: number) => void} core
 * @property {(gil: Gil, previous: number | undefined, now: number) => void} gil
 * @property {(loop: Loop, now: number) => void} loop
 * @property {(thread: Thread, now: number, what: 'released' | 'done' | 'missed') => void} job
 * @property {(parcel: Parcel, reader: Thread) => void} parcel  It has arrived.
 */

const KEPT_LATES = 12;

export class MachineState {
  /** @param {number} cores */
  constructor(cores) {
    /** Steps applied so far. */
    this.position = 0;
    /** Time of the last one. */
    this.now = 0;
    /** @type {Process[]} */ this.processes = [];
    /** @type {Thread[]} */ this.threads = [];
    /** @type {Core[]} */ this.cores = Array.from({ length: cores }, (_, id) => ({
      id,
      thread: undefined,
      since: 0,
      runsFrom: 0,
      busy: 0,
    }));
    /** @type {number[]} Threads in the ready queue, next one first. */ this.ready = [];
    /** @type {Gil[]} By process. */ this.gils = [];
    /** @type {Shared[]} */ this.objects = [];
    /** @type {Map<string, Variable>} Shared values by `process:name`. */ this.variables = new Map();
    /** @type {Parcel[]} Written and not yet read, in order. */ this.parcels = [];
    /** Parcels ever sent. */
    this.sent = 0;
    /** @type {Task[]} */ this.tasks = [];
    /** @type {Loop[]} By order of start. */ this.loops = [];
    /** @type {Map<string, (number | undefined)[]>} Seats of every waiting place. */ this.seats = new Map();
    /** @type {Map<number, Map<string, number>>} Time per source line and `t<thread>` or `k<task>`. */ this.heat =
      new Map();
    /** @type {Late[]} The latest ones. */ this.lates = [];
    /** @type {Counts} */ this.counts = {
      switches: 0,
      preemptions: 0,
      handoffs: 0,
      requests: 0,
      outputs: 0,
      contended: 0,
    };
    /** @type {import('./policy-steps.js').Decision | undefined} The latest one told. */ this.decision = undefined;
    /** @type {WaitLink[] | undefined} */ this.deadlock = undefined;
    /** @type {{ limit: string, message: string } | undefined} */ this.limit = undefined;
    /** @type {number | undefined} */ this.exit = undefined;
    /** @type {Watch | undefined} */ this.watch = undefined;
  }

  /** An independent copy, without the watcher. */
  clone() {
    const s = new MachineState(0);
    s.position = this.position;
    s.now = this.now;
    s.processes = this.processes.map((p) => ({ ...p }));
    s.threads = this.threads.map((t) => ({
      ...t,
      frames: copyFrames(t.frames),
      locals: new Map(t.locals),
      sched: new Map(t.sched),
    }));
    s.cores = this.cores.map((c) => ({ ...c }));
    s.ready = [...this.ready];
    s.gils = this.gils.map((g) => ({ ...g }));
    s.objects = this.objects.map((o) => ({
      ...o,
      holders: [...o.holders],
      waiters: [...o.waiters],
      items: [...o.items],
    }));
    s.variables = new Map([...this.variables].map(([k, v]) => [k, { ...v }]));
    s.parcels = this.parcels.map((p) => ({ ...p }));
    s.sent = this.sent;
    s.tasks = this.tasks.map((t) => ({ ...t, frames: copyFrames(t.frames) }));
    s.loops = this.loops.map((l) => ({ ...l, ready: [...l.ready] }));
    s.seats = new Map([...this.seats].map(([k, v]) => [k, [...v]]));
    s.heat = new Map([...this.heat].map(([k, v]) => [k, new Map(v)]));
    s.lates = [...this.lates];
    s.counts = { ...this.counts };
    s.decision = this.decision;
    s.deadlock = this.deadlock;
    s.limit = this.limit;
    s.exit = this.exit;
    return s;
  }

  /** @param {number | undefined} id */
  thread(id) {
    return id === undefined ? undefined : this.threads[id];
  }

  /** @param {number | undefined} id */
  task(id) {
    return id === undefined ? undefined : this.tasks[id];
  }

  /** The event loop that runs on a thread, if one does.
   * @param {number | undefined} thread */
  loopOn(thread) {
    return this.loops.findLast((l) => l.thread === thread);
  }

  /** The loop worth showing: the first one that still runs, else the last one that did. */
  get mainLoop() {
    return this.loops.find((l) => l.mode !== 'stopped') ?? this.loops.at(-1);
  }

  /** How long the loops of the shown one's thread have been in the selector and blocked so far: asyncio.run() starts its
   * loop again to clean up. @param {number} t @returns {{ select: number, blocked: number }} */
  loopTimes(t) {
    const { thread } = this.mainLoop ?? {};
    const loops = this.loops.filter((l) => l.thread === thread);
    const total = (/** @type {(l: Loop) => number} */ of) => loops.reduce((sum, l) => sum + of(l), 0);
    return {
      select: total((l) => l.inSelect + (l.mode === 'select' ? t - l.since : 0)),
      blocked: total((l) => l.blocked + (l.blocking ? t - l.blocking.since : 0)),
    };
  }

  /** Takes the lowest free seat of a place and returns it.
   * @param {string} place @param {number} id */
  sit(place, id) {
    let seats = this.seats.get(place);
    if (!seats) this.seats.set(place, (seats = []));
    let row = seats.indexOf(undefined);
    if (row < 0) row = seats.length;
    seats[row] = id;
    return row;
  }

  /** @param {string} place @param {number} row */
  leave(place, row) {
    const seats = this.seats.get(place);
    if (seats) seats[row] = undefined;
  }

  /** Adds time to a source line.
   * @param {number | undefined} line @param {string} who @param {number} ns */
  spend(line, who, ns) {
    if (line === undefined || ns <= 0) return;
    let row = this.heat.get(line);
    if (!row) this.heat.set(line, (row = new Map()));
    row.set(who, (row.get(who) ?? 0) + ns);
  }

  /** @param {Late} late */
  noteLate(late) {
    this.lates.push(late);
    if (this.lates.length > KEPT_LATES) this.lates.shift();
  }
}

/** @param {Frame[]} frames @returns {Frame[]} */
const copyFrames = (frames) => frames.map((f) => ({ ...f, vars: new Map(f.vars) }));
