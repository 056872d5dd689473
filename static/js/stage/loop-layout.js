/**
 * The event loop, drawn as a loop: ready arc left, the one running place in the middle, chevrons towards awaiting,
 * `select()` at the bottom, bays for what tasks await on the right. Builds the fixed parts.
 */
import { s, clamp } from '../ui/dom.js';
import { arc, onCircle } from './geometry.js';
import { Marks } from './marks.js';

/**
 * @typedef {{ y: number, g: SVGGElement, note: SVGTextElement }} BayRow
 * @typedef {{ x0: number, x1: number, right: number, rows: BayRow[], more: SVGTextElement, field: Marks | undefined }} Bay  `field`: for those that find no row.
 *
 * @typedef {object} LoopPlan
 * @property {number} W
 * @property {number} H
 * @property {boolean} wide
 * @property {boolean} short
 * @property {number} cx
 * @property {number} cy
 * @property {number} R  Radius of the channel's middle.
 * @property {number} channel  Its width.
 * @property {number} r  Token radius.
 * @property {number} pad
 */

/** A bay that ever holds more than this is a field of marks, with a few tokens above it. */
const CROWD = 60;

/** Bays in the order they are drawn, with the task states they hold.
 * @type {[string, string, string[]][]} */
export const BAYS = [
  ['timer', 'timers', ['timer']],
  ['socket', 'sockets', ['socket']],
  ['worker', 'worker threads', ['worker']],
  ['primitive', 'locks, queues', ['primitive', 'future']],
];

/** @param {number} width @param {number} height @param {number} bays  how many there are @returns {LoopPlan} */
export function planLoop(width, height, bays) {
  const W = Math.max(300, width);
  const H = Math.max(270, height);
  const wide = W >= 560;
  const short = wide && H < 400;
  const channel = wide ? (short ? 42 : 54) : 36;
  const pad = wide ? 28 : 12;
  const bay = bays ? (wide ? clamp(W * 0.27, 150, 230) : 116) : 0;
  const R = Math.max(
    60,
    wide
      ? Math.min(
          short ? (H - 58) / 2 - channel / 2 : (H - 120) / 2 - channel / 2 + 12,
          (W - bay - pad * 2 - 60) / 2 - channel / 2,
        )
      : Math.min((W - bay - pad * 2 - 24) / 2 - channel / 2, (H - 64) / 2 - channel / 2),
  );
  const slack = Math.max(0, (W - bay - pad * 2 - 60 - 2 * R - channel) / 2);
  return {
    W,
    H,
    wide,
    short,
    channel,
    pad,
    R,
    r: wide ? (short ? 15 : 18) : 13,
    cx: wide ? pad + 8 + channel / 2 + R + slack : pad + 16 + channel / 2 + R,
    cy: H / 2 + (short ? -4 : 4),
  };
}

/** The channel, its legend and direction.
 * @param {LoopPlan} plan @param {SVGGElement} back @param {SVGDefsElement} defs @param {string} owner  whose loop it is */
