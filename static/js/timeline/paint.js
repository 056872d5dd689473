/** Paints lanes: state by shape and texture, hue only says who. Used by the timeline and by the small ones at home. */
import { clamp } from '../ui/dom.js';
import { color, hueInks, ink } from '../ui/theme.js';
import { firstAfter } from '../replay/lanes.js';
import { paintBand } from './bands.js';
import { LINE, Marks, inset, paintNarrow, thinHeight } from './textures.js';

/**
 * @typedef {import('../replay/lanes.js').Segment} Segment
 *
 * @typedef {object} Row
 * @property {string} id
 * @property {'core' | 'thread'} kind
 * @property {number} y
 * @property {number} h
 * @property {number} [gap]  Room below.
 * @property {import('../replay/lane.js').Lane} segments
 * @property {(i: number) => number | undefined} hue  Of the lane's segment at an index.
 * @property {(s: Segment) => string} [label]
 * @property {{ t0: number, t1: number }[]} [holds]  When it holds the GIL.
 * @property {import('./bands.js').Band} [band]  It stands for many lanes.
 * @property {number} [ends]  Where the lane stops, when before the end.
 *
 * @typedef {object} Brush
 * @property {CanvasRenderingContext2D} x
 * @property {import('./pens.js').Pen} pen  For what is narrow.
 * @property {number} dpr
 * @property {import('./scale.js').TimeScale} scale
 * @property {number} end  Where open segments reach.
 *
 * @typedef {{ row: Row, segment: Segment, hue: number | undefined, x0: number, x1: number }} Wide  A segment with room for round corners and words.
 */

/** Segments from this width on are wide: paths are dear, and here there are at most some dozens in a lane. In the few
 * lanes that have words, what has room for one is wide. */
const WIDE = 40;
const WORDED = 22;
/** What is narrower than this is painted as a mark. */
const SUBPIXEL = 1.5;
/** Lanes lower than this have no room for words. */
const LABELLED = 15;

/** @type {Map<string, CanvasPattern | null>} */
const tiles = new Map();

/** @param {Brush} b @param {'gil' | 'lock'} kind @param {string} color */
function tile({ x: ctx, dpr }, kind, color) {
  const key = `${kind}${color}${dpr}`;
  const known = tiles.get(key);
  if (known !== undefined) return known;
  const n = kind === 'gil' ? 6 : 4;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.round(n * dpr);
  const x = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  x.scale(canvas.width / n, canvas.width / n);
  x.strokeStyle = x.fillStyle = color;
  x.lineWidth = 1.3;
  if (kind === 'gil') {
    x.beginPath();
    for (const o of [-6, 0, 6]) (x.moveTo(o, 6), x.lineTo(o + 6, 0));
    x.stroke();
  } else x.fillRect(1, 0, 1.3, 4);
  const pattern = ctx.createPattern(canvas, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(1 / dpr));
  tiles.set(key, pattern);
  return pattern;
}

/** The narrow parts of a lane; what is wide is left to `paintWide`, once these are there.
 * @param {Brush} brush @param {Row} row @returns {Wide[]} */
