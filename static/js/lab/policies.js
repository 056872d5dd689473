/**
 * What the page knows of each policy: its name, its rule in a few words, which columns of a workload it reads, and
 * what the stage draws of what it keeps. The schedule itself is the engine's.
 */

/**
 * @typedef {'queue' | 'levels' | 'line' | 'tickets' | 'deadlines'} Shape  What the ready structure looks like.
 *
 * @typedef {object} Policy
 * @property {string} key  As in links.
 * @property {string} name
 * @property {string} rule
 * @property {Shape} shape
 * @property {string} caption  What stands over the ready structure.
 * @property {string[]} reads  Columns of the workload beside arrival and bursts.
 * @property {string} [value]  The name of the value it ranks by.
 * @property {boolean} [descending]  The highest value runs next.
 * @property {boolean} [slices]  A turn on the core ends with a slice.
 * @property {boolean} [unordered]  Who is ready stands in the order of the table, which says nothing of who is next.
 */

/** @type {Policy[]} */
export const POLICIES = [
  {
    key: 'fcfs',
    name: 'FCFS',
    rule: 'first come, first served; whoever runs, runs until it waits or ends',
    shape: 'queue',
    caption: 'ready queue, in order of arrival',
    reads: [],
  },
  {
    key: 'sjf',
    name: 'SJF',
    rule: 'the shortest next burst first, to its end',
    shape: 'queue',
    caption: 'ready, shortest next burst first',
    reads: [],
    value: 'remaining',
  },
  {
    key: 'srtf',
    name: 'SRTF',
    rule: 'the least time left in its burst runs, and a newcomer with less takes the core',
    shape: 'queue',
    caption: 'ready, least time left first',
    reads: [],
    value: 'remaining',
  },
  {
    key: 'rr',
    name: 'Round robin',
    rule: 'a quantum each, then to the end of the queue',
    shape: 'queue',
    caption: 'ready queue',
    reads: [],
    slices: true,
  },
  {
    key: 'priority',
    name: 'Priority',
    rule: 'the best priority runs',
    shape: 'queue',
    caption: 'ready, best priority first',
    reads: ['priority'],
    value: 'priority',
  },
  {
    key: 'hrrn',
    name: 'HRRN',
    rule: 'the highest ratio of (waited + burst) to burst, to its end',
    shape: 'queue',
    caption: 'ready, highest response ratio first',
    reads: [],
    value: 'response_ratio',
    descending: true,
  },
  {
    key: 'feedback',
    name: 'Feedback',
    rule: 'a used slice costs a level (Stallings)',
    shape: 'levels',
    caption: '',
    reads: [],
    value: 'level',
    slices: true,
  },
  {
    key: 'mlfq',
    name: 'MLFQ',
    rule: 'use your slices up and you sink; a boost lifts everybody (OSTEP)',
    shape: 'levels',
    caption: '',
    reads: [],
    value: 'level',
    slices: true,
  },
  {
    key: 'lottery',
    name: 'Lottery',
    rule: 'a ticket is drawn; its holder runs for a quantum',
    shape: 'tickets',
    caption: 'ready: everyone holds tickets',
    reads: ['tickets'],
    value: 'tickets',
    slices: true,
  },
  {
    key: 'stride',
    name: 'Stride',
    rule: 'the lowest pass runs for a quantum; the more tickets, the shorter the stride',
    shape: 'line',
    caption: 'ready, by pass: lowest runs next',
    reads: ['tickets'],
    value: 'pass',
    slices: true,
  },
  {
    key: 'cfs',
    name: 'CFS',
    rule: 'the least virtual runtime runs (Linux up to 6.5)',
    shape: 'line',
    caption: 'ready, by virtual runtime: leftmost runs next',
    reads: ['nice'],
    value: 'vruntime',
    slices: true,
  },
  {
    key: 'eevdf',
    name: 'EEVDF',
    rule: 'of the eligible, the earliest virtual deadline runs (Linux since 6.6)',
    shape: 'line',
    caption: 'ready, by virtual runtime; bars end at the virtual deadline',
    reads: ['nice'],
    value: 'vruntime',
    slices: true,
  },
  {
    key: 'edf',
    name: 'EDF',
    rule: 'the earliest deadline runs',
    shape: 'deadlines',
    caption: 'ready, on the way to their deadlines',
    reads: ['period', 'deadline'],
    value: 'deadline',
  },
  {
    key: 'rm',
    name: 'Rate monotonic',
    rule: 'the shortest period runs',
    shape: 'deadlines',
    caption: 'ready, shortest period first, on the way to their deadlines',
    reads: ['period', 'deadline'],
    value: 'period',
  },
  {
    key: 'fp',
    name: 'Fixed priority',
    rule: 'the best fixed priority runs',
    shape: 'deadlines',
    caption: 'ready, best priority first, on the way to their deadlines',
    reads: ['priority', 'period', 'deadline'],
    value: 'priority',
  },
];

/** @param {string} key @returns {Policy} */
export function policyOf(key) {
  const known = POLICIES.find((p) => p.key === key);
  if (known) return known;
  const other = { .../** @type {Policy} */ (POLICIES[0]), key, name: key, rule: '', caption: 'ready queue' };
  return other;
}

/** The value a policy ranks a thread by, if the trace tells it.
 * @param {Policy} policy @param {import('../replay/state.js').Thread} t @returns {number | undefined} */
export function rankOf(policy, t) {
  return policy.value === undefined ? undefined : t.sched.get(policy.value);
}

/** The policy as it is shown in an exam: who is ready, but not in its order and without what it ranks by.
 * @param {Policy} policy @returns {Policy} */
export function covered({ value, descending, ...policy }) {
  return { ...policy, shape: 'queue', caption: 'ready, in the order of the table', unordered: true };
}
