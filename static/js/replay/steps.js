/**
 * What each step of a trace changes in a `MachineState`. One function per area of the vocabulary
 * (`docs/trace-format.md`); unknown steps of a newer engine change nothing.
 */

import { applyLoop } from './loop-steps.js';
import { bookLine } from './book.js';
import { applyPolicy } from './policy-steps.js';
import { applyPipe } from './parcels.js';

/**
 * @typedef {import('../trace/trace.d.ts').Step} Step
 * @typedef {import('./state.js').MachineState} MachineState
 * @typedef {import('./state.js').Thread} Thread
 * @typedef {import('./state.js').Frame} Frame
 * @typedef {import('./state.js').ThreadPlace} ThreadPlace
 * @typedef {import('./state.js').WaitCause} WaitCause
 */

/** @type {Record<WaitCause, ThreadPlace>} */
const PLACE = {
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
  sleep: 'track',
  select: 'track',
  disk: 'track',
  network: 'track',
  device: 'track',
};

/** Where a thread that waits for `cause` is shown.
 * @param {WaitCause} cause */
export const placeOf = (cause) => PLACE[cause] ?? 'track';

/** Which area changes the state at a step. Every step of the vocabulary stands here, also those that change nothing.
 * @type {Record<Step['type'], (s: MachineState, e: Step) => void>} */
const AREA = {
  process_started: applyKernel,
  process_exited: applyKernel,
  thread_created: applyKernel,
  thread_renamed: applyKernel,
  nice_set: applyKernel,
  affinity_set: applyKernel,
  thread_ready: applyKernel,
  dispatched: applyKernel,
  preempted: applyKernel,
  blocked: applyKernel,
  thread_exited: applyKernel,
  decided: applyPolicy,
  sched_values: applyPolicy,
  job_released: applyPolicy,
  job_done: applyPolicy,
  deadline_missed: applyPolicy,
  core_idle: applyKernel,
  gil_wanted: applyMeeting,
  gil_requested: applyMeeting,
  gil_taken: applyMeeting,
  gil_dropped: applyMeeting,
  object_created: applyMeeting,
  object_named: applyMeeting,
  acquired: applyMeeting,
  contended: applyMeeting,
  released: applyMeeting,
  signalled: applyMeeting,
  item_put: applyMeeting,
  item_taken: applyMeeting,
  bytes_sent: applyPipe,
  bytes_received: applyPipe,
  io_started: applyMeeting,
  io_finished: applyMeeting,
  output: applyMeeting,
  line: applyLanguage,
  var_written: applyLanguage,
  var_read: applyLanguage,
  var_deleted: applyLanguage,
  op: applyLanguage,
  raised: applyLanguage,
  uncaught: applyLanguage,
  detail_reduced: applyLanguage,
  limit_reached: applyLanguage,
  deadlocked: applyLanguage,
  run_ended: applyLanguage,
  loop_started: applyLoop,
  loop_turn: applyLoop,
  select_started: applyLoop,
  select_returned: applyLoop,
  loop_stopped: applyLoop,
  task_created: applyLoop,
  task_stepped: applyLoop,
  task_suspended: applyLoop,
  task_woken: applyLoop,
  task_cancel_requested: applyLoop,
  task_done: applyLoop,
  blocking_call_started: applyLoop,
  blocking_call_ended: applyLoop,
};

/** Applies one step. Steps must come in order.
 * @param {MachineState} s @param {Step} e */
export function applyStep(s, e) {
  s.position += 1;
  s.now = e.time_ns;
  AREA[e.type]?.(s, e);
}

/** Processes, threads, cores.
 * @param {MachineState} s @param {Step} e */
