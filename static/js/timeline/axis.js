/** The time axis with its grid, and the ghost of the run before. */
import { color, ink } from '../ui/theme.js';
import { FONT } from './paint.js';
import { tickLabel } from './scale.js';

/** @typedef {import('./paint.js').Brush} Brush */

/** The grid under the lanes. @param {Brush} brush @param {number} top  where the lanes begin @param {number} bottom */
export function paintGrid({ pen, scale }, top, bottom) {
  const step = scale.step();
  for (let k = Math.ceil(scale.from / step - 1e-9); k * step <= scale.to + 1; k++)
    pen.rect(Math.round(scale.x(k * step)), top, 1, bottom - top, ink('--line'));
}

/** @param {Brush} brush @param {number} top  where the lanes begin */
export function paintAxis({ x, scale }, top) {
  const step = scale.step();
  const right = scale.left + scale.width;
  const stroke = (
    /** @type {string} */ name,
    /** @type {number} */ px,
    /** @type {number} */ y0,
    /** @type {number} */ y1,
  ) => {
    x.strokeStyle = color(name);
    x.beginPath();
    x.moveTo(px, y0);
    x.lineTo(px, y1);
    x.stroke();
  };
  x.font = `500 11px ${FONT}`;
  x.textBaseline = 'middle';
  x.lineWidth = 1;
  const fifth = step / 5;
  for (let k = Math.ceil(scale.from / fifth - 1e-9); k * fifth <= scale.to + 1; k++) {
    stroke('--line-2', Math.round(scale.x(k * fifth)) + 0.5, top - 3, top);
  }
  for (let k = Math.ceil(scale.from / step - 1e-9); k * step <= scale.to + 1; k++) {
    const px = Math.round(scale.x(k * step)) + 0.5;
    stroke('--line-3', px, top - 5, top);
    const first = px < scale.left + 14;
    x.textAlign = first ? 'left' : px > right - 12 ? 'right' : 'center';
    x.fillStyle = color('--ink-3');
    x.fillText(tickLabel(k * step, step, scale.span), first ? px - 1 : px, top - 13);
  }
  x.strokeStyle = color('--line-2');
  x.beginPath();
  x.moveTo(scale.left, top + 0.5);
  x.lineTo(right, top + 0.5);
  x.stroke();
}

/** Where the run before this one ended.
 * @param {Brush} brush @param {{ t: number, text: string }} ghost @param {number} top @param {number} bottom */
export function paintGhost({ x, scale }, ghost, top, bottom) {
  const px = Math.round(scale.x(ghost.t)) + 0.5;
  x.setLineDash([3, 3]);
  x.strokeStyle = x.fillStyle = color('--ink-3');
  x.beginPath();
  x.moveTo(px, top);
  x.lineTo(px, bottom);
  x.stroke();
  x.setLineDash([]);
  const atRight = px > scale.left + scale.width - 110;
  x.textAlign = atRight ? 'right' : 'left';
  x.font = `500 11px ${FONT}`;
  // It stands on the lanes, so it brings its ground along.
  const width = x.measureText(ghost.text).width + 8;
  x.fillStyle = color('--surface');
  x.fillRect(px + (atRight ? -width - 1 : 1), bottom - 16, width, 15);
  x.fillStyle = color('--ink-3');
  x.fillText(ghost.text, px + (atRight ? -5 : 5), bottom - 8);
}