export function paintRow(brush, row) {
  if (row.band) {
    paintBand(brush, row, row.band);
    return [];
  }
  const { pen, scale, end } = brush;
  const left = scale.left;
  const right = scale.left + scale.width;
  const stop = clamp(scale.x(row.ends ?? end), left, right);
  if (stop > left) pen.rect(left, Math.round(row.y + row.h / 2), stop - left, 1, ink('--line'));
  /** @type {Wide[]} */
  const wide = [];
  /** Many segments within one pixel are one mark: of the one that says most, as high as a core was busy. */
  let pixel = NaN;
  let best = -1;
  let busy = 0;
  const lane = row.segments;
  const perPixel = scale.span / scale.width;
  const perTime = scale.width / scale.span;
  const marks = new Marks(pen, row);
  const least = row.label ? WORDED : WIDE;
  lane.visit(scale.from, scale.to, perPixel, (i, t0, until, run) => {
    const x0 = Math.max(left - 3, left + (t0 - scale.from) * perTime);
    const t1 = until < end ? until : end;
    const x1 = Math.min(right + 3, left + (t1 - scale.from) * perTime);
    const state = lane.stateAt(i);
    if (x1 - x0 < SUBPIXEL && state !== 'done') {
      const at = Math.floor(x0);
      if (at === pixel) {
        if (lane.isStronger(i, best)) best = i;
        busy += run;
        return;
      }
      if (best >= 0) marks.add(pixel, best, busy / perPixel);
      pixel = at;
      best = i;
      busy = run;
      return;
    }
    const hue = row.hue(i);
    const due = state === 'ready' || state === 'run' ? undefined : overdueAt(brush, lane, i, t1);
    const cut = due !== undefined && due < x1 ? Math.max(x0, due) : Math.max(x0, x1);
    if ((x1 - x0 >= least && state !== 'switch') || state === 'block' || state === 'done') {
      const segment = /** @type {Segment} */ (lane.at(i));
      if (cut > x0 || state === 'done') wide.push({ row, segment, hue, x0, x1: cut });
      if (cut < x1) wide.push({ row, segment: { ...segment, state: 'late' }, hue, x0: cut, x1 });
      return;
    }
    if (cut > x0) paintNarrow(pen, row, state, hue, x0, cut);
    if (cut < x1) paintNarrow(pen, row, 'late', hue, cut, x1);
  });
  if (best >= 0) marks.add(pixel, best, busy / perPixel);
  marks.end();
  return wide;
}

/** Where a task's wait is over and nobody has come for it, in pixels.
 * @param {Brush} brush @param {import('../replay/lane.js').Lane} lane @param {number} i @param {number} t1 */
function overdueAt({ scale }, lane, i, t1) {
  const until = lane.untilAt(i);
  return until !== undefined && until < t1 - 0.3e6 && lane.at(i)?.task !== undefined ? scale.x(until) : undefined;
}

/** Who held the GIL, over what has been painted of a lane. @param {Brush} brush @param {Row} row */
export function paintHolds({ x, scale, end }, row) {
  const holds = row.holds ?? [];
  let held = -Infinity;
  x.fillStyle = color('--ink');
  for (let i = Math.max(0, firstAfter(holds, scale.from) - 1); i < holds.length; i++) {
    const g = /** @type {{ t0: number, t1: number }} */ (holds[i]);
    if (g.t0 > scale.to) break;
    if (g.t1 < scale.from) continue;
    const a = scale.x(Math.max(g.t0, scale.from));
    const b = scale.x(Math.min(g.t1, end, scale.to));
    // Under a mark there is nothing to underline.
    if (b - a < SUBPIXEL || b <= held) continue;
    held = b;
    x.fillRect(a, row.y + row.h - 3, b - a, 2);
  }
}

