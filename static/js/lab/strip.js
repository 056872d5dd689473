/**
 * The machine of the lab, made from what the engine says of its settings: the ones that matter now on the strip, all
 * others by name with what they mean in a sheet. Presets are switches that set several at once.
 */
import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { knobOf, openSettings } from '../ui/settings.js';

/**
 * @typedef {import('../ui/knobs.js').Knob} Knob
 * @typedef {import('../ui/settings.js').Info} Info
 */

/** On the strip whatever the policy, first. */
const ALWAYS = ['preset', 'cores', 'placement', 'quantum', 'switch_cost'];
/** Without these, a setting has nothing to say. @type {Record<string, [name: string, value: string]>} */
const NEEDS = { alpha: ['predict', 'on'], guess: ['predict', 'on'] };
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
    openSettings(
      'Conventions and settings',
      'Textbooks and tools differ in these. A schedule is right under one of them; a preset sets them as one source does.',
      this.infos,
      (info) => this.knob(info),
    );
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
