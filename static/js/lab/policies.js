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
 * @property {string[]} settings  Settings of the machine that only matter here.
 * @property {string[]} value  Names of the value it ranks by; the first that a trace has counts.
 * @property {boolean} [descending]  The highest value runs next.
 * @property {boolean} [slices]  A turn on the core ends with a slice.
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
    settings: [],
    value: [],
  },
  {
    key: 'sjf',
    name: 'SJF',
    rule: 'the shortest next burst first, to its end',
    shape: 'queue',
    caption: 'ready, shortest next burst first',
    reads: [],
    settings: ['sjf_prediction'],
    value: ['predicted', 'burst', 'remaining'],
  },
  {
    key: 'srtf',
    name: 'SRTF',
    rule: 'the least time left in its burst runs, and a newcomer with less takes the core',
    shape: 'queue',
    caption: 'ready, least time left first',
    reads: [],
    settings: [],
    value: ['remaining'],
  },
  {
    key: 'rr',
    name: 'Round robin',
    rule: 'a quantum each, then to the end of the queue',
    shape: 'queue',
    caption: 'ready queue',
    reads: [],
    settings: ['quantum'],
    value: [],
    slices: true,
  },
  {
    key: 'priority',
    name: 'Priority',
    rule: 'the best priority runs',
    shape: 'queue',
    caption: 'ready, best priority first',
    reads: ['priority'],
    settings: ['preemptive', 'priority_rr', 'aging', 'quantum', 'priority_order'],
    value: ['effective_priority', 'priority'],
  },
  {
    key: 'hrrn',
    name: 'HRRN',
    rule: 'the highest ratio of (waited + burst) to burst, to its end',
    shape: 'queue',
    caption: 'ready, highest response ratio first',
    reads: [],
    settings: [],
    value: ['response_ratio', 'ratio', 'ratio_permille'],
    descending: true,
  },
  {
    key: 'feedback',
    name: 'Feedback',
    rule: 'a used slice costs a level (Stallings)',
    shape: 'levels',
    caption: '',
    reads: [],
    settings: ['quantum', 'levels', 'growth'],
    value: ['level', 'queue'],
    slices: true,
  },
  {
    key: 'mlfq',
    name: 'MLFQ',
    rule: 'use your slices up and you sink; a boost lifts everybody (OSTEP)',
    shape: 'levels',
    caption: '',
    reads: [],
    settings: ['quantum', 'levels', 'growth', 'allotment', 'boost'],
    value: ['level', 'queue'],
    slices: true,
  },
  {
    key: 'lottery',
    name: 'Lottery',
    rule: 'a ticket is drawn; its holder runs for a quantum',
    shape: 'tickets',
    caption: 'ready: everyone holds tickets',
    reads: ['tickets'],
    settings: ['quantum', 'seed'],
    value: ['tickets'],
    slices: true,
  },
  {
    key: 'stride',
    name: 'Stride',
    rule: 'the lowest pass runs for a quantum; the more tickets, the shorter the stride',
    shape: 'line',
    caption: 'ready, by pass: lowest runs next',
    reads: ['tickets'],
    settings: ['quantum'],
    value: ['pass'],
    slices: true,
  },
  {
    key: 'cfs',
    name: 'CFS',
    rule: 'the least virtual runtime runs (Linux up to 6.5)',
    shape: 'line',
    caption: 'ready, by virtual runtime: leftmost runs next',
    reads: ['nice'],
    settings: ['tick'],
    value: ['vruntime'],
    slices: true,
  },
  {
    key: 'eevdf',
    name: 'EEVDF',
    rule: 'of the eligible, the earliest virtual deadline runs (Linux since 6.6)',
    shape: 'line',
    caption: 'ready, by virtual runtime; bars end at the virtual deadline',
    reads: ['nice'],
    settings: ['slice', 'tick'],
    value: ['vruntime'],
    slices: true,
  },
  {
    key: 'edf',
    name: 'EDF',
    rule: 'the earliest deadline runs',
    shape: 'deadlines',
    caption: 'ready, on the way to their deadlines',
    reads: ['period', 'deadline'],
    settings: [],
    value: ['absolute_deadline', 'deadline'],
  },
  {
    key: 'rm',
    name: 'Rate monotonic',
    rule: 'the shortest period runs',
    shape: 'deadlines',
    caption: 'ready, shortest period first, on the way to their deadlines',
    reads: ['period', 'deadline'],
    settings: [],
    value: ['period', 'priority'],
  },
  {
    key: 'fp',
    name: 'Fixed priority',
    rule: 'the best fixed priority runs',
    shape: 'deadlines',
    caption: 'ready, best priority first, on the way to their deadlines',
    reads: ['priority', 'period', 'deadline'],
    settings: ['priority_order'],
    value: ['priority'],
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
  for (const name of policy.value) {
    const v = t.sched.get(name) ?? t.sched.get(`${name}_ns`);
    if (v !== undefined) return v;
  }
  return undefined;
}
