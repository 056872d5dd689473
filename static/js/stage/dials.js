/**
 * The cores, a dial each. The ring is this turn on the core against the quantum; the outer arc is how long the GIL
 * has been held against the switch interval, and the GIL hexagon is its hand.
 */
import { s, write, clamp } from '../ui/dom.js';
import { duration } from '../ui/format.js';
import { sharesOf } from '../replay/lanes.js';
import { arc } from './geometry.js';

/**
 * @typedef {import('./threads-layout.js').Plan} Plan
 * @typedef {import('../replay/state.js').MachineState} MachineState
 * @typedef {import('../replay/run.js').Run} Run
 *
 * @typedef {object} Dial
 * @property {number} x
 * @property {number} y
 * @property {SVGPathElement} slice
 * @property {SVGGElement} shares  Who ran lately, when that changes faster than it can be drawn.
 * @property {SVGPathElement} held
 * @property {SVGCircleElement} switching
 * @property {SVGTextElement} inside
 * @property {SVGTextElement} note
 * @property {SVGGElement} marks  The ticks.
 * @property {number} marked  The length of the lap they are for.
 *
 * @typedef {object} Face  What a dial shows of a turn, when it is not the machine's quantum.
 * @property {(t: import('../replay/state.js').Thread) => number} lap  Length of one lap, 0 for none.
 * @property {(t: import('../replay/state.js').Thread, now: number, lap: number) => string} note
 * @property {string[]} [names]  Of the cores.
 */

export class Dials {
  /** @param {Pick<Plan, 'R' | 'wide' | 'short' | 'dials'>} plan @param {Run} run @param {SVGGElement} back  fixed parts @param {SVGGElement} live @param {Face} [face] */
  constructor(plan, run, back, live, face) {
    this.plan = plan;
    this.face = face;
    this.run = run;
    this.small = plan.R < 58;
    /** @type {Dial[]} */
    this.list = plan.dials.map((at, i) => this.make(at.x, at.y, i, back, live));
  }

  /** The length of one lap, or 0 when nothing is taken away.
   * @returns {number} */
  get quantum() {
    const { machine } = this.run;
    return machine.policy === 'fcfs' ? 0 : machine.quantum_ns;
  }

  /** @param {number} x @param {number} y @param {number} i @param {SVGGElement} back @param {SVGGElement} live @returns {Dial} */
  make(x, y, i, back, live) {
    const { R, wide, short, dials } = this.plan;
    const gil = this.run.hasGil;
    const g = s(
      'g',
      { class: 'dial', transform: `translate(${x} ${y})` },
      s('circle', { class: 'well', r: R }),
      s('circle', { class: 'track', r: R - 6 }),
    );
    back.append(g);
    const marks = s('g');
    g.append(marks);
    if (!this.small && !this.face) this.ticks(marks, this.quantum);
    const label = this.face?.names?.[i] ?? `core ${i}`;
    if (short)
      g.append(s('text', { class: 'corelab in', 'text-anchor': 'middle', y: R > 52 ? R * 0.66 : R + 22 }, label));
    else if (!wide || dials.length > 8)
      g.append(
        s('text', { class: 'corelab', 'text-anchor': 'middle', y: R + (wide ? 18 : 26) }, R < 30 ? `c${i}` : label),
      );
    else
      g.append(
        s(
          'text',
          { class: 'corelab', 'text-anchor': 'middle', y: -R - (gil ? (this.small ? 28 : 31) : this.small ? 13 : 18) },
          label,
        ),
      );
    const slice = s('path', { class: 'slice' });
    const shares = s('g');
    const held = s('path', { class: 'gilarc' });
    const switching = s('circle', { class: 'swring', r: R - 6 });
    const inside = s('text', { class: 'dl1', 'text-anchor': 'middle', y: 5 });
    const note = s('text', { class: 'dl2', 'text-anchor': 'middle', y: R + (this.small ? 24 : gil ? 41 : 26) });
    live.append(s('g', { transform: `translate(${x} ${y})` }, switching, slice, shares, held, inside, note));
    return { x, y, slice, shares, held, switching, inside, note, marks, marked: this.face ? -1 : this.quantum };
  }

  /** Tick marks in even steps of a lap; numerals where there is room.
   * @param {SVGGElement} g @param {number} lap */
  ticks(g, lap) {
    const { R, short } = this.plan;
    const q = (lap || 4e6) / 1e6;
    const per = q <= 0.5 ? 20 : q <= 2 ? 10 : q <= 6 ? 5 : q <= 10 ? 2 : 1;
    const count = Math.round(clamp(q * per, 4, 100));
    const whole = Math.abs(q * per - count) < 1e-9;
    for (let k = 0; k < count; k++) {
      const a = (k / count) * Math.PI * 2 - Math.PI / 2;
      const major = whole && k % per === 0 && (q <= 10 || k % 5 === 0);
      const [r0, r1] = [R - 13, R - (major ? 21 : 16.5)];
      g.append(
        s('line', {
          class: major ? 'tick maj' : 'tick',
          x1: r0 * Math.cos(a),
          y1: r0 * Math.sin(a),
          x2: r1 * Math.cos(a),
          y2: r1 * Math.sin(a),
        }),
      );
      if (!major || R <= 74 || q > 10 || short || !lap) continue;
      g.append(
        s(
          'text',
          { class: 'tickn', 'text-anchor': 'middle', x: (R - 30) * Math.cos(a), y: (R - 30) * Math.sin(a) + 4 },
          k === 0 ? +q.toFixed(1) : k / per,
        ),
      );
    }
  }

