/**
 * The machine strip: every setting of the simulated machine, tangible. A change re-runs at once; the right end says
 * what it cost.
 */
import { h, s } from '../ui/dom.js';
import { choose, pips, scrub, toggle } from '../ui/knobs.js';
import { duration } from '../ui/format.js';
import { icon } from '../ui/icons.js';
import { knobOf, openSettings } from '../ui/settings.js';
import { hexagon } from '../stage/geometry.js';
import { formatDuration, parseDuration } from '../trace/link.js';

/**
 * @typedef {import('../ui/knobs.js').Knob} Knob
 * @typedef {Record<string, string>} Settings  By the names and in the words of the link.
 */

const spaced = (/** @type {string} */ v) => {
  const ns = parseDuration(v);
  return ns === undefined ? v : duration(ns).replace(' ', '\u2009');
};
const ns = (/** @type {string} */ v) => parseDuration(v) ?? 0;
const QUANTA = ['100us', '500us', '1ms', '2ms', '3ms', '4ms', '6ms', '8ms', '10ms', '20ms', '50ms', '100ms'];
const COSTS = ['0us', '1us', '2us', '5us', '10us', '20us', '50us', '100us', '200us', '500us', '1ms'];
const INTERVALS = ['100us', '500us', '1ms', '2ms', '3ms', '5ms', '8ms', '10ms', '20ms', '50ms', '100ms'];
const LATENCIES = ['0us', '100us', '1ms', '2ms', '5ms', '10ms', '20ms', '50ms', '100ms', '200ms', '500ms', '1s'];
const SPEEDS = ['0.1', '0.25', '0.5', '1', '2', '4', '10'];
const SEEDS = Array.from({ length: 100 }, (_, i) => String(i));
/** Policies under which a quantum means something. */
const TAKES_TURNS = new Set(['rr', 'priority', 'feedback', 'mlfq', 'lottery', 'stride']);
const DRAG = 'Drag, or use the arrow keys';
/** In a window narrower than this the knobs are scrolled. */
const NARROW = 720;

/** What a machine reports, in the words of the link.
 * @param {Record<string, any>} m @returns {Settings} */
export function settingsOf(m) {
  /** @type {Settings} */
  const out = {};
  const time = (/** @type {string} */ name, /** @type {unknown} */ value) => {
    if (typeof value === 'number') out[name] = formatDuration(value);
  };
  const word = (/** @type {string} */ name, /** @type {unknown} */ value) => {
    if (value !== undefined && value !== null)
      out[name] = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
  };
  word('cores', m.cores);
  word('policy', m.policy === 'round_robin' ? 'rr' : m.policy);
  time('quantum', m.quantum_ns);
  time('switch_cost', m.switch_cost_ns);
  word('gil', m.gil);
  time('switch_interval', m.switch_interval_ns);
  word('python', m.python);
  word('speed', m.speed);
  time('io_latency', m.io_latency_ns);
  time('net_latency', m.net_latency_ns);
  word('seed', m.seed);
  return out;
}

