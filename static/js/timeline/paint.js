/** Paints lanes: state by shape and texture, hue only says who. Used by the timeline and by the small ones at home. */
import { clamp } from '../ui/dom.js';
import { RANK } from '../replay/lane.js';
import { firstAfter } from '../replay/lanes.js';
import { paintBand } from './bands.js';

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
 * @property {(s: Segment) => number | undefined} hue
 * @property {(s: Segment) => string} [label]
 * @property {{ t0: number, t1: number }[]} [holds]  When it holds the GIL.
 * @property {import('./bands.js').Band} [band]  It stands for many lanes.
 * @property {number} [ends]  Where the lane stops, when before the end.
 *
 * @typedef {object} Brush
 * @property {CanvasRenderingContext2D} x
 * @property {number} dpr
 * @property {import('./scale.js').TimeScale} scale
 * @property {(name: string) => string} color
 * @property {number} end  Where open segments reach.
 */

/** A bar is never thinner than this, so that a context switch never vanishes. */
const THINNEST = 0.75;
/** Bars from this width on have round corners. */
const ROUND = 8;
/** What is narrower than this is painted as a mark. */
const SUBPIXEL = 1.5;
/** Lanes lower than this are lines, without air between them. */
const LINE = 10;
/** @param {Row} row */
const inset = (row) => (row.h < LINE ? 0 : 4);
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

