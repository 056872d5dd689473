/**
 * Where everything stands on the stage of the scheduling lab: above, what the policy keeps of those who are ready;
 * below, the cores, and beside them who waits off the cores. Pure numbers.
 */
import { clamp } from '../ui/dom.js';

/**
 * @typedef {{ x: number, y: number, w: number, h: number, cy: number }} Channel  A queue; its head is at the right.
 *
 * @typedef {object} Needs
 * @property {'queue' | 'levels' | 'line' | 'tickets' | 'deadlines' | 'cores'} shape
 * @property {number} channels  Levels, or cores with a queue each.
 * @property {number} cores
 * @property {number} tracks  Most processes that ever wait off the cores at once.
 * @property {boolean} values  A value stands under each token.
 *
 * @typedef {object} PolicyPlan
 * @property {number} W
 * @property {number} H
 * @property {boolean} wide
 * @property {boolean} short
 * @property {number} pad
 * @property {number} r  Token radius.
 * @property {number} R  Dial radius.
 * @property {number} top  Baseline of the caption.
 * @property {Channel[]} channels
 * @property {{ y: number, x0: number, x1: number } | undefined} line  The virtual-time line, or the way to the deadlines.
 * @property {{ x: number, y: number, w: number } | undefined} strip  The tickets.
 * @property {{ x: number, y: number }[]} dials
 * @property {{ y: number, x0: number, x1: number, left: number, right: number }[]} tracks
 * @property {{ x: number, y: number }} ended
 */

/** Narrower than this the stage is a phone's. */
const WIDE = 540;
/** Lower than this notes are dropped. */
const TALL = 420;
const MOST_TRACKS = 6;

/** @param {number} width @param {number} height @param {Needs} needs @returns {PolicyPlan} */
export function planPolicy(width, height, needs) {
  const W = Math.max(300, width);
  const H = Math.max(240, height);
  const wide = W >= WIDE;
  const short = wide && H < TALL;
  const r = short ? 14 : wide ? 18 : 13;
  const pad = wide ? 28 : 14;
  const top = short ? 16 : wide ? 36 : 22;
  const stacked = needs.shape === 'levels' || needs.shape === 'cores';
  const left = stacked ? (wide ? 116 : 62) : 0;
  /** @type {Channel[]} */
  const channels = [];
  /** @type {PolicyPlan['line']} */
  let line;
  /** @type {PolicyPlan['strip']} */
  let strip;
  let bottom = top;
  if (stacked) {
    const n = Math.max(1, needs.channels);
    const room = H * (wide ? 0.42 : 0.4) - (needs.shape === 'levels' ? 0 : 8);
    const gap = n > 4 ? 3 : 7;
    const each = clamp(room / n - gap, 5, wide ? 50 : 36);
    let y = short ? 8 : wide ? 28 : 8;
    for (let i = 0; i < n; i++) {
      channels.push({ x: pad + left, y, w: W - 2 * pad - left, h: each, cy: y + each / 2 });
      y += each + gap;
    }
    bottom = y;
  } else if (needs.shape === 'line' || needs.shape === 'deadlines') {
    const y = top + (short ? 60 : wide ? 84 : 68);
    line = { y, x0: pad + 24, x1: W - pad - 24 };
    bottom = y + (short ? 38 : 54);
  } else {
    const h = (short ? 40 : wide ? 52 : 40) + (needs.values ? 14 : 0);
    const y = top + 12;
    channels.push({ x: pad, y, w: W - 2 * pad, h, cy: y + (needs.values ? r + 7 : h / 2) });
    bottom = y + h;
    if (needs.shape === 'tickets') {
      strip = { x: pad, y: bottom + 10, w: W - 2 * pad };
      bottom += 40;
    }
  }
  const y0 = bottom + (short ? 4 : wide ? 22 : 14);
  const floor = H - (short ? 6 : wide ? 22 : 10);
  const room = floor - y0;
  const ioW = wide ? clamp(W * 0.26, 150, 200) : 92;
  const right = W - pad - ioW - (wide ? 36 : 10);
  const { dials, R } = dialsIn(pad, y0, right - pad, room, needs.cores, wide, short);
  const height1 = wide ? 54 : 44;
  const n = Math.min(needs.tracks, MOST_TRACKS, Math.max(1, Math.floor((room - 20) / height1)));
  const mid = y0 + room / 2;
  const x = W - pad - ioW;
  const tracks = Array.from({ length: n }, (_, i) => ({
    y: mid + (i - (n - 1) / 2) * height1 + 6,
    x0: x + r + 8,
    x1: W - pad - r - (wide ? 6 : 2),
    left: x,
    right: W - pad,
  }));
  return {
    W,
    H,
    wide,
    short,
    pad,
    r,
    R,
    top,
    channels,
    line,
    strip,
    dials,
    tracks,
    ended: { x: W - pad - 10, y: H - 16 },
  };
}

/** Dials as large as fit: one row for one or two, else the grid that leaves them largest.
 * @param {number} x @param {number} y @param {number} w @param {number} h @param {number} n @param {boolean} wide @param {boolean} short */
function dialsIn(x, y, w, h, n, wide, short) {
  const under = short ? 22 : wide ? 30 : 26;
  let best = { R: 0, columns: 1 };
  for (let columns = 1; columns <= n; columns++) {
    const rows = Math.ceil(n / columns);
    const R = Math.min(w / columns / 2 - (n > 8 ? 2 : wide ? 14 : 6), h / rows / 2 - (n > 8 ? 4 : under));
    if (R > best.R) best = { R, columns };
  }
  const R = clamp(best.R, 4, 116);
  const rows = Math.ceil(n / best.columns);
  const dials = Array.from({ length: n }, (_, i) => ({
    x: x + (w / best.columns) * ((i % best.columns) + 0.5),
    y: y + (h / rows) * (Math.floor(i / best.columns) + 0.5) + 2,
  }));
  return { dials, R };
}

/** Steps of a scale: 1, 2 or 5 times a power of ten, so that at most `most` of them lie in `span`.
 * @param {number} span @param {number} most */
export function stepOf(span, most) {
  const least = Math.max(span, Number.MIN_VALUE) / most;
  const base = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5].map((k) => k * base).find((k) => k >= least - base * 1e-9) ?? base * 10;
}