  /** @param {MachineState} state @param {number} t @param {number} span  how much virtual time has just flown by; 0 when one can follow */
  draw(state, t, span) {
    const { R, short, dials } = this.plan;
    const people = this.run.people();
    const quiet = this.small || short || dials.length > 4 || (this.face !== undefined && !this.plan.wide);
    state.cores.forEach((core, i) => {
      const dial = this.list[i];
      if (!dial) return;
      const shares = span > 0 ? sharesOf(this.run.lanes.cores[i], t - span, t) : undefined;
      if (shares && shares.size > 1) return this.drawShares(dial, shares, span, core.thread === undefined);
      if (dial.shares.firstChild) dial.shares.replaceChildren();
      const thread = state.thread(core.thread);
      const who = thread && people.get(`t${thread.id}`);
      const switching = thread !== undefined && t < thread.runsFrom;
      dial.switching.style.display = switching ? '' : 'none';
      write(dial.inside, thread || R < 28 ? '' : 'idle');
      if (!thread || !who) {
        dial.slice.setAttribute('d', '');
        dial.held.setAttribute('d', '');
        const wants = state.threads.find((x) => x?.status === 'blocked' && x.cause === 'gil');
        const idle = wants
          ? `${people.get(`t${wants.id}`)?.tag ?? ''} needs the GIL`
          : state.exit === undefined
            ? state.ready.length > 0
              ? ''
              : 'nothing is ready'
            : 'switched off';
        write(dial.note, quiet ? '' : idle);
        dial.inside.setAttribute('class', 'dl1 soft');
        return;
      }
      if (switching) {
        dial.slice.setAttribute('d', '');
        dial.held.setAttribute('d', '');
        write(dial.note, quiet ? '' : `switching, ${duration(thread.runsFrom - thread.since)}`);
        return;
      }
      const ran = t - thread.runsFrom;
      const lap = this.face ? this.face.lap(thread) : this.quantum;
      if (dial.marked !== lap && !this.small) {
        dial.marked = lap;
        dial.marks.replaceChildren();
        if (lap) this.ticks(dial.marks, lap);
      }
      const f = lap ? (ran % lap) / lap || (ran > 0 ? 1 : 0) : 1;
      dial.slice.setAttribute('d', arc(0, 0, R - 6, 0, Math.max(0.002, f)));
      dial.slice.style.stroke = `var(--h${who.hue})`;
      write(
        dial.note,
        quiet
          ? ''
          : this.face
            ? this.face.note(thread, t, lap)
            : [functionOf(thread), thread.line && `line ${thread.line}`].filter(Boolean).join(', '),
      );
      const gil = state.gils[thread.process];
      const share = gil?.holder === thread.id ? clamp((t - gil.since) / this.run.machine.switch_interval_ns, 0, 1) : 0;
      dial.held.setAttribute('d', gil?.holder === thread.id ? arc(0, 0, R + 7, 0, Math.max(0.002, share)) : '');
    });
  }

  /** The ring split among those who ran. @param {Dial} dial @param {Map<number, number>} shares @param {number} span @param {boolean} idle */
  drawShares(dial, shares, span, idle) {
    const { R } = this.plan;
    let from = 0;
    dial.shares.replaceChildren(
      ...[...shares].map(([thread, ns]) => {
        const to = from + ns / span;
        const path = s('path', { class: 'slice', d: arc(0, 0, R - 6, from, Math.min(1, to)) });
        path.style.stroke = `var(--h${this.run.who(thread)?.hue ?? 0})`;
        from = to;
        return path;
      }),
    );
    dial.slice.setAttribute('d', '');
    dial.held.setAttribute('d', '');
    dial.switching.style.display = 'none';
    write(dial.inside, idle && R >= 28 ? 'idle' : '');
    write(dial.note, '');
  }

  /** Size of a token on a dial. */
  get tokenScale() {
    const { R } = this.plan;
    return R > 84 ? 1.55 : R > 58 ? 1.25 : R > 40 ? 1.05 : R > 26 ? 0.86 : 0.62;
  }
}

/** What a thread runs, shortly.
 * @param {import('../replay/state.js').Thread} t */
export const functionOf = (t) => (t.frames.at(-1)?.function || t.function || '').replace(/^<module>$/, 'the program');
