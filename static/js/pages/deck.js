/** The deck: transport and timeline, the same under every stage. */
import { h, write } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { choose } from '../ui/knobs.js';
import { clock, clockUnit, slowdown, thousands } from '../ui/format.js';
import { LEGEND, keyTo } from '../timeline/legend.js';
import { Timeline } from '../timeline/timeline.js';
import { KINDS, concerns, passes } from '../replay/kinds.js';
import { SPEEDS } from '../player/player.js';

/**
 * @typedef {import('../player/player.js').Player} Player
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('../replay/kinds.js').Kind} Kind
 */

/** A run with at most this many steps is told line by line. */
const SHORT_RUN = 600;

export class Deck {
  /** @param {HTMLElement} el @param {Player} player @param {{ pick: (who: string | undefined) => void, detail: () => void, follow: (who: string) => void }} options  `pick` again: nobody */
  constructor(el, player, options) {
    this.player = player;
    this.speed = SPEEDS.indexOf(1);
    /** @type {Kind} */ this.kind = 'any';
    /** @type {string | undefined} */ this.of = undefined;
    this.shownFor = '';
    /** The reader has said what a step is. */
    this.grainChosen = false;
    const tool = (/** @type {string} */ name, /** @type {string} */ label, /** @type {() => void} */ act, cls = '') =>
      h(
        'button',
        { class: `tool ${cls}`, type: 'button', 'aria-label': label, title: label, onclick: act },
        icon(name),
      );
    this.playButton = h(
      'button',
      { class: 'play', type: 'button', 'aria-label': 'Play', title: 'Play (Space)', onclick: () => player.toggle() },
      icon('play', 18),
    );
    this.speedButton = h('button', {
      class: 'speed num',
      type: 'button',
      title: 'Speed ([ and ])',
      onclick: () => this.setSpeed((this.speed + 1) % SPEEDS.length),
    });
    this.kindKnob = choose({
      label: '',
      value: this.kind,
      options: KINDS.map(([k, name]) => [k, name]),
      onset: (v) => (this.kind = /** @type {Kind} */ (v)),
      hint: 'Kind of event to jump to',
    });
    this.ofKnob = choose({
      label: '',
      value: '',
      options: [['', 'of anyone']],
      onset: (v) => options.pick(v || undefined),
      hint: 'Whose events to jump to',
    });
    this.grainKnob = choose({
      label: '',
      value: 'event',
      options: [
        ['event', 'by event'],
        ['line', 'by line'],
      ],
      onset: (v) => {
        this.grainChosen = true;
        player.setGrain(v === 'line' ? 'line' : 'event');
      },
      hint: 'What one step is',
    });
    this.detailButton = h(
      'button',
      {
        class: 'btn small detail',
        type: 'button',
        hidden: true,
        title: 'Tell this part of the run line by line',
        onclick: options.detail,
      },
      'Lines here',
    );
    this.now = h('span', { class: 'now num' });
    this.total = h('span', { class: 'of num' });
    this.rate = h('span', { class: 'rate num' });
    this.legend = h('div', { class: 'legend-row', 'aria-label': 'Key' });
    el.append(
      h(
        'div',
        { class: 'transport', role: 'toolbar', 'aria-label': 'Playback', id: 'transport', tabindex: -1 },
        h(
          'div',
          { class: 'grp' },
          tool('start', 'To the start (Home)', () => player.seek(0)),
          tool('back', 'Step back (←)', () => player.step(-1)),
          this.playButton,
          tool('step', 'Step (→)', () => player.step(1)),
        ),
        this.speedButton,
        h('span', { class: 'grain' }, this.grainKnob.el, this.detailButton),
        h(
          'div',
          { class: 'jump' },
          tool('prev', 'Previous of this kind (Shift ←)', () => this.jump(-1)),
          this.kindKnob.el,
          this.ofKnob.el,
          tool('next', 'Next of this kind (Shift →)', () => this.jump(1)),
        ),
        h('span', { class: 'grow' }),
        this.legend,
        h('span', { class: 'grow' }),
        h('div', { class: 'clock' }, this.now, h('div', { class: 'sub' }, this.total, this.rate)),
        h(
          'div',
          { class: 'grp zoom' },
          tool('minus', 'Zoom out (S)', () => this.timeline.zoom(1.6)),
          tool('fit', 'Fit all (F)', () => this.timeline.fit()),
          tool('plus', 'Zoom in (W)', () => this.timeline.zoom(1 / 1.6)),
        ),
      ),
    );
    const holder = h('div', { class: 'tlwrap' });
    el.append(holder);
    // Asking an element for its width lays the page out, and this is asked in every frame.
    let narrow = el.clientWidth < 600;
    new ResizeObserver((entries) => (narrow = (entries[0]?.contentRect.width ?? 0) < 600)).observe(el);
    this.timeline = new Timeline(holder, {
      seek: (t) => {
        player.pause();
        player.seekTime(t);
      },
      pick: options.pick,
      follow: options.follow,
      overview: () => !narrow,
    });
    this.setSpeed(this.speed);
  }

