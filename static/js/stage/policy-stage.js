/**
 * The stage of the scheduling lab: what the policy keeps of those who are ready (a queue, levels, a line of virtual
 * time, tickets, deadlines), the cores, and who waits off them. A function of the machine's state and the moment.
 */
import { clamp, s, write } from '../ui/dom.js';
import { duration, thousands } from '../ui/format.js';
import { wake } from '../ui/frame.js';
import { zoom } from '../ui/theme.js';
import { threadTexture } from '../replay/lanes.js';
import { rankOf } from '../lab/policies.js';
import { Dials } from './dials.js';
import { planPolicy } from './policy-layout.js';
import { PolicyScale } from './policy-scale.js';
import { Tokens, textures } from './tokens.js';
import { threadWords } from './words.js';

/**
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('../replay/state.js').MachineState} MachineState
 * @typedef {import('../replay/state.js').Thread} Thread
 * @typedef {import('../lab/policies.js').Policy} Policy
 * @typedef {import('./policy-layout.js').PolicyPlan} PolicyPlan
 * @typedef {import('./tokens.js').Wanted} Wanted
 * @typedef {import('./threads-stage.js').View} View
 */

/** Ended processes that stand at the lower edge. */
const PARKING = 12;

export class PolicyStage {
  /** @param {HTMLElement} el @param {{ pick: (who: string) => void, again: () => void }} on */
  constructor(el, on) {
    this.el = el;
    this.on = on;
    this.svg = s('svg', {
      class: 'stage-svg',
      role: 'group',
      tabindex: 0,
      'aria-label': 'Ready processes, cores and devices',
    });
    el.prepend(this.svg);
    /** @type {Run | undefined} */ this.run = undefined;
    /** @type {Policy | undefined} */ this.policy = undefined;
    /** @type {PolicyPlan | undefined} */ this.plan = undefined;
    this.laidFor = '';
    /** @type {Run | undefined} */ this.laidRun = undefined;
    new ResizeObserver(() => this.refresh()).observe(el);
    this.svg.addEventListener('click', (e) => {
      const id = /** @type {Element} */ (e.target).closest('.tok')?.getAttribute('data-id');
      if (id) on.pick(id);
    });
  }

  /** @param {Run} run @param {Policy} policy */
  load(run, policy) {
    this.run = run;
    this.policy = policy;
    this.refresh();
  }

  /** Everything the engine says of the machine. @returns {any} */
  get machine() {
    const machine = /** @type {any} */ (this.run?.machine ?? {});
    return { ...machine, ...machine.scheduling };
  }

  /** A queue for each core. */
  get perCore() {
    const { placement, cores } = this.machine;
    return cores > 1 && placement !== undefined && placement !== 'shared';
  }

  /** How many levels the policy has, as far as one can see. */
  get levels() {
    const run = /** @type {Run} */ (this.run);
    const { machine } = this;
    const told =
      Math.max(0, ...run.head.threads.map((t) => (t && this.policy ? (rankOf(this.policy, t) ?? 0) : 0))) + 1;
    return clamp(Math.max(Number(policyLevels(machine, this.policy?.key)), told), 1, 8);
  }

  /** Lays out again when the room or the needs have changed. */
  refresh() {
    const { run, policy } = this;
    if (!run || !policy) return;
    const width = this.el.clientWidth;
    const height = this.el.clientHeight;
    if (width < 40 || height < 40) return;
    const shape = this.perCore && policy.shape !== 'line' ? 'cores' : policy.shape;
    const levels = shape === 'levels' ? this.levels : 0;
    const valued = policy.value !== undefined && run.head.threads.some((t) => t && rankOf(policy, t) !== undefined);
    const key = [
      policy.key,
      policy.caption,
      shape,
      levels,
      valued,
      width,
      height,
      zoom(),
      run.population,
      run.lanes.revision,
    ].join();
    if (key === this.laidFor && this.laidRun === run) return;
    this.laidFor = key;
    this.laidRun = run;
    this.shape = shape;
    this.valued = valued;
    const { cores } = run.machine;
    const plan = (this.plan = planPolicy(width, height, {
      shape,
      channels: shape === 'levels' ? levels : cores,
      cores,
      tracks: run.lanes.seats.get('track') ?? 0,
      values: valued && (shape === 'queue' || shape === 'tickets'),
    }));
    this.draw(plan, run, policy);
    this.on.again();
  }

