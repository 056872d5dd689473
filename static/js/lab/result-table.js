/** What the present schedule comes to, process by process; every number opens the formula it comes from. */
import { h } from '../ui/dom.js';
import { chip } from '../ui/chip.js';
import { percent, thousands } from '../ui/format.js';
import { derivation, inMs, totalDerivation } from '../replay/results.js';

/**
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('../replay/results.js').Result} Result
 * @typedef {import('../replay/results.js').Totals} Totals
 * @typedef {'turnaround' | 'waiting' | 'response'} Key
 */

/** @type {[Key, string][]} */
const KEYS = [
  ['turnaround', 'turnaround'],
  ['waiting', 'waiting'],
  ['response', 'response'],
];
/** More processes than this are summed up. */
const MOST_ROWS = 60;

export class ResultTable {
  /** @param {HTMLElement} el @param {(who: string) => void} pick */
  constructor(el, pick) {
    this.el = el;
    this.pick = pick;
    /** @type {string | undefined} Whose formula is open, as `t3:waiting`. */ this.open = undefined;
    /** @type {{ run: Run, results: Result[], totals: Totals, chosen: string | undefined } | undefined} */
    this.last = undefined;
  }

  /** Nothing to tell, or not to be told. @param {Node[]} body */
  say(body) {
    this.last = undefined;
    this.el.replaceChildren(...body);
  }

  /** @param {Run} run @param {Result[]} results @param {Totals} totals @param {string | undefined} chosen */
  show(run, results, totals, chosen) {
    this.last = { run, results, totals, chosen };
    const most = Object.fromEntries(KEYS.map(([k]) => [k, Math.max(1, ...results.map((r) => r[k] ?? 0))]));
    const rows = results.slice(0, MOST_ROWS).flatMap((r) => {
      const line = h(
        'tr',
        { 'data-hue': r.who.hue, class: chosen === r.who.key ? 'chosen' : null },
        h('th', { scope: 'row', onclick: () => this.pick(r.who.key) }, chip(r.who)),
        KEYS.map(([k]) => h('td', {}, this.number(`${r.who.key}:${k}`, r[k], k, most[k] ?? 1))),
      );
      const open = KEYS.find(([k]) => this.open === `${r.who.key}:${k}`)?.[0];
      return open ? [line, this.formula(derivation(r, open), open)] : [line];
    });
    const { mean } = totals;
    const foot = mean
      ? h(
          'tfoot',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, 'mean'),
            KEYS.map(([k]) => h('td', {}, this.plain(`mean:${k}`, inMs(Math.round(mean[k] / 1e4) * 1e4)))),
          ),
          KEYS.filter(([k]) => this.open === `mean:${k}`).map(([k]) => {
            const list = results.map((r) => r[k]).filter((v) => v !== undefined);
            return this.formula(
              {
                words: `sum ÷ number of processes`,
                numbers: `(${list.slice(0, 8).map(inMs).join(' + ')}${list.length > 8 ? ' + …' : ''}) ÷ ${list.length} = ${inMs(mean[k])}`,
              },
              k,
            );
          }),
        )
      : null;
    const focus = this.el.contains(document.activeElement)
      ? document.activeElement?.getAttribute('data-key')
      : undefined;
    this.el.replaceChildren(
      h('h2', { class: 'ih' }, 'Per process, in ms', h('span', { class: 'quiet' }, 'a number shows its formula')),
      h(
        'table',
        { class: 'met' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', {}),
            KEYS.map(([, name]) => h('th', { scope: 'col' }, name)),
          ),
        ),
        h('tbody', {}, rows),
        foot,
      ),
      ...(results.length > MOST_ROWS
        ? [h('p', { class: 'empty pad' }, `and ${thousands(results.length - MOST_ROWS)} more`)]
        : []),
      ...this.machine(run, results, totals),
    );
    if (focus) /** @type {HTMLElement | null} */ (this.el.querySelector(`[data-key="${CSS.escape(focus)}"]`))?.focus();
  }

  /** @param {Run} run @param {Result[]} results @param {Totals} totals */
  machine(run, results, totals) {
    const item = (
      /** @type {'utilisation' | 'fairness' | 'switching'} */ key,
      /** @type {string} */ name,
      /** @type {string} */ text,
    ) => h('div', {}, h('dd', {}, this.plain(`all:${key}`, text)), h('dt', {}, name));
    const open = /** @type {const} */ (['utilisation', 'fairness', 'switching']).find((k) => this.open === `all:${k}`);
    const d = open && totalDerivation(run, totals, results, open);
    return [
      h('h2', { class: 'ih' }, 'The machine'),
      h(
        'dl',
        { class: 'metrics four' },
        item('utilisation', 'utilisation', percent(totals.utilisation, 1)),
        item('fairness', 'fairness', totals.fairness.toFixed(2)),
        item('switching', 'switches', thousands(totals.switches)),
        h('div', { class: totals.misses ? 'bad' : null }, h('dd', {}, thousands(totals.misses)), h('dt', {}, 'missed')),
      ),
      ...(d ? [h('p', { class: 'formula' }, h('span', {}, d.words), h('b', { class: 'num' }, d.numbers))] : []),
    ];
  }

  /** @param {string} id @param {number | undefined} ns @param {Key} key @param {number} most */
  number(id, ns, key, most) {
    if (ns === undefined) return h('span', { class: 'empty' }, '–');
    return h(
      'button',
      {
        class: 'mv',
        type: 'button',
        'data-key': id,
        'aria-expanded': String(this.open === id),
        title: `How the ${key} comes about`,
        onclick: () => this.toggle(id),
      },
      h('span', { class: 'num' }, inMs(ns)),
      h('span', { class: 'rb' }, h('i', { style: { width: `${(ns / most) * 100}%` } })),
    );
  }

  /** @param {string} id @param {string} text */
  plain(id, text) {
    return h(
      'button',
      {
        class: 'mv',
        type: 'button',
        'data-key': id,
        'aria-expanded': String(this.open === id),
        onclick: () => this.toggle(id),
      },
      h('span', { class: 'num' }, text),
    );
  }

  /** @param {{ words: string, numbers: string }} d @param {string} key */
  formula(d, key) {
    return h(
      'tr',
      { class: 'formularow' },
      h(
        'td',
        { colspan: 4 },
        h('p', { class: 'formula' }, h('span', {}, `${key} = ${d.words}`), h('b', { class: 'num' }, d.numbers)),
      ),
    );
  }

  /** @param {string} id */
  toggle(id) {
    this.open = this.open === id ? undefined : id;
    if (this.last) this.show(this.last.run, this.last.results, this.last.totals, this.last.chosen);
  }
}
