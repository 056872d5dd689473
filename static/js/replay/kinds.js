/**
 * Kinds of steps: which belong to the kernel level, how much attention each deserves when played, and the groups
 * the reader can jump between.
 */

/**
 * @typedef {import('./run.js').Step} Step
 * @typedef {'any' | 'switch' | 'gil' | 'block' | 'wake' | 'lock' | 'output' | 'line' | 'memory' | 'task' | 'blocking' | 'late'} Kind
 */

/** @param {Step} s */
export const isLineStep = (s) => s.type === 'line' || s.type === 'var_written' || s.type === 'var_read' || s.type === 'var_deleted' || s.type === 'op';

/** A value that other threads can see was read or written. @param {Step} s */
export const isSharedAccess = (s) => (s.type === 'var_written' || s.type === 'var_read' || s.type === 'var_deleted') && (s.scope === 'global' || s.scope === 'shared');

/** Whether a step of the transport stops here. @param {Step} s @param {'event' | 'line'} grain */
export const stopsAt = (s, grain) => isKernelStep(s) || (grain === 'line' && (s.type === 'line' || isSharedAccess(s)));

/** @param {Step} s */
export const isKernelStep = (s) => !isLineStep(s);

/** How a step plays: `move` carries a token somewhere, `note` only changes what is written, `quiet` is not dwelt on.
 * @param {Step} s @returns {'move' | 'note' | 'quiet'} */
export function weightOf(s) {
  if (isSharedAccess(s)) return 'note';
  switch (s.type) {
    case 'core_idle': case 'loop_turn': case 'process_started': case 'object_created': case 'object_named':
    case 'thread_created': case 'thread_renamed': case 'io_started': case 'io_finished': case 'detail_reduced': case 'var_read':
    case 'var_deleted': case 'op': case 'gil_wanted': case 'contended': case 'process_exited': case 'var_written':
      return 'quiet';
    case 'output': case 'raised': case 'uncaught': case 'task_cancel_requested': case 'select_started': case 'select_returned':
    case 'signalled': case 'blocking_call_ended': case 'line': case 'limit_reached': case 'run_ended': case 'gil_requested':
      return 'note';
    default:
      return 'move';
  }
}

/** The groups to jump between, with their names on the transport.
 * @type {[Kind, string, (s: Step) => boolean][]} */
export const KINDS = [
  ['any', 'any event', isKernelStep],
  ['switch', 'context switch', (s) => s.type === 'dispatched' || s.type === 'preempted'],
  ['gil', 'GIL event', (s) => s.type.startsWith('gil_')],
  ['block', 'block', (s) => s.type === 'blocked' || s.type === 'task_suspended'],
  ['wake', 'wake-up', (s) => s.type === 'thread_ready' || s.type === 'task_woken'],
  ['lock', 'lock or queue', (s) => ['acquired', 'contended', 'released', 'signalled', 'item_put', 'item_taken'].includes(s.type)],
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
export const labelOf = (s) => s.kind ?? s.type.replaceAll('_', ' ');

/** Whether a step is about a thread or task.
 * @param {Step} s @param {import('./entities.js').Who} who */
export function concerns(s, who) {
  if (who.kind === 'task') return s.task === who.id || ('woken' in s && s.type === 'task_woken' && s.woken === who.id) || ('created' in s && s.created === who.id);
  return s.thread === who.id;
}
