/**
 * Many lanes as one band: how many of a group run, are ready and wait, as stacked shares over time. For runs with
 * more threads or tasks than lanes can be drawn for.
 */
import { fadedInk, ink } from '../ui/theme.js';
import { STATES, countStates } from './shares.js';

/**
 * @typedef {import('../replay/lane.js').Lane} Lane
 * @typedef {import('./paint.js').Brush} Brush
 *
 * @typedef {object} Band
 * @property {Lane[]} lanes
 * @property {number} hue
 */

/** How strongly each share is painted. */
const ALPHA = { run: 1, ready: 0.42, wait: 0.13 };

/** @param {Brush} brush @param {{ y: number, h: number }} row @param {Band} band */
export function paintBand({ pen, scale, end }, row, band) {
  const bins = Math.max(1, Math.floor(scale.width / 2));
  const counts = countStates(band.lanes, scale.from, scale.to, bins, end);
  const most = Math.max(1, band.lanes.length);
  const bottom = row.y + row.h;
  const rim = fadedInk(band.hue, 1);
  for (let i = 0; i < bins; i++) {
    const x = scale.left + i * 2;
    let y = bottom;
    STATES.forEach((state, k) => {
      const height = ((counts[k]?.[i] ?? 0) / most) * row.h;
      if (height <= 0) return;
      pen.rect(x, y - height, 2, height, fadedInk(band.hue, ALPHA[state]));
      y -= height;
    });
    if (y < bottom) pen.rect(x, y, 2, 1.2, rim);
  }
  pen.rect(scale.left, bottom, scale.width, 1, ink('--line-2'));
}
