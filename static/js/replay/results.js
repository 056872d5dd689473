/**
 * What a schedule comes to: start, finish, turnaround, waiting and response of each process, fairness, utilisation,
 * switches and missed deadlines, all of it from the lanes of the run. Every number brings the formula it comes from.
 */

/**
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./entities.js').Who} Who
 *
 * @typedef {{ turnaround: number, waiting: number, response: number, share: number }} Served  What a process, or one job of a periodic one, came to.
 *
 * @typedef {object} Result  Of one process. Times are nanoseconds; what has not happened is undefined.
 * @property {Who} who
 * @property {number} arrival
 * @property {number | undefined} start  First on a core, after the switch to it.
 * @property {number | undefined} finish
 * @property {number} cpu
 * @property {number} io  Off the cores for a reason of its own.
 * @property {number} ready
 * @property {number} switching  Being switched to.
 * @property {Served[]} jobs  Of a periodic process, those that ended; else the process itself, once it has.
 * @property {boolean} periodic
 * @property {number | undefined} turnaround  The mean of its jobs, as are the next two.
 * @property {number | undefined} waiting
 * @property {number | undefined} response
 * @property {number} misses
 *
 * @typedef {object} Totals
 * @property {number} end
 * @property {number} busy  Of all cores.
 * @property {number} switching
 * @property {number} switches
 * @property {number} utilisation  0 to 1.
 * @property {number} fairness  Jain's index of the share of its time that each process (or job) was served, 1/n to 1.
 * @property {number} misses
 * @property {{ turnaround: number, waiting: number, response: number } | undefined} mean
 */

/** @param {Run} run @returns {Result[]} */
export function resultsOf(run) {
  const { lanes, end } = run;
  const out = [];
  for (const who of run.people().values()) {
    if (who.kind !== 'thread') continue;
    const lane = lanes.threads[who.id];
    /** @type {Result} */
    const r = {
      who,
      arrival: lane?.at(0)?.t0 ?? 0,
      start: undefined,
      finish: undefined,
      cpu: 0,
      io: 0,
      ready: 0,
      switching: 0,
      jobs: [],
      periodic: Boolean(lanes.jobs[who.id]),
      turnaround: undefined,
      waiting: undefined,
      response: undefined,
      misses: run.head.threads[who.id]?.misses ?? 0,
    };
    // There may be a million: no object is made of any.
    for (let i = 0; lane && i < lane.length; i++) {
      const t0 = /** @type {number} */ (lane.t0[i]);
      const ns = Math.min(/** @type {number} */ (lane.t1[i]), end) - t0;
      const state = lane.stateAt(i);
      if (state === 'done') r.finish = t0;
      else if (state === 'run') {
        r.start ??= t0;
        r.cpu += ns;
      } else if (state === 'switch') r.switching += ns;
      else if (state === 'ready') r.ready += ns;
      else r.io += ns;
    }
    if (r.start !== undefined) r.response = r.start - r.arrival;
    const jobs = lanes.jobs[who.id] ?? [{ release: r.arrival, finish: r.finish }];
    r.jobs = lane ? servedOf(lane, jobs) : [];
    if (r.jobs.length) for (const key of KEYS) r[key] = r.jobs.reduce((sum, job) => sum + job[key], 0) / r.jobs.length;
    out.push(r);
  }
  return out;
}

const KEYS = /** @type {const} */ (['turnaround', 'waiting', 'response']);

/** What jobs came to. One that comes while the one before is late begins when that ends.
 * @param {import('./lane.js').Lane} lane @param {import('./lanes.js').Job[]} jobs @returns {Served[]} */
function servedOf(lane, jobs) {
  const out = [];
  let before = 0;
  for (const { release, finish } of jobs) {
    if (finish === undefined) break;
    const from = Math.max(release, before);
    let served = 0;
    let start = finish;
    for (let i = Math.max(0, lane.firstAfter(from) - 1); i < lane.length; i++) {
      const [t0, t1] = /** @type {[number, number]} */ ([lane.t0[i], lane.t1[i]]);
      if (t1 <= from) continue;
      if (t0 >= finish) break;
      const state = lane.stateAt(i);
      if (state === 'ready' || state === 'switch') continue;
      if (state === 'run') start = Math.min(start, Math.max(t0, from));
      served += Math.min(t1, finish) - Math.max(t0, from);
    }
    const turnaround = finish - release;
    const share = turnaround > 0 ? served / turnaround : 1;
    out.push({ turnaround, waiting: turnaround - served, response: start - release, share });
    before = finish;
  }
  return out;
}

