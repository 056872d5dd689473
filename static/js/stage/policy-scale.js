/**
 * A line that those who are ready stand on: virtual time with eligibility and virtual deadlines (CFS, EEVDF), passes
 * (stride), or the way to the deadlines (EDF, RM, fixed priorities), where everybody drifts towards now.
 */
import { s } from '../ui/dom.js';
import { duration } from '../ui/format.js';
import { rankOf } from '../lab/policies.js';
import { stepOf } from './policy-layout.js';

/**
 * @typedef {import('./policy-layout.js').PolicyPlan} PolicyPlan
 * @typedef {import('../lab/policies.js').Policy} Policy
 * @typedef {import('../replay/state.js').MachineState} MachineState
 * @typedef {import('../replay/state.js').Thread} Thread
 * @typedef {(th: Thread, seat: { x: number, y: number, place: string, scale?: number }) => void} Add
 */

export class PolicyScale {
  /** @param {PolicyPlan} plan @param {Policy} policy @param {SVGGElement} layer */
  constructor(plan, policy, layer) {
    this.plan = plan;
    this.policy = policy;
    this.at = /** @type {NonNullable<PolicyPlan['line']>} */ (plan.line);
    this.g = s('g');
    layer.append(this.g);
  }

  /** The value of a thread on this line. @param {Thread} th @returns {number | undefined} */
  valueOf(th) {
    return this.policy.shape === 'deadlines' ? th.deadline : rankOf(this.policy, th);
  }

  /** @param {MachineState} state @param {Thread[]} ready @param {number} t @param {Map<string, import('../replay/entities.js').Who>} people @param {Add} add */
  draw(state, ready, t, people, add) {
    const due = this.policy.shape === 'deadlines';
    const running = state.cores.map((c) => state.thread(c.thread)).filter((th) => th !== undefined);
    const { x0, x1, y } = this.at;
    const { plan } = this;
    const values = [...ready, ...running].flatMap((th) => {
      const v = this.valueOf(th);
      const d = due ? undefined : th.sched.get('virtual_deadline');
      return [v, d].filter((n) => n !== undefined);
    });
    const unit = due ? 1e6 : this.policy.key === 'stride' ? 1 : 1e6;
    let low = due ? t : Math.min(...values, Infinity);
    let high = Math.max(...values, low + (due ? 1e6 : unit));
    if (!Number.isFinite(low)) [low, high] = [0, 10 * unit];
    const step = stepOf(Math.max(high - low, unit), plan.wide ? 8 : 5);
    if (!due) low = Math.floor(low / step) * step;
    high = due
      ? low + Math.max(step, Math.ceil((high - low) / step) * step)
      : Math.max(low + step, Math.ceil(high / step) * step);
    const X = (/** @type {number} */ v) => x0 + ((Math.max(low, Math.min(high, v)) - low) / (high - low)) * (x1 - x0);
    const below = this.policy.key === 'eevdf' ? 24 : due ? 6 : 0;
    /** @type {SVGElement[]} */
    const parts = [s('line', { class: 'axisl', x1: plan.pad, x2: plan.W - plan.pad, y1: y, y2: y })];
    const first = due ? 0 : low;
    for (let v = first; v <= (due ? high - low : high) + step * 1e-6; v += step) {
      const px = X(due ? low + v : v);
      const text = due ? (v === 0 ? 'now' : `+${duration(v)}`) : String(+(v / unit).toFixed(6));
      parts.push(
        s('line', { class: 'tick', x1: px, x2: px, y1: y + below, y2: y + below + 6 }),
        s('text', { class: 'tickn', x: px, y: y + below + 19, 'text-anchor': 'middle' }, text),
      );
    }
    /** @type {number[]} */
    const taken = [];
    ready.forEach((th, i) => {
      const v = this.valueOf(th);
      const x = v === undefined ? x1 : X(v);
      const clash = taken.filter((o) => Math.abs(o - x) < plan.r * 2 + 2).length;
      taken.push(x);
      add(th, { x, y: y - plan.r - 6 - clash * plan.r * 1.35, place: due ? `due${i}` : `v${v}` });
      const hue = people.get(`t${th.id}`)?.hue ?? 0;
      const d = th.sched.get('virtual_deadline');
      if (this.policy.key === 'eevdf' && d !== undefined) {
        const row = y + 5 + (i % 4) * 5;
        const eligible = th.sched.get('eligible') !== 0;
        parts.push(
          s('path', {
            class: `dlm${eligible ? '' : ' not'}`,
            'data-hue': hue,
            d: `M${x} ${row}H${X(d)}M${X(d)} ${row - 4}V${row + 4}`,
          }),
        );
      }
      if (due && this.policy.key !== 'edf') {
        const rank = rankOf(this.policy, th);
        if (rank !== undefined)
          parts.push(
            s(
              'text',
              { class: 'note', x, y: y - plan.r * 2 - 12 - clash * plan.r * 1.35, 'text-anchor': 'middle' },
              this.policy.key === 'rm' ? duration(rank) : String(rank),
            ),
          );
      }
    });
    for (const th of running) {
      const v = this.valueOf(th);
      const hue = people.get(`t${th.id}`)?.hue ?? 0;
      if (v !== undefined) parts.push(s('path', { class: 'runmark', 'data-hue': hue, d: `M${X(v)} ${y}l5 -9h-10z` }));
    }
    const fair = this.fairPoint([...ready, ...running]);
    if (fair !== undefined)
      parts.push(
        s('line', { class: 'fairl', x1: X(fair), x2: X(fair), y1: y - plan.r * 2 - 14, y2: y + 22 }),
        s('text', { class: 'note', x: X(fair) + 5, y: y - plan.r * 2 - 8 }, 'eligible up to here'),
      );
    this.g.replaceChildren(...parts);
  }

  /** The average virtual runtime: whoever stands left of it or on it may run. @param {Thread[]} list */
  fairPoint(list) {
    if (this.policy.key !== 'eevdf') return undefined;
    for (const th of list) {
      const v = th.sched.get('virtual_time');
      if (v !== undefined) return v;
    }
    return undefined;
  }
}