export class Strip {
  /** @param {HTMLElement} el @param {Settings} settings @param {(name: string, value: string) => void} change @param {import('../ui/settings.js').Info[]} [infos]  what the engine says of its settings */
  constructor(el, settings, change, infos = []) {
    const policies = infos.find((i) => i.name === 'policy');
    /** @type {Settings} */ this.settings = {
      cores: '2',
      policy: 'rr',
      quantum: '4ms',
      switch_cost: '5us',
      gil: 'on',
      switch_interval: '5ms',
      python: '3.14',
      speed: '1',
      io_latency: '10ms',
      net_latency: '50ms',
      seed: '0',
      ...settings,
    };
    const now = (/** @type {string} */ name) => this.settings[name] ?? '';
    const on = (/** @type {string} */ name) => (/** @type {string} */ v) => {
      this.settings[name] = v;
      this.depend();
      change(name, v);
    };
    const time = (
      /** @type {string} */ name,
      /** @type {string} */ label,
      /** @type {string[]} */ notches,
      /** @type {string} */ hint,
    ) => scrub({ label, value: now(name), notches, show: spaced, rank: ns, onset: on(name), hint: `${hint}. ${DRAG}` });
    const hex = s(
      'svg',
      { width: 15, height: 16, viewBox: '-8 -8.500 16 17', class: 'hexi', 'aria-hidden': 'true' },
      s('path', { d: hexagon(7) }),
    );
    /** @type {Record<string, Knob>} */
    this.knobs = {
      cores: pips({ label: 'cores', value: now('cores'), max: 16, onset: on('cores'), hint: 'Cores of the machine' }),
      policy: choose({
        label: 'policy',
        value: now('policy'),
        options: (policies?.choices ?? ['rr', 'fcfs']).map((p, i) => [p, policies?.choice_labels?.[i] ?? p]),
        onset: on('policy'),
        hint: 'How the kernel chooses who runs',
      }),
      quantum: time('quantum', 'quantum', QUANTA, 'How long a thread may keep a core while others are ready'),
      switch_cost: time('switch_cost', 'switch cost', COSTS, 'What one context switch takes'),
      gil: toggle({
        label: 'GIL',
        value: now('gil'),
        sign: hex,
        onset: on('gil'),
        hint: 'The global interpreter lock',
      }),
      switch_interval: time('switch_interval', 'switch interval', INTERVALS, 'sys.setswitchinterval()'),
      io_latency: time('io_latency', 'I/O latency', LATENCIES, 'How long simulated devices take to answer'),
      net_latency: time('net_latency', 'network latency', LATENCIES, 'How long hosts on the network take to answer'),
      speed: scrub({
        label: 'speed',
        value: now('speed'),
        notches: SPEEDS,
        show: (v) => `${v}×`,
        rank: Number,
        onset: on('speed'),
        hint: `How fast the cores are. ${DRAG}`,
      }),
      python: choose({
        label: 'Python',
        value: now('python'),
        options: [
          ['3.14', '3.14'],
          ['3.13', '3.13'],
          ['3.12', '3.12'],
          ['3.11', '3.11'],
        ],
        onset: on('python'),
        hint: 'Version of CPython',
      }),
      seed: scrub({
        label: 'seed',
        value: now('seed'),
        notches: SEEDS,
        show: (v) => v,
        rank: Number,
        onset: on('seed'),
        hint: `Decides what the program leaves open. ${DRAG}`,
      }),
    };
    this.delta = h('span', { class: 'delta num', role: 'status' });
    this.row = h(
      'div',
      { class: 'knobs' },
      Object.values(this.knobs).map((k) => k.el),
    );
    const all = h(
      'button',
      {
        class: 'btn small',
        type: 'button',
        'aria-label': 'Settings',
        title: 'Every setting of the machine, with what it means',
        onclick: () =>
          openSettings(
            'Settings of the machine',
            'Each is in the link once it is changed, and a change runs the program again.',
            infos.filter((i) => i.of !== 'tables'),
            (info) =>
              knobOf(info, this.settings[info.name] ?? info.default, (v) => {
                this.knobs[info.name]?.set(v);
                on(info.name)(v);
              }),
          ),
      },
      icon('sliders', 13),
      h('span', {}, 'Settings'),
    );
    el.replaceChildren(this.row, ...(infos.length ? [all] : []), this.delta);
    this.depend();
    new ResizeObserver(() => this.fit()).observe(this.row);
  }

  /** Shows as many knobs as there is room for; the sheet has them all. In a narrow window they are scrolled. */
  fit() {
    const list = Object.values(this.knobs).map((k) => k.el);
    for (const el of list) el.hidden = false;
    this.row.classList.remove('whole');
    if (document.documentElement.clientWidth < NARROW || this.row.querySelector('.held')) return;
    this.row.classList.add('whole');
    const end = this.row.getBoundingClientRect().right;
    const last = list.map((el) => el.getBoundingClientRect().right).findIndex((right) => right > end);
    if (last >= 0) for (const el of list.slice(last)) el.hidden = true;
  }

  /** Settings without effect under others rest. */
  depend() {
    this.knobs.switch_interval?.enable(this.settings.gil !== 'off');
    this.knobs.quantum?.enable(TAKES_TURNS.has(this.settings.policy ?? ''));
  }

  /** Shows the machine a run was really made on. @param {Settings} settings */
  show(settings) {
    for (const [name, value] of Object.entries(settings)) {
      if (
        this.settings[name] === value ||
        (ns(value) !== 0 && /[a-z]/.test(value) && ns(value) === ns(this.settings[name] ?? ''))
      )
        continue;
      this.settings[name] = value;
      this.knobs[name]?.set(value);
    }
    this.depend();
  }

  /** The run did not come to its end. @param {number} end @param {string} why */
  stopped(end, why) {
    this.delta.replaceChildren(h('span', { class: 'was' }, `${why} after `), h('b', {}, duration(end)));
  }

  /** How long the run took, and against what it took before. @param {number} end @param {number | undefined} before @param {string} [other]  what else changed */
  result(end, before, other = '') {
    const took = h('b', {}, duration(end));
    const unchanged = before !== undefined && Math.abs(before - end) <= Math.max(before, end) * 0.0005;
    if (before === undefined || before === 0)
      this.delta.replaceChildren(took, h('span', { class: 'was' }, ' to finish'));
    else if (unchanged)
      this.delta.replaceChildren(took, ', as before', h('span', { class: 'was' }, other && `; ${other}`));
    else {
      const change = (end / before - 1) * 100;
      const sign = change > 0 ? '+' : '−';
      const size = Math.abs(change);
      this.delta.replaceChildren(
        took,
        h('span', { class: 'was' }, ` was ${duration(before)}`),
        ', ',
        h(
          'b',
          {},
          size >= 1000 ? `${(end / before).toFixed(0)}×` : `${sign}${size < 1 ? size.toFixed(1) : size.toFixed(0)}%`,
        ),
      );
    }
    if (before === undefined) return;
    this.delta.classList.remove('pop');
    void this.delta.offsetWidth;
    this.delta.classList.add('pop');
  }
}