function applyKernel(s, e) {
  const now = e.time_ns;
  const t = s.thread(e.thread);
  switch (e.type) {
    case 'process_started':
      s.processes[e.process] = { id: e.process, pid: e.pid, name: e.name, parent: e.parent, done: false };
      s.gils[e.process] = { process: e.process, holder: undefined, since: now, request: undefined };
      break;
    case 'process_exited': {
      const p = s.processes[e.process];
      if (p) p.done = true;
      // Whoever held its GIL is gone without having dropped it, and the GIL with them.
      const gil = s.gils[e.process];
      // What nobody will read any more is gone too.
      s.parcels = s.parcels.filter((p) => p.to !== e.process);
      if (gil) {
        Object.assign(gil, { holder: undefined, since: now, request: undefined });
        s.watch?.gil(gil, undefined, now);
      }
      break;
    }
    case 'thread_created':
      if (e.thread === undefined) break;
      s.threads[e.thread] = {
        id: e.thread,
        process: e.process,
        name: e.name,
        function: e.function,
        by: e.by,
        status: 'new',
        since: now,
        runsFrom: now,
        core: undefined,
        cause: undefined,
        object: undefined,
        on: undefined,
        until: undefined,
        what: '',
        place: undefined,
        row: 0,
        task: undefined,
        line: undefined,
        lineSince: undefined,
        frames: [],
        locals: new Map(),
        cpu: 0,
        held: 0,
        uncaught: undefined,
        nice: s.thread(e.by)?.nice ?? 0,
        allowed: s.thread(e.by)?.allowed,
        sched: new Map(),
        queue: undefined,
        job: undefined,
        deadline: undefined,
        misses: 0,
      };
      break;
    case 'thread_renamed':
      if (t) t.name = e.name;
      break;
    case 'nice_set':
      if (t) t.nice = e.nice;
      break;
    case 'affinity_set':
      if (t) t.allowed = e.cores.length < s.cores.length ? e.cores : undefined;
      break;
    case 'thread_ready':
      if (!t) break;
      leaveStatus(s, t, now);
      t.status = 'ready';
      t.queue = e.core ?? t.queue;
      s.ready.push(t.id);
      s.watch?.thread(t, now);
      break;
    case 'dispatched': {
      const core = e.core === undefined ? undefined : s.cores[e.core];
      if (!t || !core) break;
      leaveStatus(s, t, now);
      t.status = 'running';
      t.core = t.queue = core.id;
      t.runsFrom = now + e.switch_ns;
      if (t.task === undefined || t.lineSince === undefined) t.lineSince = t.runsFrom;
      core.thread = t.id;
      core.since = now;
      core.runsFrom = t.runsFrom;
      if (e.prev !== t.id) s.counts.switches += 1;
      s.watch?.core(core, now);
      s.watch?.thread(t, now);
      break;
    }
    case 'preempted':
      if (!t) break;
      s.counts.preemptions += 1;
      leaveStatus(s, t, now);
      t.status = 'ready';
      s.ready.push(t.id);
      s.watch?.thread(t, now);
      break;
    case 'blocked':
      if (!t) break;
      leaveStatus(s, t, now);
      t.status = 'blocked';
      t.cause = e.cause;
      t.object = e.object;
      t.on = e.on;
      t.until = e.until_ns;
      t.what = e.what ?? '';
      t.place = placeOf(e.cause);
      t.row = s.sit(seatsOf(t), t.id);
      s.watch?.thread(t, now);
      break;
    case 'thread_exited':
      if (!t) break;
      leaveStatus(s, t, now);
      t.status = 'done';
      t.frames = [];
      s.watch?.thread(t, now);
      break;
    default:
  }
}

/** @param {Thread} t */
const seatsOf = (t) => (t.place === 'track' ? 'track' : `${t.place}:${t.process}`);

/** Books the time a thread spent in the status it leaves, and frees its seat or core.
 * @param {MachineState} s @param {Thread} t @param {number} now */
function leaveStatus(s, t, now) {
  if (t.status === 'running') {
    const ran = Math.max(0, now - t.runsFrom);
    t.cpu += ran;
    const core = t.core === undefined ? undefined : s.cores[t.core];
    if (core) {
      core.busy += ran;
      core.thread = undefined;
      core.since = now;
      s.watch?.core(core, now);
    }
    // A call that blocks inside a task goes on costing its line until the task gives the thread back.
    if (t.task === undefined) bookLine(s, t, now, undefined);
    t.core = undefined;
  } else if (t.status === 'ready') {
    t.held += now - t.since;
    const i = s.ready.indexOf(t.id);
    if (i >= 0) s.ready.splice(i, 1);
  } else if (t.status === 'blocked') {
    if (t.cause === 'gil') t.held += now - t.since;
    s.leave(seatsOf(t), t.row);
  }
  t.since = now;
  t.cause = t.object = t.on = t.until = t.place = undefined;
  t.what = '';
}

/** The GIL, locks, queues, output.
 * @param {MachineState} s @param {Step} e */
