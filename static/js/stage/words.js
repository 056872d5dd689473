/** The states of threads and tasks in words, for lists, tooltips and assistive technology. */
import { threadTexture } from '../replay/lanes.js';

/**
 * @typedef {import('../replay/state.js').Thread} Thread
 * @typedef {import('../replay/state.js').Task} Task
 * @typedef {import('../replay/state.js').Loop} Loop
 * @typedef {import('../replay/state.js').MachineState} MachineState
 */

/** @type {Record<string, string>} */
const CAUSE = {
  gil: 'waits for the GIL',
  lock: 'waits for a lock',
  condition: 'waits on a condition',
  semaphore: 'waits for a semaphore',
  event: 'waits for an event',
  barrier: 'waits at a barrier',
  queue: 'waits on a queue',
  join: 'waits in join()',
  child: 'waits for a child process',
  sleep: 'sleeps',
  thread_start: 'waits for a new thread',
  future: 'waits for a result',
  select: 'waits in select()',
  disk: 'waits for the disk',
  network: 'waits for the network',
  pipe: 'waits on a pipe',
  device: 'waits for a device',
};

/** What a loop in select() waits for. @param {MachineState} state @param {Loop} loop @param {string} timer  the words for a timer, if it has set one */
export function loopAwaits(state, loop, timer) {
  const count = (/** @type {string} */ status, /** @type {string} */ word) => {
    const n = state.tasks.filter((task) => task?.thread === loop.thread && task.status === status).length;
    return n === 0 ? [] : [n === 1 ? `a ${word}` : `${n} ${word}s`];
  };
  const list = [
    ...count('socket', 'socket'),
    ...count('worker', 'worker'),
    ...(loop.until === undefined ? [] : [timer]),
  ];
  return [list.slice(0, -1).join(', '), ...list.slice(-1)].filter(Boolean).join(' or ');
}

/** How the scheduler is to treat a thread, where it is not as usual. @param {Thread} t */
export function standingWords(t) {
  const cores = t.allowed && (t.allowed.length === 1 ? `core ${t.allowed[0]} alone` : `cores ${t.allowed.join(', ')}`);
  return [...(t.nice ? [`nice ${t.nice}`] : []), ...(cores ? [cores] : [])].join(' · ');
}

/** @type {Record<string, string>} */
const TASK = {
  ready: 'ready',
  running: 'running',
  timer: 'awaits a timer',
  socket: 'awaits a socket',
  task: 'awaits other tasks',
  worker: 'awaits a worker thread',
  primitive: 'awaits a lock or queue',
  future: 'awaits a future',
  done: 'done',
};

/** What a request over the network asked for, without the verb. @param {string} what  as in `GET host/path` */
export const askedOf = (what) => what.replace(/^[A-Z]+ /, '');

/** @param {Thread} t @param {(id: number) => string | undefined} [objectName] @param {number} [now] @param {MachineState} [state]  where its event loop is */
export function threadWords(t, objectName, now, state) {
  if (t.uncaught && t.status === 'done') return t.uncaught.exception;
  if (t.status === 'new') return 'not started';
  if (t.status === 'done') return 'done';
  if (t.status === 'ready') return 'ready';
  if (t.status === 'running') {
    if (threadTexture(t, now) === 'switch') return 'is switched to';
    return t.line === undefined ? 'running' : `running, line ${t.line}`;
  }
  const name = t.object === undefined ? undefined : objectName?.(t.object);
  if (!name && t.cause === 'network' && t.what) return `waits for ${askedOf(t.what)}`;
  const loop = t.cause === 'select' && state?.loops.find((l) => l.thread === t.id && l.mode === 'select');
  const awaited = state && loop ? loopAwaits(state, loop, 'a timer') : '';
  if (awaited) return `its loop waits for ${awaited}`;
  return name ? `waits for ${name}` : (CAUSE[t.cause ?? ''] ?? 'waits');
}

/** @param {Task} t @param {boolean} blocks  it runs a call that blocks the loop */
export function taskWords(t, blocks) {
  if (t.status === 'done')
    return t.outcome === 'result' || t.outcome === ''
      ? 'done'
      : t.outcome === 'cancelled'
        ? 'cancelled'
        : t.outcome === 'exception'
          ? t.detail.split(/[(:]/)[0] || 'ended by an exception'
          : t.outcome;
  if (t.status === 'running' && blocks) return 'running, blocks the loop';
  return TASK[t.status] ?? 'waits';
}

/** A segment of a lane in words.
 * @param {import('../replay/lanes.js').Segment} s */
export function segmentWords(s) {
  if (s.state === 'run') return 'running';
  if (s.state === 'switch') return 'context switch';
  if (s.state === 'ready') return 'ready';
  if (s.state === 'block') return `${s.what || 'a call'} blocks the loop`;
  if (s.state === 'done') return 'done';
  if (s.cause === 'network' && s.what) return `waits for ${s.what}`;
  return CAUSE[s.cause ?? ''] ?? TASK[s.cause ?? ''] ?? 'waits';
}
