/**
 * What a schedule comes to: start, finish, turnaround, waiting and response of each process, fairness, utilisation,
 * switches and missed deadlines, all of it from the lanes of the run. Every number brings the formula it comes from.
 */

/**
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./entities.js').Who} Who
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
 * @property {number | undefined} turnaround
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
 * @property {number} fairness  Jain's index of the share of its time that each process had a core, 1/n to 1.
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
      turnaround: undefined,
      waiting: undefined,
      response: undefined,
      misses: run.head.threads[who.id]?.misses ?? 0,
    };
    for (const s of lane ?? []) {
      const ns = Math.min(s.t1, end) - s.t0;
      if (s.state === 'done') r.finish = s.t0;
      else if (s.state === 'run') {
        r.start ??= s.t0;
        r.cpu += ns;
      } else if (s.state === 'switch') r.switching += ns;
      else if (s.state === 'ready') r.ready += ns;
      else r.io += ns;
    }
    if (r.start !== undefined) r.response = r.start - r.arrival;
    if (r.finish !== undefined) {
      r.turnaround = r.finish - r.arrival;
      r.waiting = r.turnaround - r.cpu - r.io;
    }
    out.push(r);
  }
  return out;
}

/** @param {Run} run @param {Result[]} results @returns {Totals} */
export function totalsOf(run, results) {
  const cores = run.machine.cores;
  let busy = 0;
  let switching = 0;
  for (const lane of run.lanes.cores) {
    for (const s of lane ?? []) {
      const ns = Math.min(s.t1, run.end) - s.t0;
      if (s.state === 'run') busy += ns;
      else if (s.state === 'switch') switching += ns;
    }
  }
  const shares = results.filter((r) => r.turnaround).map((r) => r.cpu / /** @type {number} */ (r.turnaround));
  const sum = shares.reduce((a, x) => a + x, 0);
  const squares = shares.reduce((a, x) => a + x * x, 0);
  const mean = (/** @type {'turnaround' | 'waiting' | 'response'} */ key) => {
    const list = results.map((r) => r[key]).filter((v) => v !== undefined);
    return list.reduce((a, v) => a + v, 0) / list.length;
  };
  return {
    end: run.end,
    busy,
    switching,
    switches: run.head.counts.switches,
    utilisation: run.end > 0 ? busy / (cores * run.end) : 0,
    fairness: squares > 0 ? (sum * sum) / (shares.length * squares) : 1,
    misses: results.reduce((a, r) => a + r.misses, 0),
    mean: results.some((r) => r.finish !== undefined)
      ? { turnaround: mean('turnaround'), waiting: mean('waiting'), response: mean('response') }
      : undefined,
  };
}

/** Milliseconds as one writes them on a blackboard: no more digits than there are.
 * @param {number} ns */
export const inMs = (ns) => String(+(ns / 1e6).toFixed(ns % 1e6 === 0 ? 0 : ns % 1e5 === 0 ? 1 : 3));

/** How a number of a process comes about, in words and in numbers (milliseconds).
 * @param {Result} r @param {'turnaround' | 'waiting' | 'response'} key @returns {{ words: string, numbers: string }} */
export function derivation(r, key) {
  const t = (/** @type {number | undefined} */ ns) => (ns === undefined ? '?' : inMs(ns));
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
  const shares = results.filter((r) => r.turnaround);
  const x = shares.map((r) => (r.cpu / /** @type {number} */ (r.turnaround)).toFixed(2));
  return {
    words: "Jain's index (Σx)² ÷ (n Σx²), x = CPU ÷ turnaround",
    numbers: `x = ${x.slice(0, 6).join(', ')}${x.length > 6 ? ', …' : ''}; ${totals.fairness.toFixed(3)}`,
  };
}
