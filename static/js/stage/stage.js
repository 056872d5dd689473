/** The stage of a run: threads or event loop, laid out for the room there is and drawn at the player's position. */
import { h, s } from '../ui/dom.js';
import { wake } from '../ui/frame.js';
import { zoom } from '../ui/theme.js';
import { LoopStage } from './loop-stage.js';
import { ThreadsStage } from './threads-stage.js';

/**
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('./threads-stage.js').View} View
 * @typedef {'threads' | 'loop'} Which
 */

export class Stage {
  /** @param {HTMLElement} el @param {{ pick: (who: string) => void, again: () => void }} on  `again`: the layout changed */
  constructor(el, on) {
    this.el = el;
    this.on = on;
    const svg = () => s('svg', { class: 'stage-svg', role: 'group', tabindex: 0 });
    this.threadsSvg = svg();
    this.loopSvg = svg();
    this.threadsSvg.setAttribute('aria-label', 'The simulated machine');
    this.loopSvg.setAttribute('aria-label', 'The event loop');
    this.empty = h('p', { class: 'stage-empty', hidden: true }, 'The machine is on and has nothing to do.');
    el.append(this.threadsSvg, this.loopSvg, this.empty);
    this.threads = new ThreadsStage(this.threadsSvg);
    this.loop = new LoopStage(this.loopSvg);
    /** @type {Which | undefined} */ this.wanted = undefined;
    /** @type {Run | undefined} */ this.run = undefined;
    this.laidFor = '';
    /** @type {Run | undefined} */ this.laidRun = undefined;
    new ResizeObserver(() => this.refresh()).observe(el);
    // Widths of words are measured when the stage is laid out.
    document.fonts?.ready.then(() => {
      this.laidFor = '';
      this.refresh();
    });
    for (const one of [this.threadsSvg, this.loopSvg]) {
      one.addEventListener('click', (e) => {
        const id = /** @type {Element} */ (e.target).closest('.tok')?.getAttribute('data-id');
        if (id && /^[tk]\d+$/.test(id)) on.pick(id);
      });
    }
  }

  /** Which stage is shown.
   * @returns {Which} */
  get which() {
    if (!this.run?.isAsync) return 'threads';
    return this.wanted ?? (this.run.isAsyncLate ? 'threads' : 'loop');
  }

  /** @param {Run} run */
  load(run) {
    this.run = run;
    this.refresh();
  }

  /** Lays out again when the room or the needs have changed. @returns {boolean} whether it did */
  refresh() {
    const { run } = this;
    if (!run) return false;
    const width = this.el.clientWidth;
    const height = this.el.clientHeight;
    if (width < 40 || height < 40) return false;
    const which = this.which;
    const key = [
      which,
      width,
      height,
      zoom(),
      run.population,
      run.lanes.revision,
      run.head.objects.length,
      run.written.size,
      run.machine.cores,
      run.hasGil,
    ].join();
    if (key === this.laidFor && this.laidRun === run) return false;
    this.laidFor = key;
    this.laidRun = run;
    this.threadsSvg.style.display = which === 'threads' ? '' : 'none';
    this.loopSvg.style.display = which === 'loop' ? '' : 'none';
    if (which === 'loop') this.loop.layout(run, width, height);
    else this.threads.layout(run, width, height);
    this.el.style.setProperty('--floor', which === 'threads' ? `${this.threads.floor}px` : '50%');
    this.on.again();
    return true;
  }

  /** @param {View} view @returns {boolean} whether the event loop is blocked */
  render(view) {
    if (this.which === 'loop') {
      const blocked = this.loop.render(view);
      this.el.classList.toggle('blocked', blocked);
      return blocked;
    }
    this.el.classList.remove('blocked');
    this.threads.render(view);
    return view.state.mainLoop?.blocking !== undefined;
  }

  /** @param {number} now @returns {boolean} whether something still travels */
  frame(now) {
    return this.which === 'loop' ? this.loop.frame(now) : this.threads.frame(now);
  }

  wake() {
    wake();
  }
}
