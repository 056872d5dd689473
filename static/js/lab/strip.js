/**
 * The machine of the lab, made from what the engine says of its settings: the ones that matter now on the strip, all
 * others by name with what they mean in a sheet. Presets are switches that set several at once.
 */
import { h } from '../ui/dom.js';
import { duration } from '../ui/format.js';
import { icon } from '../ui/icons.js';
import { openSheet } from '../ui/dialog.js';
import { choose, pips, scrub } from '../ui/knobs.js';
import { parseDuration } from '../trace/link.js';

/**
 * @typedef {import('../ui/knobs.js').Knob} Knob
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
 * @property {string} group
 * @property {string} [zero]  What 0 stands for, where it is no quantity.
 * @property {string[]} [policies]  For which it matters; all when left out.
 * @property {string[]} [placements]
 * @property {'both' | 'programs' | 'tables'} of
 */

/** On the strip whatever the policy, first. */
const ALWAYS = ['preset', 'cores', 'placement', 'quantum', 'switch_cost'];
/** Without these, a setting has nothing to say. @type {Record<string, [name: string, value: string]>} */
const NEEDS = { alpha: ['predict', 'on'], guess: ['predict', 'on'] };
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
function knobOf(info, value, onset) {
  const { label, doc: hint, zero } = info;
  const or = (/** @type {(v: string) => string} */ show) => (/** @type {string} */ v) =>
    zero && parseFloat(v) === 0 ? zero : show(v);
  if (info.name === 'cores') return pips({ label, value, max: info.max ?? 16, onset, hint });
  if (info.kind === 'choice' || info.kind === 'switch')
    return choose({ label, value, options: (info.choices ?? []).map((c) => [c, words(c)]), onset, hint });
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
  const [low, high] = [info.min ?? 0, Math.min(info.max ?? 100, (info.min ?? 0) + 99)];
  const notches = Array.from({ length: high - low + 1 }, (_, i) => String(low + i));
  return scrub({
    label,
    value,
    notches,
    show: or(words),
    rank: (v) => (Number.isNaN(Number(v)) ? -1 : Number(v)),
    onset,
    hint: `${hint} ${DRAG}`,
  });
}

export class LabStrip {
  /** @param {HTMLElement} el @param {Info[]} infos @param {Record<string, string>} values @param {(name: string, value: string) => void} change */
  constructor(el, infos, values, change) {
    this.infos = infos.filter((i) => i.of !== 'programs' && i.name !== 'policy');
    /** @type {Record<string, string>} */ this.values = {
      ...Object.fromEntries(infos.map((i) => [i.name, i.default])),
      ...values,
    };
    this.change = change;
    this.policy = '';
    this.fitted = '';
    this.knobs = h('div', { class: 'knobs' });
    this.delta = h('span', { class: 'delta num', role: 'status' });
    this.all = h(
      'button',
      {
        class: 'btn small',
        type: 'button',
        title: 'Every setting and convention, with what it means',
        onclick: () => this.sheet(),
      },
      icon('sliders', 13),
      h('span', {}, 'Conventions'),
    );
    el.replaceChildren(this.knobs, this.all, this.delta);
  }

  /** @param {Info} info */
  knob(info) {
    return knobOf(info, this.values[info.name] ?? info.default, (v) => {
      this.values[info.name] = v;
      this.change(info.name, v);
    });
  }

  /** Whether a setting means anything on the present machine. @param {Info} info @param {string} policy */
  matters(info, policy) {
    const many = Number(this.values.cores ?? 1) > 1;
    if (info.group === 'cores' && !many && info.name !== 'cores') return false;
    if (info.placements && !info.placements.includes(this.values.placement ?? '')) return false;
    const need = NEEDS[info.name];
    if (need && this.values[need[0]] !== need[1]) return false;
    return !info.policies || info.policies.includes(policy);
  }

  /** Shows what matters under a policy. @param {string} policy @param {boolean} seeded  the workload comes from a seed */
  fit(policy, seeded) {
    const of = (/** @type {string} */ name) => this.infos.find((i) => i.name === name);
    const own = this.infos.filter((i) => i.policies && !ALWAYS.includes(i.name));
    const drawn = seeded || policy === 'lottery' ? ['seed'] : [];
    const list = [...ALWAYS.map(of), ...own, ...drawn.map(of)].filter((i) => i !== undefined);
    const shown = [...new Set(list)].filter((i) => this.matters(i, policy));
    const key = shown.map((i) => i.name).join();
    if (key === this.fitted) return;
    this.fitted = key;
    this.policy = policy;
    /** @type {Record<string, Knob>} */
    this.shown = Object.fromEntries(shown.map((i) => [i.name, this.shown?.[i.name] ?? this.knob(i)]));
    const held = document.activeElement;
    this.knobs.replaceChildren(...Object.values(this.shown).map((k) => k.el));
    if (held instanceof HTMLElement && this.knobs.contains(held)) held.focus();
  }

  /** The machine a run was really made on. @param {Record<string, string>} settings */
  show(settings) {
    for (const [name, value] of Object.entries(settings)) {
      if (this.values[name] === value) continue;
      this.values[name] = value;
      this.shown?.[name]?.set(value);
    }
  }

  sheet() {
    openSheet('Conventions and settings', [
      h(
        'p',
        { class: 'sheetlead' },
        'Textbooks and tools differ in these. A schedule is right under one of them; a preset sets them as one source does.',
      ),
      h(
        'dl',
        { class: 'conv' },
        this.infos.map((info) => h('div', {}, h('dt', {}, this.knob(info).el), h('dd', { class: 'quiet' }, info.doc))),
      ),
    ]);
  }

  /** @param {number | undefined} mean  wait, in nanoseconds @param {number | undefined} before @param {boolean} hidden */
  result(mean, before, hidden) {
    if (mean === undefined || hidden) {
      this.delta.replaceChildren(hidden ? 'mean wait hidden' : '');
      return;
    }
    const text = (/** @type {number} */ ns) => (ns / 1e6).toFixed(ns >= 100e6 ? 0 : 1);
    const changed = before !== undefined && text(before) !== text(mean);
    this.delta.replaceChildren(
      h('span', { class: 'was' }, 'mean wait '),
      h('b', {}, `${text(mean)} ms`),
      ...(changed ? [h('span', { class: 'was' }, ` was ${text(before)}`)] : []),
    );
    if (before === undefined) return;
    this.delta.classList.remove('pop');
    void this.delta.offsetWidth;
    this.delta.classList.add('pop');
  }
}
