/**
 * Every policy as a small Gantt of the present workload with its mean wait: choosing is comparing. A row is a radio
 * button; what it shows comes from the engine.
 */
import { h, s } from '../ui/dom.js';
import { hueOfRow } from '../replay/entities.js';
import { policyOf } from './policies.js';

/**
 * @typedef {object} Outcome  Of one policy on the present workload, as the engine tells it.
 * @property {string} policy
 * @property {string} [label]
 * @property {string} [sentence]
 * @property {boolean} [is_meant]  The workload says what this policy decides by.
 * @property {number} [makespan_ns]
 * @property {{ waiting_ns: number | null, turnaround_ns?: number | null, response_ns?: number | null }} [averages]
 * @property {number} [misses]
 * @property {[process: number, core: number, from: number, to: number][]} [bars]  At most some hundred.
 */

/** @param {Outcome | undefined} o */
const waitOf = (o) => o?.averages?.waiting_ns ?? undefined;

/** A picture is so many units wide and high, however large it is shown. */
const WIDE = 1000;
const HIGH = 11;
/** So narrow is the narrowest bar. */
const THINNEST = 2.5;
/** Between the lanes of two cores. */
const GAP = 0.6;

/** The Gantt chart of an outcome: one path for each hue. @param {Outcome} o @param {number} end @param {number} cores */
function pathsOf(o, end, cores) {
  /** @type {string[]} */
  const paths = [];
  const each = HIGH / cores;
  const height = (each - (cores > 1 ? GAP : 0)).toFixed(2);
  for (const [who, core, from, to] of o.bars ?? []) {
    const x = (from / end) * WIDE;
    const width = Math.max(THINNEST, ((to - from) / end) * WIDE);
    const hue = hueOfRow(who);
    paths[hue] =
      `${paths[hue] ?? ''}M${x.toFixed(1)} ${(core * each).toFixed(2)}h${width.toFixed(1)}v${height}h${-width.toFixed(1)}z`;
  }
  return paths.map((d, hue) => s('path', { d, 'data-hue': hue })).filter(Boolean);
}

export class PolicyList {
  /** @param {HTMLElement} el @param {(policy: string) => void} choose */
  constructor(el, choose) {
    this.el = el;
    this.choose = choose;
    /** @type {Outcome[]} */ this.outcomes = [];
    this.present = '';
    this.cores = 1;
    this.hidden = false;
    /** @type {Map<string, { row: HTMLElement, picture: SVGElement, wait: HTMLElement }>} */
    this.rows = new Map();
    el.addEventListener('keydown', (e) => {
      const by = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (!by) return;
      e.preventDefault();
      e.stopPropagation();
      const keys = [...this.rows.keys()];
      const next = keys[(keys.indexOf(this.present) + by + keys.length) % keys.length];
      if (next) (this.choose(next), this.rows.get(next)?.row.focus());
    });
  }

  /** The policies there are, in order. @param {string[]} keys */
  offer(keys) {
    if ([...this.rows.keys()].join() === keys.join()) return;
    this.rows = new Map(
      keys.map((key) => {
        const { name, rule } = policyOf(key);
        const picture = s('svg', {
          viewBox: `0 0 ${WIDE} ${HIGH}`,
          preserveAspectRatio: 'none',
          'aria-hidden': 'true',
        });
        const wait = h('span', { class: 'num pw' });
        const row = h(
          'button',
          {
            class: 'pol',
            type: 'button',
            role: 'radio',
            'data-policy': key,
            title: `${name}: ${rule}`,
            onclick: () => this.choose(key),
          },
          h('span', { class: 'pn' }, name),
          h('span', { class: 'spark' }, picture),
          wait,
        );
        return [key, { row, picture, wait }];
      }),
    );
    this.el.replaceChildren(...[...this.rows.values()].map((r) => r.row));
    this.mark();
  }

  /** @param {string} policy */
  select(policy) {
    this.present = policy;
    this.mark();
  }

  mark() {
    for (const [key, { row }] of this.rows) {
      row.setAttribute('aria-checked', String(key === this.present));
      row.tabIndex =
        key === this.present || (!this.rows.has(this.present) && key === [...this.rows.keys()][0]) ? 0 : -1;
    }
  }

  /** @param {Outcome[]} outcomes @param {number} cores @param {boolean} hidden  the answers are not to be seen */
  show(outcomes, cores, hidden) {
    this.outcomes = outcomes;
    this.cores = cores;
    this.hidden = hidden;
    this.paint();
  }

  paint() {
    const waits = this.outcomes.map(waitOf).filter((n) => n !== undefined);
    const best = Math.min(...waits);
    const end = Math.max(1, ...this.outcomes.map((o) => o.makespan_ns ?? 0));
    const digits = Math.max(...waits, 0) >= 100e6 ? 0 : 1;
    for (const [key, { row, picture, wait }] of this.rows) {
      const o = this.outcomes.find((x) => x.policy === key);
      const shown = o && !this.hidden;
      const mean = waitOf(o);
      const text = shown && mean !== undefined ? (mean / 1e6).toFixed(digits) : this.hidden && o ? '?' : '–';
      if (wait.textContent !== text) wait.textContent = text;
      wait.classList.toggle('best', Boolean(shown && mean === best));
      row.classList.toggle('missing', Boolean(shown && o.misses));
      row.classList.toggle('unmeant', o?.is_meant === false);
      const words = [policyOf(key).name];
      if (shown && mean !== undefined) words.push(`mean wait ${text} ms`);
      if (shown && o.misses) words.push(`${o.misses} missed`);
      row.setAttribute('aria-label', words.join(', '));
      row.classList.toggle('covered', Boolean(o && !shown));
      picture.replaceChildren(...(shown ? pathsOf(o, end, this.cores) : []));
    }
  }
}
