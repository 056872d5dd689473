/**
 * Kinds of steps: which belong to the kernel level, how much attention each deserves when played, and the groups
 * the reader can jump between.
 */

/**
 * @typedef {import('./run.js').Step} Step
 * @typedef {'any' | 'switch' | 'gil' | 'block' | 'wake' | 'lock' | 'bytes' | 'output' | 'line' | 'memory' | 'task' | 'blocking' | 'late' | 'job' | 'missed'} Kind
 */

/** Finer than the kernel level. @param {Step} s */
export const isLineStep = (s) =>
  s.type === 'line' ||
  s.type === 'var_written' ||
  s.type === 'var_read' ||
  s.type === 'var_deleted' ||
  s.type === 'op' ||
  isReason(s);

/** It says why the step after it happens, and is told with that one. @param {Step} s */
export const isReason = (s) => REASONS.has(s.type);
/** @type {Set<Step['type']>} */
const REASONS = new Set(['decided', 'sched_values']);

/** A value that other threads can see was read or written. @param {Step} s */
export const isSharedAccess = (s) =>
  (s.type === 'var_written' || s.type === 'var_read' || s.type === 'var_deleted') &&
  (s.scope === 'global' || s.scope === 'shared');

/** Whether a step of the transport stops here. @param {Step} s @param {'event' | 'line'} grain */
export const stopsAt = (s, grain) => isKernelStep(s) || (grain === 'line' && (s.type === 'line' || isSharedAccess(s)));

/** @param {Step} s */
export const isKernelStep = (s) => !isLineStep(s);

/** How a step plays: `move` carries a token somewhere, `note` only changes what is written, `quiet` is not dwelt on.
 * @typedef {'move' | 'note' | 'quiet'} Weight */

/** @type {Record<Step['type'], Weight>} */
const WEIGHT = {
  thread_ready: 'move',
  dispatched: 'move',
  preempted: 'move',
  blocked: 'move',
  thread_exited: 'move',
  gil_taken: 'move',
  gil_dropped: 'move',
  acquired: 'move',
  released: 'move',
  item_put: 'move',
  item_taken: 'move',
  bytes_sent: 'move',
  bytes_received: 'move',
  loop_started: 'move',
  loop_stopped: 'move',
  task_created: 'move',
  task_stepped: 'move',
  task_suspended: 'move',
  task_woken: 'move',
  task_done: 'move',
  blocking_call_started: 'move',
  deadlocked: 'move',
  output: 'note',
  raised: 'note',
  uncaught: 'note',
  task_cancel_requested: 'note',
  select_started: 'note',
  select_returned: 'note',
  signalled: 'note',
  blocking_call_ended: 'note',
  line: 'note',
  limit_reached: 'note',
  run_ended: 'note',
  gil_requested: 'note',
  nice_set: 'note',
  affinity_set: 'note',
  job_released: 'note',
  job_done: 'note',
  deadline_missed: 'note',
  decided: 'quiet',
  sched_values: 'quiet',
  core_idle: 'quiet',
  loop_turn: 'quiet',
  process_started: 'quiet',
  object_created: 'quiet',
  object_named: 'quiet',
  thread_created: 'quiet',
  thread_renamed: 'quiet',
  io_started: 'quiet',
  io_finished: 'quiet',
  detail_reduced: 'quiet',
  var_read: 'quiet',
  var_deleted: 'quiet',
  op: 'quiet',
  gil_wanted: 'quiet',
  contended: 'quiet',
  process_exited: 'quiet',
  var_written: 'quiet',
};

/** @param {Step} s @returns {Weight} */
export const weightOf = (s) => (isSharedAccess(s) ? 'note' : (WEIGHT[s.type] ?? 'note'));

/** The groups to jump between, with their names on the transport.
 * @type {[Kind, string, (s: Step) => boolean][]} */
export const KINDS = [
  ['any', 'any event', isKernelStep],
  ['switch', 'context switch', (s) => s.type === 'dispatched' || s.type === 'preempted'],
  ['gil', 'GIL event', (s) => s.type.startsWith('gil_')],
  ['block', 'block', (s) => s.type === 'blocked' || s.type === 'task_suspended'],
  ['wake', 'wake-up', (s) => s.type === 'thread_ready' || s.type === 'task_woken'],
  [
    'lock',
    'lock or queue',
    (s) => ['acquired', 'contended', 'released', 'signalled', 'item_put', 'item_taken'].includes(s.type),
  ],
  ['job', 'job', (s) => s.type.startsWith('job_') || s.type === 'deadline_missed'],
  ['missed', 'missed deadline', (s) => s.type === 'deadline_missed'],
  ['bytes', 'bytes moved', (s) => s.type === 'bytes_sent' || s.type === 'bytes_received'],
  ['output', 'output', (s) => s.type === 'output'],
  ['line', 'line', (s) => s.type === 'line'],
  ['memory', 'shared value', isSharedAccess],
  ['task', 'task resumes', (s) => s.type === 'task_stepped'],
  ['blocking', 'blocking call', (s) => s.type === 'blocking_call_started'],
  ['late', 'late wake-up', (s) => s.type === 'task_woken' && s.late_ns > 0],
];

/** @param {Kind} kind */
export const passes = (kind) => KINDS.find((k) => k[0] === kind)?.[2] ?? isKernelStep;

/** The short label of a step, when the engine sent none.
 * @param {Step} s */
export const labelOf = (s) => s.label ?? s.type.replaceAll('_', ' ');

/** Whether a step is about a thread or task.
 * @param {Step} s @param {import('./entities.js').Who} who */
export function concerns(s, who) {
  if (who.kind === 'task')
    return (
      s.task === who.id ||
      ('woken' in s && s.type === 'task_woken' && s.woken === who.id) ||
      ('created' in s && s.created === who.id)
    );
  return s.thread === who.id;
}
