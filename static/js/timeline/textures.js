/**
 * What is not wide enough for round corners and words: every texture out of rectangles, and the marks that many
 * segments within a pixel become.
 */
import { RANK } from '../replay/lane.js';
import { hueInks, ink } from '../ui/theme.js';

/**
 * @typedef {import('../replay/lanes.js').Texture} Texture
 * @typedef {import('../ui/theme.js').Ink} Ink
 * @typedef {import('./pens.js').Pen} Pen
 * @typedef {import('./paint.js').Row} Row
 */

/** A bar is never thinner than this, so that a context switch never vanishes. */
const THINNEST = 0.75;
/** Bars from this width on have a rim, and a little wider their corners are missing. */
const RIM = 2;
const CORNERS = 6;
/** Lanes lower than this are lines, without air between them. */
export const LINE = 10;
/** @param {number} height  of a lane */
export const inset = (height) => (height < LINE ? 0 : 4);
/** @param {number} height  of a lane */
export const thinHeight = (height) => Math.max(1, Math.min(9, height - 6));

/** @param {Pen} pen @param {number} x @param {number} y @param {number} w @param {number} h @param {Ink} inside @param {Ink | undefined} rim */
function box(pen, x, y, w, h, inside, rim) {
  if (w <= RIM) return pen.rect(x, y, Math.max(w - 0.5, THINNEST), h, inside);
  const x0 = Math.round(x);
  const across = Math.max(1, Math.round(x + w - 0.5) - x0);
  const corner = across >= CORNERS ? 1 : 0;
  const outer = across > 2 ? (rim ?? inside) : inside;
  // Nothing twice: these may be painted translucent.
  pen.rect(x0 + corner, y, across - 2 * corner, 1, outer);
  pen.rect(x0 + corner, y + h - 1, across - 2 * corner, 1, outer);
  if (outer === inside) return pen.rect(x0, y + 1, across, h - 2, inside);
  pen.rect(x0, y + 1, 1, h - 2, outer);
  pen.rect(x0 + 1, y + 1, across - 2, h - 2, inside);
  pen.rect(x0 + across - 1, y + 1, 1, h - 2, outer);
}

/** A narrow segment. @param {Pen} pen @param {{ y: number, h: number }} row @param {Texture} state @param {number | undefined} hue @param {number} x0 @param {number} x1 */
export function paintNarrow(pen, { y, h }, state, hue, x0, x1) {
  const w = x1 - x0;
  const mid = y + h / 2;
  const thin = thinHeight(h);
  const top = Math.round(mid - thin / 2);
  const edge = hue === undefined ? ink('--ink-3') : hueInks(hue).edge;
  const surface = ink('--surface');
  switch (state) {
    case 'run': {
      const fill = hue === undefined ? ink('--ink') : hueInks(hue).fill;
      const tall = h - inset(h);
      box(pen, x0, Math.round(mid - tall / 2), w, tall, fill, h < LINE || edge.bits === fill.bits ? undefined : edge);
      break;
    }
    case 'switch': {
      const at = y + inset(h) / 2;
      const tall = h - inset(h);
      // Wide ones are a row of ticks, as on the dials: a switch is not work.
      if (w < 5) pen.rect(x0, at, Math.max(1.25, w), tall, ink('--ink'));
      else for (let k = x0; k < x1 - 1; k += 4) pen.rect(k, at, 1.5, tall, ink('--ink'));
      break;
    }
    case 'ready':
      box(pen, x0, top, w, thin, surface, edge);
      break;
    case 'lock':
      box(pen, x0, top, w, thin, surface, edge);
      for (let k = x0 + 2; k < x1 - 1; k += 4) pen.rect(k, top + 1, 1.3, thin - 2, edge);
      break;
    case 'gil':
      box(pen, x0, top, w, thin, surface, edge);
      for (let r = 1; r < thin - 1; r++)
        for (let k = Math.ceil(x0 / 6) * 6 + (6 - r); k < x1 - 1; k += 6) if (k > x0) pen.rect(k, top + r, 1, 1, edge);
      break;
    case 'io':
      pen.rect(x0, Math.round(mid - 3.5), w, 7, surface);
      for (let k = x0 + 3; k < x1 - 1; k += 5.5) pen.rect(k - 1, mid - 1, 2, 2, edge);
      break;
    case 'sleep':
      for (let k = x0 + 2; k < x1 - 1; k += 9) pen.rect(k, mid - 0.5, Math.min(5, x1 - 1 - k), 1.25, edge);
      break;
    case 'join':
      pen.rect(x0, Math.round(mid), w, 1, edge);
      break;
    case 'late':
      for (let k = x0 + 1, i = 0; k < x1 - 1; k += 3, i++) pen.rect(k, mid + (i % 2 ? -2 : 1), 3, 1.6, ink('--wrong'));
      break;
    default:
  }
}

/** Paints what is shorter than a pixel; neighbours that look the same are one stroke. */
export class Marks {
  /** @param {Pen} pen @param {Row} row */
  constructor(pen, row) {
    this.pen = pen;
    this.row = row;
    this.full = row.h - inset(row.h);
    this.from = 0;
    this.to = 0;
    this.height = 0;
    /** @type {Ink | undefined} */ this.ink = undefined;
    this.wide = false;
  }

  /** @param {number} px @param {number} i  the segment that says most @param {number} share  of the pixel's time that was work */
  add(px, i, share) {
    const { row, full } = this;
    const state = row.segments.stateAt(i);
    const hue = row.hue(i);
    const strong = (RANK[state] ?? 1) > 1;
    const part = state !== 'run' || share > 0.8 || share < 0.02 ? 1 : Math.max(0.3, share);
    const height = strong ? Math.round((full * part) / 2) * 2 : Math.min(9, full);
    const color =
      state === 'block' ? ink('--wrong') : state === 'switch' || hue === undefined ? ink('--ink') : hueInks(hue).edge;
    if (this.to === px && color === this.ink && height === this.height) {
      this.to = px + 1;
      return;
    }
    this.end();
    this.from = px;
    this.to = px + 1;
    this.height = height;
    this.ink = color;
    this.wide = strong;
  }

  end() {
    if (this.to <= this.from || !this.ink) return;
    const { y, h } = this.row;
    // One alone is a little wider, so that a context switch can be seen.
    const width = this.to - this.from === 1 && this.wide ? 1.5 : this.to - this.from;
    this.pen.rect(this.from, y + (h - this.height) / 2, width, this.height, this.ink);
    this.to = this.from;
  }
}
