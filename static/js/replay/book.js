/** Whose time a source line costs: the small ledger that threads and tasks share. */

/**
 * @typedef {import('./state.js').MachineState} MachineState
 * @typedef {import('./state.js').Thread} Thread
 */

/** Who a moment of work belongs to: the task when a loop runs one, else the thread.
 * @param {Thread} t */
export const whoOf = (t) => (t.task === undefined ? `t${t.id}` : `k${t.task}`);

/** Books the time since `lineSince` on the current line and goes on counting from `next`.
 * @param {MachineState} s @param {Thread} t @param {number} now @param {number | undefined} next */
export function bookLine(s, t, now, next) {
  if (t.lineSince !== undefined) s.spend(t.line, whoOf(t), now - t.lineSince);
  t.lineSince = next;
}
