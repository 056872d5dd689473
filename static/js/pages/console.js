/** The program's console: what has been printed by this moment, by whom and when. */
import { h } from '../ui/dom.js';
import { chip } from '../ui/chip.js';
import { clock } from '../ui/format.js';

/** @typedef {import('../replay/run.js').Run} Run */

const MOST_LINES = 400;

export class Console {
  /** @param {HTMLElement} el */
  constructor(el) {
    this.el = el;
    /** @type {Run | undefined} */ this.run = undefined;
    this.shown = -1;
    this.population = -1;
  }

  /** @param {Run} run @param {number} count  chunks printed so far */
  show(run, count) {
    if (run === this.run && count === this.shown && run.population === this.population) return;
    this.run = run;
    this.shown = count;
    this.population = run.population;
    if (count === 0) {
      this.el.replaceChildren(h('div', { class: 'empty' }, 'Nothing printed yet.'));
      return;
    }
    /** @type {{ text: string, stderr: boolean, thread: number | undefined, task: number | undefined, time: number }[]} */
    const lines = [];
    let open = false;
    for (const p of run.printed.slice(Math.max(0, count - MOST_LINES), count)) {
      const parts = p.text.split('\n');
      parts.forEach((text, i) => {
        const last = lines.at(-1);
        if (i === 0 && open && last && last.stderr === (p.stream === 'stderr')) last.text += text;
        else if (i < parts.length - 1 || text !== '')
          lines.push({ text, stderr: p.stream === 'stderr', thread: p.thread, task: p.task, time: p.time_ns });
      });
      open = parts.at(-1) !== '';
    }
    const rows = lines.slice(-MOST_LINES).map((l) => {
      const who = run.who(l.thread, l.task) ?? run.who(l.thread);
      return h(
        'div',
        { class: `cl${l.stderr ? ' err' : ''}` },
        who ? chip(who) : null,
        h('span', { class: 'mono' }, l.text),
        h('span', { class: 'quiet num' }, clock(l.time, run.end).replace(/(\.\d)\d+$/, '$1')),
      );
    });
    this.el.replaceChildren(...rows);
    this.el.scrollTop = this.el.scrollHeight;
  }
}