function applyMeeting(s, e) {
  const now = e.time_ns;
  const t = s.thread(e.thread);
  const gil = t && s.gils[t.process];
  const o = 'object' in e && e.object !== undefined ? s.objects[e.object] : undefined;
  switch (e.type) {
    case 'gil_requested':
      s.counts.requests += 1;
      if (gil && t) gil.request = { by: t.id, at: now };
      break;
    case 'gil_taken':
      if (!gil || !t) break;
      if (e.prev !== undefined && e.prev !== t.id) s.counts.handoffs += 1;
      gil.holder = t.id;
      gil.since = now;
      gil.request = undefined;
      s.watch?.gil(gil, e.prev, now);
      break;
    case 'gil_dropped':
      if (!gil) break;
      gil.holder = undefined;
      gil.since = now;
      gil.request = undefined;
      s.watch?.gil(gil, undefined, now);
      break;
    case 'object_created':
      s.objects[e.object] = { id: e.object, kind: e.kind, name: e.name, holders: [], waiters: [], size: 0, items: [] };
      break;
    case 'object_named':
      if (o) o.name = e.name;
      break;
    case 'acquired':
      if (!o || !t) break;
      o.holders.push({ thread: t.id, task: e.task });
      o.waiters = o.waiters.filter((w) => w !== t.id);
      break;
    case 'contended':
      s.counts.contended += 1;
      if (o && t && e.task === undefined) o.waiters.push(t.id);
      break;
    case 'released': {
      if (!o || !t) break;
      const mine = o.holders.findIndex((h) => h.thread === t.id && h.task === e.task);
      o.holders.splice(Math.max(0, mine), 1);
      break;
    }
    case 'item_put':
      if (o) (o.items.push(e.item), (o.size = e.size));
      break;
    case 'item_taken':
      if (o) (o.items.shift(), (o.size = e.size));
      break;
    case 'output':
      s.counts.outputs += 1;
      break;
    default:
  }
}

/** Lines, variables, exceptions, and how the run ends.
 * @param {MachineState} s @param {Step} e */
function applyLanguage(s, e) {
  const t = s.thread(e.thread);
  switch (e.type) {
    case 'line': {
      if (!t) break;
      bookLine(s, t, e.time_ns, Math.max(e.time_ns, t.status === 'running' ? t.runsFrom : e.time_ns));
      t.line = e.line;
      const task = s.task(e.task);
      if (task) task.line = e.line;
      enterFrame(task ?? t, e.depth, e.function);
      break;
    }
    case 'var_written':
      if (!t) break;
      if (e.scope === 'local') topFrame(s.task(e.task) ?? t).vars.set(e.name, e.value);
      else if (e.scope === 'thread_local') t.locals.set(e.name, e.value);
      else {
        const key = `${t.process}:${e.name}`;
        s.variables.set(key, {
          name: e.name,
          process: t.process,
          scope: e.scope,
          value: e.value,
          thread: t.id,
          task: e.task,
          at: e.time_ns,
        });
      }
      break;
    case 'var_deleted':
      if (!t) break;
      if (e.scope === 'local') topFrame(s.task(e.task) ?? t).vars.delete(e.name);
      else if (e.scope === 'thread_local') t.locals.delete(e.name);
      else s.variables.delete(`${t.process}:${e.name}`);
      break;
    case 'detail_reduced':
      // From here on nobody says who is on which line.
      for (const th of s.threads) {
        if (!th) continue;
        bookLine(s, th, e.time_ns, undefined);
        th.line = undefined;
        th.frames = [];
      }
      for (const task of s.tasks) if (task) task.frames = [];
      break;
    case 'uncaught':
      if (t) ((t.uncaught = { exception: e.exception, message: e.message, line: e.line }), (t.line = e.line));
      break;
    case 'limit_reached':
      s.limit = { limit: e.limit, message: e.message };
      break;
    case 'deadlocked':
      s.deadlock = e.cycle;
      break;
    case 'run_ended':
      s.exit = e.status;
      break;
    default:
  }
}

/** @param {{ frames: Frame[] }} owner @param {number} depth @param {string} name */
function enterFrame(owner, depth, name) {
  while ((owner.frames.at(-1)?.depth ?? -1) > depth) owner.frames.pop();
  const top = owner.frames.at(-1);
  if (top?.depth === depth && top.function === name) return;
  if (top?.depth === depth) owner.frames.pop();
  owner.frames.push({ depth, function: name, vars: new Map() });
}

/** @param {{ frames: Frame[] }} owner */
function topFrame(owner) {
  let top = owner.frames.at(-1);
  if (!top) owner.frames.push((top = { depth: 0, function: '', vars: new Map() }));
  return top;
}