  /** @param {PolicyPlan} plan @param {Run} run @param {Policy} policy */
  draw(plan, run, policy) {
    for (const name of ['width', 'height']) this.svg.setAttribute(name, String(name === 'width' ? plan.W : plan.H));
    this.svg.setAttribute('viewBox', `0 0 ${plan.W} ${plan.H}`);
    const back = s('g', { class: 'plan' });
    const live = s('g');
    const top = s('g', { class: 'tokens' });
    const hues = new Set([...run.people().values()].map((w) => w.hue));
    this.svg.replaceChildren(textures(hues, 'p'), back, live, top);
    const text = (
      /** @type {number} */ x,
      /** @type {number} */ y,
      /** @type {string} */ str,
      cls = 'lab',
      anchor = 'start',
      to = back,
    ) => {
      const el = s('text', { x, y, class: cls, 'text-anchor': anchor }, str);
      to.append(el);
      return el;
    };
    if (plan.channels.length <= 1 && policy.caption) text(plan.pad, plan.top, policy.caption);
    plan.channels.forEach((c, i) => {
      back.append(
        s('path', {
          class: 'tray',
          d: `M${c.x + 6} ${c.y}H${c.x + c.w - 16}L${c.x + c.w} ${c.y + c.h / 2}L${c.x + c.w - 16} ${c.y + c.h}H${c.x + 6}a6 6 0 0 1 -6 -6V${c.y + 6}a6 6 0 0 1 6 -6Z`,
        }),
      );
      if (this.shape !== 'levels' && this.shape !== 'cores') return;
      const slice = this.shape === 'levels' ? this.sliceOf(i) : 0;
      const two = plan.wide && slice > 0 && c.h > 30;
      text(plan.pad, c.cy + (two ? -1 : 4), this.shape === 'cores' ? `core ${i}` : `queue ${i}`, 'strong');
      if (two) text(plan.pad, c.cy + 14, `slice ${duration(slice)}`, 'note');
    });
    this.more = plan.channels.map((c) => text(c.x + 10, c.cy + 4, '', 'note', 'start', live));
    this.scale = plan.line ? new PolicyScale(plan, policy, live) : undefined;
    this.tickets = plan.strip ? s('g', { transform: `translate(${plan.strip.x} ${plan.strip.y})` }) : undefined;
    if (this.tickets) live.append(this.tickets);
    const names = run.machine.cores === 1 ? { names: ['the core'] } : {};
    this.dials = new Dials(plan, run, back, live, {
      ...names,
      lap: (t) => this.lap(t),
      note: (t, now, lap) => this.note(t, now, lap),
    });
    const first = plan.tracks[0];
    if (first) text(first.left, first.y - (plan.wide ? 30 : 24), plan.wide ? 'waiting, off the cores' : 'waiting');
    this.tracks = plan.tracks.map((at) => {
      const g = s(
        'g',
        { class: 'trk' },
        s('line', { class: 'rail', x1: at.left, x2: at.right, y1: at.y, y2: at.y }),
        s('line', { class: 'stop', x1: at.left, x2: at.left, y1: at.y - 10, y2: at.y + 10 }),
      );
      back.append(g);
      return { g, note: text(at.right, at.y - (plan.wide ? 23 : 17), '', 'note', 'end', live) };
    });
    this.values = s('g');
    live.append(this.values);
    this.tokens = new Tokens(top, 'p', plan.r);
  }

  /** The slice of a level. @param {number} level */
  sliceOf(level) {
    const m = this.machine;
    const growth = this.policy?.key === 'mlfq' ? m.level_growth : m.growth;
    return (m.quantum_ns ?? 0) * (growth ?? 1) ** level;
  }

  /** One lap of a dial: the slice, or the burst where there are none. @param {Thread} t */
  lap(t) {
    const { policy } = this;
    if (!policy) return 0;
    if (!policy.slices) return t.sched.get('remaining') ?? 0;
    if (policy.shape === 'levels') return this.sliceOf(rankOf(policy, t) ?? 0);
    return t.sched.get('slice') || (this.run?.machine.quantum_ns ?? 0);
  }

