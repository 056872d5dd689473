/** How many lanes of a group run, are ready and wait, over time. Pure. */

/** @typedef {import('../replay/lane.js').Lane} Lane */

export const STATES = /** @type {const} */ (['run', 'ready', 'wait']);
/** Groups of segments are shorter than a bin by this factor. */
const GROUPS = 4;

/** Mean number of lanes in each state per bin, for `bins` bins of equal length between `from` and `to`.
 * @param {Lane[]} lanes @param {number} from @param {number} to @param {number} bins @param {number} end  where open segments stop @returns {Float64Array[]} running, ready, waiting */
export function countStates(lanes, from, to, bins, end) {
  const width = (to - from) / bins;
  // Whole bins as differences, partly covered ones directly.
  const steps = STATES.map(() => new Float64Array(bins + 1));
  const parts = STATES.map(() => new Float64Array(bins));
  const add = (/** @type {Float64Array | undefined} */ list, /** @type {number} */ i, /** @type {number} */ by) => {
    if (list && i >= 0 && i < list.length) list[i] = (list[i] ?? 0) + by;
  };
  const cover = (/** @type {number} */ share, /** @type {number} */ a, /** @type {number} */ b, weight = 1) => {
    if (b <= a || weight <= 0) return;
    const [first, last] = [Math.floor(a), Math.floor(b)];
    if (first === last) return add(parts[share], first, weight * (b - a));
    add(parts[share], first, weight * (first + 1 - a));
    add(parts[share], last, weight * (b - last));
    add(steps[share], first + 1, weight);
    add(steps[share], last, -weight);
  };
  for (const lane of lanes) {
    // What is much shorter than a bin is told by what its group came to.
    lane?.visit(from, to, width / GROUPS, (i, t0, t1, _, group) => {
      const a = (Math.max(t0, from) - from) / width;
      const b = (Math.min(t1, end, to) - from) / width;
      if (!group) {
        const share = lane.shareAt(i);
        if (share) cover(STATES.indexOf(share), a, b);
        return;
      }
      const { ready, wait } = group;
      const all = t1 - t0;
      [all - ready - wait, ready, wait].forEach((ns, k) => cover(k, a, b, ns / all));
    });
  }
  return STATES.map((_, k) => {
    let open = 0;
    return Float64Array.from({ length: bins }, (__, i) => {
      open += steps[k]?.[i] ?? 0;
      return open + (parts[k]?.[i] ?? 0);
    });
  });
}
