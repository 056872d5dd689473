/** What the steps of an event loop change in a `MachineState`: tasks, the ready queue, the selector, blocking calls. */
import { bookLine } from './book.js';
import { placeOf } from './entities.js';

/**
 * @typedef {import('../trace/trace.d.ts').Step} Step
 * @typedef {import('./state.js').MachineState} MachineState
 * @typedef {import('./state.js').Thread} Thread
 * @typedef {import('./state.js').Task} Task
 * @typedef {import('./state.js').Loop} Loop
 */

/** Event loops and tasks.
 * @param {MachineState} s @param {Step} e */
export function applyLoop(s, e) {
  const now = e.time_ns;
  const t = s.thread(e.thread);
  if (e.type === 'loop_started' && t) {
    s.loops.push({
      thread: t.id,
      turn: 0,
      mode: 'run',
      since: now,
      until: undefined,
      current: undefined,
      ready: [],
      blocking: undefined,
      inSelect: 0,
      blocked: 0,
    });
  }
  const loop = s.loopOn(e.thread);
  const task = s.task(e.task);
  switch (e.type) {
    case 'loop_turn':
      if (loop) loop.turn = e.turn;
      break;
    case 'select_started':
      if (!loop) break;
      loop.mode = 'select';
      loop.since = now;
      loop.until = e.timeout_ns === undefined ? undefined : now + e.timeout_ns;
      s.watch?.loop(loop, now);
      break;
    case 'select_returned':
      if (!loop) break;
      loop.inSelect += now - loop.since;
      loop.mode = 'run';
      loop.since = now;
      loop.until = undefined;
      s.watch?.loop(loop, now);
      break;
    case 'loop_stopped':
      if (!loop) break;
      loop.mode = 'stopped';
      loop.since = now;
      loop.current = undefined;
      s.watch?.loop(loop, now);
      break;
    case 'task_created': {
      /** @type {Task} */
      const made = {
        id: e.created,
        name: e.name,
        coroutine: e.coroutine,
        parent: e.parent ?? e.task,
        thread: e.thread ?? 0,
        status: 'ready',
        since: now,
        until: undefined,
        on: [],
        what: '',
        line: undefined,
        frames: [],
        row: 0,
        cpu: 0,
        outcome: '',
        detail: '',
      };
      s.tasks[e.created] = made;
      loop?.ready.push(made.id);
      s.watch?.task(made, now);
      break;
    }
    case 'task_stepped':
      if (!task || !t || !loop) break;
      moveTask(s, task, 'running', now);
      loop.current = task.id;
      loop.mode = 'run';
      t.task = task.id;
      t.line = task.line = e.line;
      t.lineSince = now;
      s.watch?.loop(loop, now);
      break;
    case 'task_suspended':
      if (!task || !t || !loop) break;
      giveBack(s, t, loop, now);
      task.line = e.line;
      moveTask(s, task, e.state, now, { until: e.until_ns, on: e.on, what: e.what });
      if (e.state === 'ready') loop.ready.push(task.id);
      break;
    case 'task_woken': {
      const woken = s.task(e.woken);
      if (!woken) break;
      if (e.late_ns > 0) s.noteLate({ task: woken.id, at: now, by: e.late_ns });
      moveTask(s, woken, 'ready', now);
      s.loopOn(woken.thread)?.ready.push(woken.id);
      break;
    }
    case 'task_done':
      if (!task) break;
      if (t && loop && t.task === task.id) giveBack(s, t, loop, now);
      moveTask(s, task, 'done', now);
      task.outcome = e.outcome;
      task.detail = e.detail;
      task.frames = [];
      break;
    case 'blocking_call_started':
      if (!loop || !t) break;
      bookLine(s, t, now, now);
      t.line = e.line;
      if (task) task.line = e.line;
      loop.blocking = { what: e.what, line: e.line, task: e.task, since: now };
      s.watch?.loop(loop, now);
      break;
    case 'blocking_call_ended':
      if (!loop) break;
      loop.blocked += e.ns;
      loop.blocking = undefined;
      s.watch?.loop(loop, now);
      break;
    default:
  }
}

/** The running task gives the thread back to its loop.
 * @param {MachineState} s @param {Thread} t @param {Loop} loop @param {number} now */
function giveBack(s, t, loop, now) {
  bookLine(s, t, now, undefined);
  t.task = t.line = undefined;
  loop.current = undefined;
  s.watch?.loop(loop, now);
}

/** @param {MachineState} s @param {Task} task @param {import('./state.js').TaskStatus} status @param {number} now
 * @param {{ until?: number | undefined, on?: number[] | undefined, what?: string }} wait */
function moveTask(s, task, status, now, wait = {}) {
  const loop = s.loopOn(task.thread);
  if (task.status === 'ready') {
    const i = loop?.ready.indexOf(task.id) ?? -1;
    if (i >= 0) loop?.ready.splice(i, 1);
  } else if (task.status === 'running') task.cpu += now - task.since;
  else if (task.status !== 'done') s.leave(placeOf(task), task.row);
  task.status = status;
  task.since = now;
  task.until = wait.until;
  task.on = wait.on ?? [];
  task.what = wait.what ?? '';
  if (status !== 'ready' && status !== 'running' && status !== 'done') task.row = s.sit(placeOf(task), task.id);
  s.watch?.task(task, now);
}
