/**
 * How a run ended, when nobody could move any more: the ring of waiters, in place of the cores that have nothing to
 * do. The run up to there stays playable.
 */
import { h, s } from '../ui/dom.js';
import { plain, speak } from '../ui/voice.js';
import { hexagon } from '../stage/geometry.js';
import { textures } from '../stage/tokens.js';
import { namesOf } from './narration.js';

/**
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('../trace/trace.d.ts').WaitLink} WaitLink
 */

export class Ending {
  /** @param {HTMLElement} el @param {(position: number) => void} seek */
  constructor(el, seek) {
    this.el = el;
    this.seek = seek;
    this.key = '';
    el.hidden = true;
  }

  /** @param {Run} run @param {import('../replay/state.js').MachineState} state */
  show(run, state) {
    const { deadlock } = state;
    const key = deadlock ? String(run.steps.length) : '';
    if (key === this.key) return;
    this.key = key;
    this.el.hidden = !key;
    this.el.replaceChildren();
    if (deadlock)
      this.el.replaceChildren(
        this.ring(run, deadlock),
        h(
          'div',
          { class: 'endtext' },
          h('p', {}, speak(ringSentence(run, deadlock), namesOf(run))),
          h(
            'p',
            { class: 'act' },
            h(
              'button',
              { class: 'btn', type: 'button', onclick: () => this.seek(firstWait(run, deadlock)) },
              'Show how it came to this',
            ),
          ),
        ),
      );
  }

  /** Who waits for whom, as a ring. @param {Run} run @param {WaitLink[]} cycle */
  ring(run, cycle) {
    const size = 176;
    const n = Math.max(1, cycle.length);
    const R = 58;
    const at = (/** @type {number} */ f, r = R) => ({
      x: size / 2 + r * Math.sin(f * Math.PI * 2),
      y: size / 2 - r * Math.cos(f * Math.PI * 2),
    });
    const hues = cycle.map((l) => run.who(l.thread)?.hue ?? 0);
    const svg = s(
      'svg',
      {
        viewBox: `0 0 ${size} ${size}`,
        width: size,
        height: size,
        role: 'img',
        'aria-label': plain(ringSentence(run, cycle), namesOf(run)),
      },
      textures(new Set(hues), 'd'),
    );
    cycle.forEach((link, i) => {
      const from = at(i / n);
      const middle = at((i + 0.5) / n);
      const to = at((i + 1) / n);
      // Wanted: from the waiter to the thing; held: from the thing to its holder, the next in the ring.
      svg.append(
        s('path', { class: 'cyc', d: `M${from.x} ${from.y}A${R} ${R} 0 0 1 ${middle.x} ${middle.y}` }),
        s('path', { class: 'hold', d: `M${middle.x} ${middle.y}A${R} ${R} 0 0 1 ${to.x} ${to.y}` }),
      );
      void link;
    });
    cycle.forEach((link, i) => {
      const who = run.who(link.thread);
      const name = link.object === undefined ? link.cause : (run.head.objects[link.object]?.name ?? '');
      svg.append(
        sign(at(i / n), who?.tag ?? '?', who?.hue ?? 0, 'lock', 'd'),
        sign(at((i + 0.5) / n), name.length <= 3 ? name : name.slice(0, 1).toUpperCase(), 'ink', 'run', 'hex'),
      );
    });
    svg.append(
      s('text', { x: size / 2, y: size / 2 - 2, 'text-anchor': 'middle', class: 'ringt' }, 'nobody'),
      s('text', { x: size / 2, y: size / 2 + 14, 'text-anchor': 'middle', class: 'ringt' }, 'can move'),
    );
    return svg;
  }
}

/** @param {{ x: number, y: number }} p @param {string} tag @param {number | string} hue @param {string} state @param {'hex' | 'd'} kind */
function sign(p, tag, hue, state, kind) {
  const shape = (/** @type {string} */ cls) =>
    kind === 'hex' ? s('path', { class: cls, d: hexagon(15) }) : s('circle', { class: cls, r: 17 });
  const tex = shape('tex');
  tex.setAttribute('fill', kind === 'hex' ? 'none' : `url(#d-${state}-${hue})`);
  return s(
    'g',
    {
      class: `tok${kind === 'hex' ? ' hex' : ''}`,
      'data-hue': hue,
      'data-state': state,
      transform: `translate(${p.x} ${p.y})`,
    },
    shape('base'),
    tex,
    shape('rim'),
    s(
      'text',
      { class: 'lbl', 'text-anchor': 'middle', dy: '.35em', style: { 'font-size': kind === 'hex' ? '10px' : '12px' } },
      tag,
    ),
  );
}

/** In the narration's markup. @param {Run} run @param {WaitLink[]} cycle */
function ringSentence(run, cycle) {
  const parts = cycle.map((l) => {
    const thing = l.object === undefined ? '' : run.head.objects[l.object]?.name;
    const held = l.holder === undefined ? '' : `, which [t${l.holder}] holds`;
    return `[t${l.thread}] waits for ${thing ? `\`${thing}\`` : l.cause}${held}`;
  });
  return `${parts.join('; ')}. Nothing can ever run again.`;
}

/** The step at which the first of the ring began to wait for good. @param {Run} run @param {WaitLink[]} cycle */
function firstWait(run, cycle) {
  const waits = cycle
    .map((l) => run.find(run.steps.length + 1, -1, (step) => step.type === 'blocked' && step.thread === l.thread))
    .filter((p) => p !== undefined);
  return waits.length ? Math.min(...waits) : 0;
}