/** One lane. @param {Brush} brush @param {Row} row */
export function paintRow(brush, row) {
  if (row.band) return paintBand(brush, row, row.band);
  const { x, scale, color, end } = brush;
  const mid = row.y + row.h / 2;
  const left = scale.left;
  const right = scale.left + scale.width;
  const stop = row.ends ?? end;
  x.strokeStyle = color('--line');
  x.lineWidth = 1;
  x.beginPath();
  x.moveTo(left, Math.round(mid) + 0.5);
  x.lineTo(clamp(scale.x(stop), left, right), Math.round(mid) + 0.5);
  x.stroke();
  /** Many segments within one pixel are one mark: of the one that says most, as high as a core was busy. */
  let pixel = NaN;
  let best = -1;
  let busy = 0;
  const lane = row.segments;
  const perPixel = scale.span / scale.width;
  const perTime = scale.width / scale.span;
  const marks = new Marks(brush, row);
  lane.visit(scale.from, scale.to, perPixel, (i, t0, until, run) => {
    const x0 = Math.max(left - 3, left + (t0 - scale.from) * perTime);
    const t1 = until < end ? until : end;
    const x1 = Math.min(right + 3, left + (t1 - scale.from) * perTime);
    if (x1 - x0 < SUBPIXEL && lane.stateAt(i) !== 'done') {
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
    const s = /** @type {Segment} */ (lane.at(i));
    const due =
      s.until !== undefined && s.task !== undefined && s.state !== 'ready' && s.until < t1 - 0.3e6
        ? scale.x(s.until)
        : undefined;
    if (due !== undefined && due < x1) {
      paintSegment(brush, row, s, x0, Math.max(x0, due));
      paintSegment(brush, row, { ...s, state: 'late' }, Math.max(x0, due), x1);
    } else paintSegment(brush, row, s, x0, Math.max(x0, x1));
  });
  if (best >= 0) marks.add(pixel, best, busy / perPixel);
  marks.end();
  const holds = row.holds ?? [];
  let held = -Infinity;
  for (let i = Math.max(0, firstAfter(holds, scale.from) - 1); i < holds.length; i++) {
    const g = /** @type {{ t0: number, t1: number }} */ (holds[i]);
    if (g.t0 > scale.to) break;
    if (g.t1 < scale.from) continue;
    const a = scale.x(Math.max(g.t0, scale.from));
    const b = scale.x(Math.min(g.t1, end, scale.to));
    // Under a mark there is nothing to underline.
    if (b - a < SUBPIXEL || b <= held) continue;
    held = b;
    x.fillStyle = color('--ink');
    x.fillRect(a, row.y + row.h - 3, b - a, 2);
  }
}

/** Paints what is shorter than a pixel; neighbours that look the same are one stroke. */
class Marks {
  /** @param {Brush} brush @param {Row} row */
  constructor(brush, row) {
    this.brush = brush;
    this.row = row;
    this.from = 0;
    this.to = 0;
    this.height = 0;
    this.color = '';
    this.wide = false;
  }

  /** @param {number} px @param {number} i  the segment that says most @param {number} share  of the pixel's time that was work */
  add(px, i, share) {
    const { row, brush } = this;
    const s = /** @type {Segment} */ (row.segments.at(i));
    const hue = row.hue(s);
    const strong = (RANK[s.state] ?? 1) > 1;
    const full = row.h - inset(row);
    const part = s.state !== 'run' || share > 0.8 || share < 0.02 ? 1 : Math.max(0.3, share);
    const height = strong ? Math.round((full * part) / 2) * 2 : Math.min(9, full);
    const color = brush.color(
      s.state === 'block' ? '--wrong' : s.state === 'switch' || hue === undefined ? '--ink' : `--h${hue}-edge`,
    );
    if (this.to === px && color === this.color && height === this.height) {
      this.to = px + 1;
      return;
    }
    this.end();
    this.from = px;
    this.to = px + 1;
    this.height = height;
    this.color = color;
    this.wide = strong;
  }

  end() {
    if (this.to <= this.from) return;
    const { x } = this.brush;
    const { y, h } = this.row;
    x.fillStyle = this.color;
    // One alone is a little wider, so that a context switch can be seen.
    const width = this.to - this.from === 1 && this.wide ? 1.5 : this.to - this.from;
    x.fillRect(this.from, y + (h - this.height) / 2, width, this.height);
    this.to = this.from;
  }
}

/** @param {Brush} brush @param {Row} row @param {Segment} s @param {number} x0 @param {number} x1 */
function paintSegment(brush, row, s, x0, x1) {
  const { x, color } = brush;
  const hue = row.hue(s);
  const w = x1 - x0;
  const mid = row.y + row.h / 2;
  const fill = hue === undefined ? color('--ink') : color(`--h${hue}`);
  const edge = hue === undefined ? color('--ink-3') : color(`--h${hue}-edge`);
  const surface = color('--surface');
  const thin = Math.min(9, row.h - 6);
  const bar = (
    /** @type {number} */ height,
    /** @type {string | CanvasPattern | null} */ inside,
    /** @type {string | null} */ outline,
  ) => {
    const y = Math.round(mid - height / 2);
    // Round corners are paths, and paths are dear: what is small does without.
    if (w < ROUND) {
      // On whole pixels: edges between are dear as well.
      const at = w > 2 ? Math.round(x0) : x0;
      const across = w > 2 ? Math.max(1, Math.round(x0 + w - 0.5) - at) : Math.max(w - 0.5, THINNEST);
      const rim = outline && w > 2 ? 1 : 0;
      if (outline && rim) {
        x.fillStyle = outline;
        x.fillRect(at, y, across, height);
      }
      if (inside) {
        x.fillStyle = inside;
        x.fillRect(at + rim, y + rim, Math.max(across - 2 * rim, 0), height - 2 * rim);
      }
      return;
    }
    if (inside) {
      x.fillStyle = inside;
      x.beginPath();
      x.roundRect(x0, y, w - 0.5, height, 2.5);
      x.fill();
    }
    if (outline) {
      x.strokeStyle = outline;
      x.lineWidth = 1;
      x.beginPath();
      x.roundRect(x0 + 0.5, y + 0.5, w - 1.5, height - 1, 2);
      x.stroke();
    }
  };
  switch (s.state) {
    case 'run':
      bar(row.h - inset(row), fill, edge === fill || row.h < LINE ? null : edge);
      if (row.h >= LABELLED)
        label(
          brush,
          row.label?.(s),
          x0 + 6,
          mid,
          w - 10,
          hue === undefined ? color('--on-ink') : color(`--h${hue}-on`),
        );
      break;
    case 'switch':
      x.fillStyle = color('--ink');
      // Wide ones are a row of ticks, as on the dials: a switch is not work.
      if (w < 5) x.fillRect(x0, row.y + inset(row) / 2, Math.max(1.25, w), row.h - inset(row));
      else for (let k = x0; k < x1 - 1; k += 4) x.fillRect(k, row.y + inset(row) / 2, 1.5, row.h - inset(row));
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
  const { x, color } = brush;
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