  /** @param {number} i */
  setSpeed(i) {
    this.speed = Math.min(SPEEDS.length - 1, Math.max(0, i));
    this.player.speed = SPEEDS[this.speed] ?? 1;
    write(this.speedButton, `${this.player.speed}×`);
    this.speedButton.setAttribute('aria-label', `Speed ${this.player.speed}×`);
  }

  /** The reader has asked for lines, so a step is one. */
  byLine() {
    this.grainChosen = true;
    this.grainKnob.set('line');
    this.player.setGrain('line');
  }

  /** A short run is told line by line, unless the reader has decided. @param {Run} run */
  suggestGrain(run) {
    const grain = run.hasLines && run.steps.length <= SHORT_RUN ? 'line' : 'event';
    if (this.grainChosen || grain === this.player.grain) return;
    this.grainKnob.set(grain);
    this.player.setGrain(grain);
  }

  /** To the next or previous event of the chosen kind and person. @param {1 | -1} direction */
  jump(direction) {
    const run = this.player.run;
    const who = this.of === undefined ? undefined : run?.people().get(this.of);
    const pass = passes(this.kind);
    this.player.step(direction, (s) => pass(s) && (!who || concerns(s, who)));
  }

  /** Fits kinds, people and key to a run. @param {Run} run @param {'threads' | 'loop'} view @param {string | undefined} chosen */
  describe(run, view, chosen) {
    this.of = chosen;
    const people = [...run.people().values()].filter((w) =>
      view === 'loop' ? w.kind === 'task' : w.kind === 'thread',
    );
    const key = `${view}${run.hasGil}${run.hasLines}${run.isAsync}${run.head.sent > 0}${chosen}${people.map((w) => w.tag).join()}${[...run.lanes.seats.keys()].join()}`;
    if (key === this.shownFor) return;
    this.shownFor = key;
    const fits = (/** @type {Kind} */ k) =>
      k === 'gil'
        ? run.hasGil
        : k === 'line' || k === 'memory'
          ? run.hasLines
          : k === 'task' || k === 'blocking' || k === 'late'
            ? run.isAsync
            : k === 'lock'
              ? run.head.objects.length > 0
              : k === 'bytes'
                ? run.head.sent > 0
                : true;
    const kinds = KINDS.filter(([k]) => fits(k)).map(([k, name]) => /** @type {[string, string]} */ ([k, name]));
    if (!fits(this.kind)) this.kind = 'any';
    this.kindKnob.options(kinds, this.kind);
    this.ofKnob.options(
      [['', 'of anyone'], ...people.slice(0, 40).map((w) => /** @type {[string, string]} */ ([w.key, `of ${w.name}`]))],
      chosen ?? '',
    );
    this.grainKnob.el.hidden = !run.hasLines;
    const places = [...run.lanes.seats.keys()];
    const used = (/** @type {string} */ texture) =>
      view === 'loop' ||
      (texture === 'gil'
        ? run.hasGil
        : texture === 'lock'
          ? places.some((p) => p.startsWith('lock'))
          : texture === 'join'
            ? places.some((p) => p.startsWith('join'))
            : run.workload && texture === 'sleep'
              ? false
              : true);
    this.legend.replaceChildren(...LEGEND[view].filter(([k]) => used(k)).map(([k, text]) => keyTo(k, text)));
  }

  /** The clock and the needle. @param {boolean} follow */
  draw(follow) {
    const { player, timeline } = this;
    const run = player.run;
    if (!run) return;
    timeline.move(player.t, follow);
    write(this.now, clock(player.t, run.end));
    write(
      this.total,
      run.steps.length === 0
        ? ''
        : `${run.complete ? 'of' : 'recorded to'} ${clock(run.end, run.end)} ${clockUnit(run.end)}`,
    );
    this.detailButton.hidden = !run.complete || (player.t >= run.linesFrom && player.t <= run.linesUntil);
    const rate = player.playing && !player.waiting ? player.rate : 0;
    const where = run.steps.length === 0 ? '' : `step ${thousands(player.position)}/${thousands(run.steps.length)}`;
    write(
      this.rate,
      player.waiting
        ? 'waiting for the engine'
        : rate > 0 && rate < 1e9
          ? `${where}, slowed ${slowdown(rate)}×`
          : where,
    );
  }

  /** @param {boolean} playing */
  showPlaying(playing) {
    this.playButton.replaceChildren(icon(playing ? 'pause' : 'play', 18));
    this.playButton.setAttribute('aria-label', playing ? 'Pause' : 'Play');
    this.playButton.title = playing ? 'Pause (Space)' : 'Play (Space)';
  }
}
