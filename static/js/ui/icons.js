/** Icons on a 16 px grid with a 1.5 px stroke, and the mark. */
import { s } from './dom.js';

/** @typedef {[tag: 'path' | 'circle' | 'rect', attributes: Record<string, string | number>][]} Drawing */

const line = (/** @type {string} */ d) => /** @type {Drawing} */ ([['path', { d }]]);
const solid = (/** @type {string} */ d) =>
  /** @type {Drawing} */ ([['path', { d, fill: 'currentColor', stroke: 'none' }]]);

/** @type {Record<string, Drawing>} */
const ICONS = {
  play: solid('M4.5 2.8v10.4L13 8z'),
  pause: solid('M4.5 3h2.6v10H4.5zM8.9 3h2.6v10H8.9z'),
  step: [...solid('M4 3.2v9.6L10.6 8z'), ...line('M12.4 3v10')],
  back: [...solid('M12 3.2v9.6L5.4 8z'), ...line('M3.6 3v10')],
  start: line('M3.5 3v10M12.5 4L7 8l5.5 4'),
  prev: line('M9.8 3.5 5.3 8l4.5 4.5'),
  next: line('M6.2 3.5 10.7 8l-4.5 4.5'),
  down: line('M4 6.2 8 10.2l4-4'),
  sun: [
    ['circle', { cx: 8, cy: 8, r: 2.9 }],
    ...line(
      'M8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M3.4 12.6l1.1-1.1M11.5 4.5l1.1-1.1',
    ),
  ],
  moon: line('M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z'),
  share: line('M8 9.5V2.2M5.2 4.8 8 2l2.8 2.8M3.5 8v5h9V8'),
  screen: line('M2 3h12v8H2zM5.5 13.5h5'),
  help: [
    ...line('M5.8 6.1a2.3 2.3 0 1 1 3.3 2.1c-.8.4-1.1.9-1.1 1.7'),
    ['circle', { cx: 8, cy: 12.4, r: 0.5, fill: 'currentColor' }],
  ],
  plus: line('M8 3.5v9M3.5 8h9'),
  minus: line('M3.5 8h9'),
  fit: line('M2.5 5V3h2M11.5 3h2v2M13.5 11v2h-2M4.5 13h-2v-2M5 8h6M6.5 6.5 5 8l1.5 1.5M9.5 6.5 11 8 9.5 9.5'),
  reset: line('M3.2 6.5A5.2 5.2 0 1 1 2.8 9M3 3v3.6h3.6'),
  close: line('M4 4l8 8M12 4l-8 8'),
  grip: line('M5.5 4h.01M10.5 4h.01M5.5 8h.01M10.5 8h.01M5.5 12h.01M10.5 12h.01'),
  save: line('M8 2.5v7.2M5.2 7 8 9.8 10.8 7M3.5 9.5v4h9v-4'),
  sliders: line('M2.5 5h7M12.500 5h1M2.5 11h2M7.500 11h6M11 3.400v3.200M6 9.400v3.200'),
  eye: [
    ...line('M1.800 8S4 3.800 8 3.800 14.200 8 14.200 8 12 12.200 8 12.200 1.800 8 1.800 8z'),
    ['circle', { cx: 8, cy: 8, r: 1.9 }],
  ],
  search: [['circle', { cx: 7, cy: 7, r: 4.2 }], ...line('M10.2 10.2 14 14')],
};

/** @param {string} name @param {number} [size] */
export function icon(name, size = 16) {
  const el = s('svg', {
    viewBox: '0 0 16 16',
    width: size,
    height: size,
    'aria-hidden': 'true',
    class: 'ico',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 1.5,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  });
  for (const [tag, attributes] of ICONS[name] ?? []) el.append(s(tag, attributes));
  return el;
}

/** A disc of time with one slice taken; also the progress mark of a chapter. @param {number} [size] @param {number} [share] */
export function mark(size = 20, share = 0.79) {
  const el = s('svg', {
    viewBox: '0 0 20 20',
    width: size,
    height: size,
    class: `mark${share >= 1 ? ' full' : ''}`,
    'aria-hidden': 'true',
  });
  const from = -Math.PI / 2;
  const to = from + Math.PI * 2 * Math.min(0.9999, share);
  const r = 6.2;
  el.append(s('circle', { cx: 10, cy: 10, r: 9, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.4 }));
  if (share > 0) {
    const point = (/** @type {number} */ a) =>
      `${(10 + r * Math.cos(a)).toFixed(2)} ${(10 + r * Math.sin(a)).toFixed(2)}`;
    el.append(
      s('path', {
        d: `M10 10L${point(from)}A${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${point(to)}Z`,
        fill: 'currentColor',
      }),
    );
  }
  return el;
}
