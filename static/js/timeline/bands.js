/**
 * Many lanes as one band: how many of a group run, are ready and wait, as stacked shares over time. For runs with
 * more threads or tasks than lanes can be drawn for.
 */

/**
 * @typedef {import('../replay/lanes.js').Segment} Segment
 * @typedef {import('../replay/lane.js').Lane} Lane
 * @typedef {import('./paint.js').Brush} Brush
 *
 * @typedef {object} Band
 * @property {Lane[]} lanes
 * @property {number} hue
 */

const STATES = /** @type {const} */ (['run', 'ready', 'wait']);
/** Groups of segments are shorter than a bin by this factor. */
const GROUPS = 4;
/** How strongly each share is painted. */
const ALPHA = { run: 1, ready: 0.42, wait: 0.13 };

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

/** @param {Brush} brush @param {{ y: number, h: number }} row @param {Band} band */
export function paintBand({ x, scale, color, end }, row, band) {
  const bins = Math.max(1, Math.floor(scale.width / 2));
  const counts = countStates(band.lanes, scale.from, scale.to, bins, end);
  const most = Math.max(1, band.lanes.length);
  const bottom = row.y + row.h;
  x.fillStyle = color(`--h${band.hue}`);
  for (let i = 0; i < bins; i++) {
    let y = bottom;
    STATES.forEach((state, k) => {
      const height = ((counts[k]?.[i] ?? 0) / most) * row.h;
      if (height <= 0) return;
      x.globalAlpha = ALPHA[state];
      x.fillRect(scale.left + i * 2, y - height, 2, height);
      y -= height;
    });
    if (y < bottom) {
      x.globalAlpha = 1;
      x.fillRect(scale.left + i * 2, y, 2, 1.2);
    }
  }
  x.globalAlpha = 1;
  x.strokeStyle = color('--line-2');
  x.lineWidth = 1;
  x.beginPath();
  x.moveTo(scale.left, bottom + 0.5);
  x.lineTo(scale.left + scale.width, bottom + 0.5);
  x.stroke();
}