  /** @param {Thread} t @param {number} now @param {number} lap */
  note(t, now, lap) {
    if (!lap) return `running for ${duration(now - t.runsFrom)}`;
    if (this.policy?.slices) return `slice ${duration(lap)}`;
    return `${duration(Math.max(0, lap - (now - t.runsFrom)))} to go`;
  }

  /** Those who are ready, whoever runs next first. @param {MachineState} state @returns {Thread[]} */
  order(state) {
    const { policy } = this;
    const list = state.ready.map((id) => state.threads[id]).filter((t) => t !== undefined);
    if (policy?.unordered) return list.sort((a, b) => a.id - b.id);
    if (!policy || policy.value === undefined || policy.shape === 'levels') return list;
    const sign = policy.descending ? -1 : 1;
    return list
      .map((t, i) => ({ t, i, rank: rankOf(policy, t) }))
      .sort((a, b) =>
        a.rank === undefined || b.rank === undefined ? a.i - b.i : sign * (a.rank - b.rank) || a.i - b.i,
      )
      .map((x) => x.t);
  }

  /** @param {View} view */
  render({ run, state, t, travel, jump, chosen, span }) {
    const { plan, policy } = this;
    if (!plan || !policy || !this.dials || !this.tokens) return;
    /** @type {Wanted[]} */
    const wanted = [];
    const people = run.people();
    const add = (
      /** @type {Thread} */ th,
      /** @type {{ x: number, y: number, place: string, scale?: number }} */ seat,
    ) => {
      const who = people.get(`t${th.id}`);
      if (!who) return;
      const late = th.deadline !== undefined && t > th.deadline && th.status !== 'done' && th.status !== 'blocked';
      wanted.push({
        id: who.key,
        tag: who.tag,
        hue: who.hue,
        name: who.name,
        state: threadTexture(th),
        say: threadWords(th),
        chosen: chosen === who.key,
        late,
        ...seat,
      });
    };
    for (const core of state.cores) {
      const th = state.thread(core.thread);
      const dial = this.dials.list[core.id];
      if (th && dial) add(th, { x: dial.x, y: dial.y, scale: this.dials.tokenScale, place: `core${core.id}` });
    }
    const ready = this.order(state);
    if (this.scale) this.scale.draw(state, ready, t, people, (th, seat) => add(th, seat));
    else this.queues(ready, add);
    this.waiting(state, t, add);
    let ended = 0;
    for (const th of state.threads) {
      if (th?.status !== 'done' || ended >= PARKING) continue;
      add(th, { x: plan.ended.x - ended * 24, y: plan.ended.y, scale: plan.wide ? 0.56 : 0.7, place: `end${ended}` });
      ended += 1;
    }
    this.strip(ready, state, people);
    this.tokens.set(wanted, travel, jump);
    this.dials.draw(state, t, span);
  }

  /** @param {Thread[]} ready @param {(th: Thread, seat: { x: number, y: number, place: string, scale?: number }) => void} add */
  queues(ready, add) {
    const plan = /** @type {PolicyPlan} */ (this.plan);
    const policy = /** @type {Policy} */ (this.policy);
    const counts = plan.channels.map(() => 0);
    const labels = [];
    const row = (/** @type {Thread} */ t) =>
      this.shape === 'levels' ? (rankOf(policy, t) ?? 0) : this.shape === 'cores' ? (t.queue ?? 0) : 0;
    for (const th of ready) {
      const level = clamp(row(th), 0, plan.channels.length - 1);
      const c = plan.channels[level];
      if (!c) continue;
      const n = counts[level] ?? 0;
      counts[level] = n + 1;
      const scale = Math.min(1, (c.h - 6) / (2 * plan.r));
      const gap = plan.r * 2 * scale + (this.valued && plan.wide ? 16 : 8);
      const x = c.x + c.w - 22 - plan.r - n * gap;
      if (x - plan.r < c.x + 34 && ready.length > n + 1) continue;
      add(th, { x, y: c.cy, scale, place: `q${level}.${n}` });
      const value = this.valued && this.shape !== 'levels' && this.shape !== 'cores' ? rankOf(policy, th) : undefined;
      if (value !== undefined)
        labels.push(
          s('text', { class: 'note', 'text-anchor': 'middle', x, y: c.cy + plan.r + 14 }, valueText(policy, value)),
        );
    }
    this.values?.replaceChildren(...labels);
    plan.channels.forEach((c, i) => {
      const gap = plan.r * 2 * Math.min(1, (c.h - 6) / (2 * plan.r)) + (this.valued && plan.wide ? 16 : 8);
      const room = Math.max(1, Math.floor((c.w - 22 - 2 * plan.r - 34) / gap) + 1);
      const over = (counts[i] ?? 0) - room;
      const el = this.more?.[i];
      if (el) write(el, over > 0 ? `+${thousands(over)}` : '');
    });
  }

