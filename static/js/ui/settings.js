/** Settings as the engine describes them: the knob of each, and a sheet of all of them with what they mean. */
import { h } from './dom.js';
import { duration } from './format.js';
import { openSheet } from './dialog.js';
import { choose, pips, scrub } from './knobs.js';
import { parseDuration } from '../trace/link.js';

/**
 * @typedef {import('./knobs.js').Knob} Knob
 *
 * @typedef {object} Info  A setting as the engine describes it.
 * @property {string} name
 * @property {string} label
 * @property {string} doc
 * @property {'count' | 'duration' | 'factor' | 'rate' | 'switch' | 'choice'} kind
 * @property {string} default
 * @property {number | null} [min]
 * @property {number | null} [max]
 * @property {string[]} [choices]
 * @property {string[]} [choice_labels]  How they are called, when not by their names.
 * @property {string} group
 * @property {string} [zero]  What 0 stands for, where it is no quantity.
 * @property {string[]} [policies]  For which it matters; all when left out.
 * @property {string[]} [placements]
 * @property {'both' | 'programs' | 'tables'} of
 */

const DRAG = 'Drag, or use the arrow keys';
const TIMES = [
  1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 7e5, 1e6, 2e6, 3e6, 4e6, 5e6, 6e6, 8e6, 1e7, 12e6, 16e6, 2e7, 24e6, 32e6,
  4e7, 5e7, 1e8, 2e8, 5e8, 1e9,
];

const words = (/** @type {string} */ word) => word.replaceAll(/[_-]/g, ' ');
/** @param {string} text */
const shown = (text) => {
  const ns = parseDuration(text);
  return ns === undefined ? words(text) : duration(ns).replace(' ', '\u2009');
};

/** @param {number} ns */
const written = (ns) =>
  ns % 1e9 === 0 && ns
    ? `${ns / 1e9}s`
    : ns % 1e6 === 0 && ns
      ? `${ns / 1e6}ms`
      : ns % 1e3 === 0
        ? `${ns / 1e3}us`
        : `${ns}ns`;

/** The knob of a setting. @param {Info} info @param {string} value @param {(value: string) => void} onset @returns {Knob} */
export function knobOf(info, value, onset) {
  const { label, doc: hint, zero } = info;
  const or = (/** @type {(v: string) => string} */ show) => (/** @type {string} */ v) =>
    zero && parseFloat(v) === 0 ? zero : show(v);
  if (info.name === 'cores') return pips({ label, value, max: info.max ?? 16, onset, hint });
  if (info.kind === 'choice' || info.kind === 'switch')
    return choose({
      label,
      value,
      options: (info.choices ?? []).map((c, i) => [c, info.choice_labels?.[i] ?? words(c)]),
      onset,
      hint,
    });
  if (info.kind === 'duration') {
    const [low, high] = [info.min ?? 0, info.max ?? 1e9];
    const notches = [...(low === 0 ? [0] : []), ...TIMES.filter((t) => t >= low && t <= high)].map((t) =>
      t === 0 ? '0us' : written(t),
    );
    return scrub({
      label,
      value,
      notches,
      show: or(shown),
      rank: (v) => parseDuration(v) ?? -1,
      onset,
      hint: `${hint} ${DRAG}`,
    });
  }
  return scrub({
    label,
    value,
    notches: notchesOf(info),
    show: or(info.name === 'speed' ? (v) => `${v}×` : words),
    rank: info.kind === 'rate' ? bytesOf : (v) => (Number.isNaN(Number(v)) ? -1 : Number(v)),
    onset,
    hint: `${hint} ${DRAG}`,
  });
}

const FACTORS = [0, 0.01, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1, 2, 4, 10, 20, 50, 100];
const RATES = ['1kB', '10kB', '100kB', '1MB', '2MB', '5MB', '10MB', '20MB', '50MB', '100MB', '1GB', '10GB', '100GB'];

/** Bytes in a second. @param {string} text */
const bytesOf = (text) => parseFloat(text) * 1000 ** 'kMG'.indexOf(/[kMG]/i.exec(text)?.[0] ?? '-') * 1000;

/** What a number can be set to by dragging. @param {Info} info */
export function notchesOf({ kind, min, max }) {
  const low = min ?? 0;
  if (kind === 'rate') return RATES;
  // Their limits are given in thousandths.
  if (kind === 'factor') return FACTORS.filter((f) => f * 1000 >= low && f * 1000 <= (max ?? Infinity)).map(String);
  return Array.from({ length: Math.min(max ?? 100, low + 99) - low + 1 }, (_, i) => String(low + i));
}

/** Every setting with what it means. @param {string} title @param {string} lead @param {Info[]} infos @param {(info: Info) => Knob} knob */
export function openSettings(title, lead, infos, knob) {
  openSheet(title, [
    h('p', { class: 'sheetlead' }, lead),
    h(
      'dl',
      { class: 'conv' },
      infos.map((info) => h('div', {}, h('dt', {}, knob(info).el), h('dd', { class: 'quiet' }, info.doc))),
    ),
  ]);
}
