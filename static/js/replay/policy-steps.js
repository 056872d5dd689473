/**
 * What the steps about scheduling decisions change in a `MachineState`: the decision itself with the values it
 * compared, what the policy keeps of each thread, and the jobs of periodic processes. Knows no policy.
 */

/**
 * @typedef {import('./state.js').MachineState} MachineState
 * @typedef {import('./state.js').Thread} Thread
 *
 * @typedef {object} Decision  Why somebody got a core, or lost it.
 * @property {number} at  Virtual time.
 * @property {number | undefined} core
 * @property {string} rule
 * @property {string} unit  Of the values.
 * @property {import('../trace/trace.d.ts').Candidate[]} among  The winner first.
 */

/** @param {MachineState} s @param {import('../trace/trace.d.ts').Step} e */
export function applyPolicy(s, e) {
  const t = s.thread(e.thread);
  switch (e.type) {
    case 'decided':
      s.decision = { at: e.time_ns, core: e.core, rule: e.rule, unit: e.unit, among: e.among };
      break;
    case 'sched_values':
      if (!t) break;
      for (const v of e.values) t.sched.set(v.name, v.value);
      t.queue = t.sched.get('core') ?? t.queue;
      break;
    case 'job_released':
      if (!t) break;
      t.job = e.job;
      t.deadline = e.deadline_ns;
      s.watch?.job(t, e.time_ns, 'released');
      break;
    case 'job_done':
      if (!t) break;
      s.watch?.job(t, e.time_ns, 'done');
      break;
    case 'deadline_missed':
      if (!t) break;
      t.misses += 1;
      s.watch?.job(t, e.time_ns, 'missed');
      break;
    default:
  }
}