/** @param {Run} run @param {Result[]} results @returns {Totals} */
export function totalsOf(run, results) {
  const cores = run.machine.cores;
  let busy = 0;
  let switching = 0;
  for (const lane of run.lanes.cores) {
    for (let i = 0; lane && i < lane.length; i++) {
      const ns = Math.min(/** @type {number} */ (lane.t1[i]), run.end) - /** @type {number} */ (lane.t0[i]);
      const state = lane.stateAt(i);
      if (state === 'run') busy += ns;
      else if (state === 'switch') switching += ns;
    }
  }
  const jobs = results.flatMap((r) => r.jobs);
  const shares = jobs.filter((job) => job.turnaround > 0).map((job) => job.share);
  const sum = shares.reduce((a, x) => a + x, 0);
  const squares = shares.reduce((a, x) => a + x * x, 0);
  const mean = (/** @type {'turnaround' | 'waiting' | 'response'} */ key) => {
    return jobs.reduce((sum, job) => sum + job[key], 0) / jobs.length;
  };
  return {
    end: run.end,
    busy,
    switching,
    switches: run.head.counts.switches,
    utilisation: run.end > 0 ? busy / (cores * run.end) : 0,
    fairness: squares > 0 ? (sum * sum) / (shares.length * squares) : 1,
    misses: results.reduce((a, r) => a + r.misses, 0),
    mean: jobs.length
      ? { turnaround: mean('turnaround'), waiting: mean('waiting'), response: mean('response') }
      : undefined,
  };
}

/** Milliseconds as one writes them on a blackboard: no more digits than there are.
 * @param {number} ns */
export const inMs = (ns) => String(+(ns / 1e6).toFixed(ns % 1e6 === 0 ? 0 : ns % 1e5 === 0 ? 1 : 3));

const WORDS = {
  turnaround: 'finish − release',
  waiting: 'turnaround − CPU − I/O',
  response: 'first on a core − release',
};

/** How a number of a process comes about, in words and in numbers (milliseconds).
 * @param {Result} r @param {'turnaround' | 'waiting' | 'response'} key @returns {{ words: string, numbers: string }} */
export function derivation(r, key) {
  const t = (/** @type {number | undefined} */ ns) => (ns === undefined ? '?' : inMs(ns));
  if (r.periodic) {
    const shown = r.jobs.slice(0, 6).map((job) => inMs(job[key]));
    const rest = r.jobs.length > shown.length ? ' + …' : '';
    return {
      words: `mean over its ${r.jobs.length} jobs of ${WORDS[key]}`,
      numbers: `(${shown.join(' + ')}${rest}) ÷ ${r.jobs.length} = ${t(r[key])}`,
    };
  }
  if (key === 'turnaround')
    return { words: 'finish − arrival', numbers: `${t(r.finish)} − ${t(r.arrival)} = ${t(r.turnaround)}` };
  if (key === 'response')
    return { words: 'first on a core − arrival', numbers: `${t(r.start)} − ${t(r.arrival)} = ${t(r.response)}` };
  const io = r.io > 0;
  return {
    words: `turnaround − CPU${io ? ' − I/O' : ''}`,
    numbers: `${t(r.turnaround)} − ${t(r.cpu)}${io ? ` − ${t(r.io)}` : ''} = ${t(r.waiting)}`,
  };
}

/** The same for what the whole machine comes to.
 * @param {Run} run @param {Totals} totals @param {Result[]} results @param {'utilisation' | 'fairness' | 'switching'} key */
export function totalDerivation(run, totals, results, key) {
  const cores = run.machine.cores;
  if (key === 'utilisation')
    return {
      words: `time running ÷ (${cores === 1 ? 'length' : 'cores × length'})`,
      numbers: `${inMs(totals.busy)} ÷ ${cores === 1 ? '' : `(${cores} × `}${inMs(totals.end)}${cores === 1 ? '' : ')'} = ${totals.utilisation.toFixed(3)}`,
    };
  if (key === 'switching')
    return {
      words: 'time in context switches, on all cores',
      numbers: `${totals.switches} switches, ${inMs(totals.switching)} ms`,
    };
  const x = results.flatMap((r) => r.jobs.filter((job) => job.turnaround > 0).map((job) => job.share.toFixed(2)));
  return {
    words: "Jain's index (Σx)² ÷ (n Σx²), x = (CPU + I/O) ÷ turnaround",
    numbers: `x = ${x.slice(0, 6).join(', ')}${x.length > 6 ? ', …' : ''}; ${totals.fairness.toFixed(3)}`,
  };
}