export function drawChannel(plan, back, defs, owner) {
  const { cx, cy, R, channel, wide, short, pad } = plan;
  if (wide) {
    back.append(
      s(
        'text',
        { x: pad, y: short ? 24 : 32, class: 'legend' },
        s('tspan', { class: 'strong' }, 'one thread'),
        short ? null : s('tspan', { dx: 8, class: 'soft' }, `${owner}: one task at a time`),
      ),
    );
  }
  back.append(
    s('circle', { class: 'chan-o', cx, cy, r: R, 'stroke-width': channel }),
    s('circle', { class: 'chan-l', cx, cy, r: R + channel / 2 }),
    s('circle', { class: 'chan-l', cx, cy, r: R - channel / 2 }),
    s('path', { class: 'chan-ready', d: arc(cx, cy, R, 0.575, 0.985), 'stroke-width': channel - 10 }),
  );
  for (const f of [0.06, 0.12, 0.18, 0.33, 0.4]) {
    const p = onCircle(cx, cy, R, f);
    back.append(
      s('path', { class: 'chev', d: 'M-3 -4.5L3 0L-3 4.5', transform: `translate(${p.x} ${p.y}) rotate(${f * 360})` }),
    );
  }
  const bend = (
    /** @type {string} */ id,
    /** @type {number} */ from,
    /** @type {number} */ to,
    /** @type {number} */ r,
    /** @type {string} */ label,
    /** @type {boolean} */ under,
  ) => {
    const a = onCircle(cx, cy, r, from);
    const b = onCircle(cx, cy, r, to);
    defs.append(s('path', { id, d: `M${a.x} ${a.y}A${r} ${r} 0 0 ${under ? 0 : 1} ${b.x} ${b.y}` }));
    back.append(
      s(
        'text',
        { class: 'lab' },
        s('textPath', { href: `#${id}`, startOffset: '50%', 'text-anchor': 'middle' }, label),
      ),
    );
  };
  bend('loop-ready', 0.62, 0.92, R + channel / 2 + (wide ? 10 : 7), 'ready queue', false);
  if (wide) bend('loop-select', 0.6, 0.4, R + channel / 2 + 18, short ? 'select()' : 'select(): what is due?', true);
  back.append(s('path', { class: 'gate', d: `M${cx - 22} ${cy - R + channel / 2 + 1}H${cx + 22}` }));
}

/** The bays with a track for every seat that fits.
 * @param {LoopPlan} plan @param {[string, string, number][]} list  name, label, most seats @param {SVGGElement} back @param {SVGGElement} live @returns {Map<string, Bay>} */
export function drawBays(plan, list, back, live) {
  const { W, H, wide, short, pad, cy, r } = plan;
  const width = wide ? clamp(W * 0.27, 150, 230) : 116;
  const x = W - pad - width;
  const lead = short ? 26 : 44;
  const least = short ? 26 : wide ? 30 : 26;
  const room = H - (wide ? (short ? 40 : 70) : 40) - lead * list.length;
  let per = list.some((b) => b[2] > CROWD) ? 12 : 6;
  const rowsWith = (/** @type {number} */ n) => list.reduce((a, b) => a + Math.min(n, b[2]), 0);
  while (per > 1 && rowsWith(per) * least > room) per -= 1;
  const rowH = Math.min(wide ? 50 : 42, room / Math.max(1, rowsWith(per)));
  const total = rowsWith(per) * rowH + lead * list.length - 16;
  let y = Math.max(wide ? (short ? 44 : 46) : 22, cy - total / 2);
  /** @type {Map<string, Bay>} */
  const bays = new Map();
  for (const [name, label, most] of list) {
    const n = Math.min(per, most);
    const tokens = most > n ? (most > CROWD ? Math.min(2, n - 1) : n - 1) : n;
    back.append(s('text', { x, y: y + 6, class: 'baylab' }, label));
    const more = s('text', { x: x + width, y: y + 6, class: 'note', 'text-anchor': 'end' });
    live.append(more);
    const rows = Array.from({ length: tokens }, (_, i) => {
      const at = y + (short ? 10 : 20) + rowH * (i + 0.5);
      const g = s(
        'g',
        { class: 'trk' },
        s('line', { class: 'rail', x1: x + 4, x2: x + width, y1: at, y2: at }),
        s('line', { class: 'stop', x1: x + 4, x2: x + 4, y1: at - 12, y2: at + 12 }),
      );
      back.append(g);
      const note = s('text', { x: x + width, y: at - (wide ? 7 : 5), class: 'note', 'text-anchor': 'end' });
      live.append(note);
      return { y: at, g, note };
    });
    bays.set(name, {
      x0: x + 12 + r * 1.15,
      x1: x + width - r * 1.15 - (wide ? 66 : 4),
      right: x + width,
      rows,
      more,
      field:
        most > n
          ? new Marks(live, {
              x: x + 4,
              y: y + (short ? 10 : 20) + rowH * tokens,
              w: width - 4,
              h: rowH * (n - tokens),
            })
          : undefined,
    });
    y += n * rowH + lead;
  }
  return bays;
}