/** A wide segment, or one that is not made of rectangles. @param {Brush} brush @param {Wide} wide */
export function paintWide(brush, { row, segment: s, hue, x0, x1 }) {
  const { x } = brush;
  const w = x1 - x0;
  const mid = row.y + row.h / 2;
  const fill = hue === undefined ? color('--ink') : hueInks(hue).fill.css;
  const edge = hue === undefined ? color('--ink-3') : hueInks(hue).edge.css;
  const surface = color('--surface');
  const thin = thinHeight(row.h);
  const bar = (
    /** @type {number} */ height,
    /** @type {string | CanvasPattern | null} */ inside,
    /** @type {string | null} */ outline,
  ) => {
    const y = Math.round(mid - height / 2);
    if (inside) {
      x.fillStyle = inside;
      x.beginPath();
      x.roundRect(x0, y, Math.max(0.5, w - 0.5), height, 2.5);
      x.fill();
    }
    if (outline) {
      x.strokeStyle = outline;
      x.lineWidth = 1;
      x.beginPath();
      x.roundRect(x0 + 0.5, y + 0.5, Math.max(0.5, w - 1.5), height - 1, 2);
      x.stroke();
    }
  };
  switch (s.state) {
    case 'run':
      bar(row.h - inset(row.h), fill, edge === fill || row.h < LINE ? null : edge);
      if (row.h >= LABELLED)
        label(brush, row.label?.(s), x0 + 6, mid, w - 10, hue === undefined ? color('--on-ink') : hueInks(hue).on.css);
      break;
    case 'ready':
      bar(thin, surface, edge);
      break;
    case 'gil':
    case 'lock':
      bar(thin, surface, null);
      bar(thin, tile(brush, s.state, edge), edge);
      break;
    case 'io':
      bar(7, surface, null);
      x.fillStyle = edge;
      for (let k = x0 + 3; k < x1 - 1; k += 5.5) (x.beginPath(), x.arc(k, mid, 1.25, 0, 7), x.fill());
      break;
    case 'sleep':
      x.strokeStyle = edge;
      x.lineWidth = 1.25;
      x.setLineDash([5, 4]);
      x.beginPath();
      x.moveTo(x0 + 2, mid);
      x.lineTo(Math.max(x0 + 2, x1 - 1), mid);
      x.stroke();
      x.setLineDash([]);
      break;
    case 'join':
      x.strokeStyle = edge;
      x.lineWidth = 1;
      x.beginPath();
      x.moveTo(x0, Math.round(mid) + 0.5);
      x.lineTo(x1, Math.round(mid) + 0.5);
      x.stroke();
      break;
    case 'late':
      x.strokeStyle = color('--wrong');
      x.lineWidth = 1.6;
      x.beginPath();
      for (let k = x0 + 1, i = 0; k < x1 - 1; k += 4, i++) x.lineTo(k, mid + (i % 2 ? -2 : 2));
      x.stroke();
      break;
    case 'block':
      paintBlock(brush, row, s, x0, w, bar);
      break;
    case 'done':
      x.strokeStyle = edge;
      x.lineWidth = 1.5;
      x.beginPath();
      x.moveTo(x0, mid - 5);
      x.lineTo(x0, mid + 5);
      x.stroke();
      break;
    default:
  }
  x.lineWidth = 1;
}

/** A blocked loop: red hatch and how long. @param {Brush} brush @param {Row} row @param {Segment} s @param {number} x0 @param {number} w
 * @param {(h: number, inside: string | null, outline: string | null) => void} bar */
function paintBlock(brush, row, s, x0, w, bar) {
  const { x } = brush;
  const { y, h } = row;
  bar(h - 4, color('--wrong-tint'), color('--wrong'));
  x.save();
  x.beginPath();
  x.rect(x0, y + 2, w, h - 4);
  x.clip();
  x.strokeStyle = color('--wrong');
  x.lineWidth = 3;
  for (let k = x0 - h; k < x0 + w; k += 9) (x.beginPath(), x.moveTo(k, y + h), x.lineTo(k + h, y), x.stroke());
  x.restore();
  const text = row.label?.(s) ?? '';
  x.font = `650 11px ${FONT}`;
  const width = x.measureText(text).width;
  if (!text || width + 16 > w || h < LABELLED) return;
  x.fillStyle = color('--wrong');
  x.fillRect(x0 + 3, y + 3, width + 8, h - 6);
  x.fillStyle = color('--on-wrong');
  x.textAlign = 'left';
  x.textBaseline = 'middle';
  x.fillText(text, x0 + 7, y + h / 2 + 0.5);
}

export const FONT = '"Inter", system-ui, sans-serif';

/** @param {Brush} brush @param {string | undefined} text @param {number} at @param {number} mid @param {number} room @param {string} ink */
function label({ x }, text, at, mid, room, ink) {
  if (!text || room < 12) return;
  x.font = `600 11px ${FONT}`;
  if (x.measureText(text).width > room) return;
  x.fillStyle = ink;
  x.textAlign = 'left';
  x.textBaseline = 'middle';
  x.fillText(text, at, mid + 0.5);
}

/** A canvas of the right size for its pixels; returns its context, cleared.
 * @param {HTMLCanvasElement} canvas @param {number} width @param {number} height @param {number} dpr */
export function prepare(canvas, width, height, dpr) {
  const w = Math.round(width * dpr);
  const h = Math.round(height * dpr);
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const x = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  x.setTransform(dpr, 0, 0, dpr, 0, 0);
  x.clearRect(0, 0, width, height);
  return x;
}