  /** @param {MachineState} state @param {number} t @param {(th: Thread, seat: { x: number, y: number, place: string }) => void} add */
  waiting(state, t, add) {
    const plan = /** @type {PolicyPlan} */ (this.plan);
    const used = new Set();
    for (const th of state.threads) {
      if (th?.status !== 'blocked') continue;
      const track = plan.tracks[th.row];
      if (!track) continue;
      used.add(th.row);
      const p = th.until === undefined ? 0.5 : clamp((t - th.since) / Math.max(1, th.until - th.since), 0, 1);
      add(th, { x: track.x1 + (track.x0 - track.x1) * p, y: track.y, place: `track${th.row}` });
      const note = this.tracks?.[th.row]?.note;
      if (note) write(note, th.until === undefined ? '' : duration(Math.max(0, th.until - t)));
    }
    this.tracks?.forEach((track, i) => {
      track.g.classList.toggle('on', used.has(i));
      if (!used.has(i)) write(track.note, '');
    });
  }

  /** Everybody's tickets in a row, and which one was drawn.
   * @param {Thread[]} ready @param {MachineState} state @param {Map<string, import('../replay/entities.js').Who>} people */
  strip(ready, state, people) {
    const { tickets: g, plan } = this;
    if (!g || !plan?.strip) return;
    const running = state.cores.map((c) => state.thread(c.thread)).filter((th) => th !== undefined);
    const list = [...running, ...ready].sort((a, b) => a.id - b.id);
    const of = (/** @type {Thread} */ th) => Math.max(1, th.sched.get('tickets') ?? 1);
    const total = list.reduce((a, th) => a + of(th), 0) || 1;
    const parts = [];
    let x = 0;
    for (const th of list) {
      const w = (of(th) / total) * plan.strip.w;
      const hue = people.get(`t${th.id}`)?.hue ?? 0;
      parts.push(s('rect', { x, width: Math.max(1, w - 1.5), height: 12, rx: 2, fill: `var(--h${hue})` }));
      if (w / of(th) > 5)
        for (let k = 1; k < of(th); k++)
          parts.push(s('line', { class: 'cut', x1: x + (w * k) / of(th), x2: x + (w * k) / of(th), y1: 0, y2: 12 }));
      x += w;
    }
    const drawn = /ticket (\d+) of (\d+)/.exec(state.decision?.rule ?? '');
    if (drawn) {
      const at = ((Number(drawn[1]) + 0.5) / Number(drawn[2])) * plan.strip.w;
      parts.push(
        s('path', { class: 'drawn', d: `M${at} 14l5 8h-10z` }),
        s(
          'text',
          { class: 'note', x: clamp(at, 40, plan.strip.w - 40), y: 34, 'text-anchor': 'middle' },
          `ticket ${drawn[1]} drawn`,
        ),
      );
    }
    g.replaceChildren(...parts);
  }

  /** @param {number} now @returns {boolean} */
  frame(now) {
    return this.tokens?.draw(now) ?? false;
  }

  wake() {
    wake();
  }
}

/** @param {any} machine @param {string | undefined} policy */
const policyLevels = (machine, policy) => (policy === 'mlfq' ? (machine.levels ?? 3) : 3);

/** The value that ranks, as it stands under a token. @param {Policy} policy @param {number} v */
export function valueText(policy, v) {
  if (policy.key === 'hrrn') return (v / 1000).toFixed(2);
  if (policy.key === 'sjf' || policy.key === 'srtf' || policy.key === 'rm') return duration(v);
  return String(v);
}
