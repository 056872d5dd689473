/**
 * The event loop as a stage. When a call blocks the loop, the channel fills with red for as long as it lasts and
 * everybody who is overdue says by how much.
 */
import { s, clamp, write } from '../ui/dom.js';
import { duration } from '../ui/format.js';
import { segmentAt, taskTexture } from '../replay/lanes.js';
import { arc, onCircle } from './geometry.js';
import { BAYS, drawBays, drawChannel, planLoop } from './loop-layout.js';
import { Tokens, textures } from './tokens.js';
import { loopAwaits, taskWords } from './words.js';

/**
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('../replay/state.js').MachineState} MachineState
 * @typedef {import('../replay/state.js').Task} Task
 * @typedef {import('../replay/state.js').Loop} Loop
 * @typedef {import('./tokens.js').Wanted} Wanted
 * @typedef {import('./threads-stage.js').View} View
 */

/** The channel is full after this long, or when the call ends. */
const FULL = 60e6;
/** A timer this much behind counts as late. */
const LATE = 0.3e6;

/** @type {Record<string, string>} */
const BAY_TEXTURE = { timer: 'sleep', socket: 'io' };

export class LoopStage {
  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    this.svg = svg;
    /** @type {import('./loop-layout.js').LoopPlan | undefined} */ this.plan = undefined;
    /** @type {Map<string, ({ hue: number, late: boolean } | undefined)[]>} Marks by bay and seat. */ this.fields =
      new Map();
    /** What the stack in the middle shows. */
    this.framesFor = '';
  }

  /** @param {Run} run @param {number} width @param {number} height */
  layout(run, width, height) {
    this.run = run;
    const most = (/** @type {string[]} */ states) =>
      states.reduce((a, k) => a + (run.lanes.seats.get(`task:${k}`) ?? 0), 0);
    const list = BAYS.map(
      ([name, label, states]) => /** @type {[string, string, number]} */ ([name, label, most(states)]),
    ).filter((b) => b[2] > 0);
    const plan = (this.plan = planLoop(width, height, list.length));
    const { svg } = this;
    svg.setAttribute('viewBox', `0 0 ${plan.W} ${plan.H}`);
    svg.setAttribute('width', String(plan.W));
    svg.setAttribute('height', String(plan.H));
    const defs = textures(new Set([...run.people().values()].map((w) => w.hue)), 'a');
    defs.append(
      s(
        'pattern',
        { id: 'hot', width: 9, height: 9, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
        s('rect', { width: 9, height: 9, fill: 'var(--wrong-tint)' }),
        s('rect', { width: 3.6, height: 9, fill: 'var(--wrong)' }),
      ),
    );
    const back = s('g', { class: 'plan' });
    const live = s('g');
    const top = s('g', { class: 'tokens' });
    svg.replaceChildren(defs, back, live, top);
    const owner = run.head.mainLoop && run.who(run.head.mainLoop.thread);
    drawChannel(plan, back, defs, owner?.name ?? 'the loop');
    const { cx, cy, R, channel, wide, pad, W, H } = plan;
    this.bays = drawBays(plan, list, back, live);
    this.hot = s('path', { class: 'hotring', 'stroke-width': channel - 1 });
    this.edge = s('path', { class: 'hotedge' });
    this.hand = s('path', { class: 'hand', d: 'M-6 -5L7 0L-6 5Z' });
    this.big = s('text', { class: 'm1', 'text-anchor': 'middle' });
    this.under = s('text', { class: 'm2', 'text-anchor': 'middle' });
    this.frames = s('g');
    this.turn = s('text', { class: 'note', 'text-anchor': 'middle', x: cx, y: cy + R - channel / 2 - (wide ? 18 : 9) });
    const end = onCircle(cx, cy, R, 0.6);
    this.readyMore = s('text', { class: 'note', 'text-anchor': 'middle', x: end.x, y: end.y + 4 });
    this.gather = s('text', { class: 'note', x: pad, y: H - (wide ? 62 : 46) });
    this.ended = s('text', { class: 'note', 'text-anchor': 'end', x: W - pad, y: 32 });
    live.append(
      this.hot,
      this.edge,
      this.hand,
      s('g', { transform: `translate(${cx} ${cy})` }, this.big, this.under, this.frames),
      this.turn,
      this.gather,
      this.ended,
      this.readyMore,
    );
    this.tokens = new Tokens(top, 'a', plan.r);
    this.framesFor = '';
  }

  /** @param {View} view @returns {boolean} whether a call blocks the loop now */
  render(view) {
    const { run, state, t, travel, jump } = view;
    const { plan, tokens, bays } = this;
    const loop = state.mainLoop;
    if (!plan || !tokens || !bays) return false;
    const blocking = loop?.blocking;
    this.svg.classList.toggle('blocked', blocking !== undefined);
    for (const bay of bays.values())
      for (const row of bay.rows)
        (write(row.note, ''), row.note.classList.remove('bad'), row.g.classList.remove('on', 'over'));
    const people = run.people();
    this.fields.clear();
    /** @type {Wanted[]} */
    const wanted = [];
    /** @type {Record<string, number>} */
    const count = { done: 0, task: 0 };
    /** @type {Map<string, number>} */
    const hidden = new Map();
    for (const task of state.tasks) {
      if (!task || (loop && task.thread !== loop.thread)) continue;
      const who = people.get(`k${task.id}`);
      if (!who) continue;
      const base = {
        id: who.key,
        tag: who.tag,
        hue: who.hue,
        kind: /** @type {const} */ ('task'),
        name: who.name,
        say: taskWords(task, blocking?.task === task.id),
        state: taskTexture(task),
        size: plan.wide ? (who.tag.length > 3 ? 11 : 12) : 10,
        chosen: who.key === view.chosen || who.key === view.actor,
      };
      const seat = this.seat(task, state, loop, t, count, hidden);
      if (!seat) continue;
      /** @type {Wanted} */
      const w = { ...base, ...seat };
      if (seat.place.startsWith('ready')) w.path = this.wayIn(w);
      wanted.push(w);
    }
    tokens.set(wanted, travel, jump);
    for (const [name, bay] of bays) {
      write(bay.more, hidden.get(name) ? `+${hidden.get(name)}` : '');
      bay.field?.draw(this.fields.get(name) ?? [], BAY_TEXTURE[name] ?? 'lock');
    }
    const queued = wanted.filter((w) => w.place.startsWith('ready')).length;
    const inQueue = loop?.ready.length ?? 0;
    if (this.readyMore) write(this.readyMore, inQueue > queued ? `+${inQueue - queued}` : '');
    if (this.gather) write(this.gather, count.task ? (plan.wide ? 'awaits other tasks' : 'awaits tasks') : '');
    const shown = Math.min(count.done ?? 0, 8);
    if (this.ended)
      (write(this.ended, shown && plan.wide ? `done${(count.done ?? 0) > 8 ? ` ${count.done}` : ''}` : ''),
        this.ended.setAttribute('x', String(plan.W - plan.pad - 22 - (shown - 0.5) * 32)));
    this.middle(view, loop);
    return blocking !== undefined;
  }

  /** @param {Task} task @param {MachineState} state @param {Loop | undefined} loop @param {number} t @param {Record<string, number>} count @param {Map<string, number>} hidden
   * @returns {Pick<Wanted, 'x' | 'y' | 'place' | 'scale' | 'late'> | undefined} */
  seat(task, state, loop, t, count, hidden) {
    const plan = /** @type {import('./loop-layout.js').LoopPlan} */ (this.plan);
    const { cx, cy, R, r, wide, short, W, H, pad } = plan;
    if (task.status === 'running')
      return { x: cx, y: cy - (wide ? (short ? 34 : 50) : 28), scale: wide && !short ? 1.5 : 1.25, place: 'middle' };
    if (task.status === 'ready') {
      const i = loop?.ready.indexOf(task.id) ?? 0;
      const n = loop?.ready.length ?? 1;
      const wanted = (r * 2.3 + 9) / (Math.PI * 2 * R);
      const step = Math.min(wanted, Math.max(wanted * 0.4, 0.36 / Math.max(1, n)));
      const f = 0.985 - wanted * 0.62 - i * step;
      return i < 0 || f < 0.63 ? undefined : { ...onCircle(cx, cy, R, f), place: `ready${i}` };
    }
    if (task.status === 'done') {
      const i = count.done ?? 0;
      count.done = i + 1;
      return i < 8
        ? { x: W - pad - (wide ? 14 : 10) - i * (wide ? 32 : 22), y: wide ? 28 : 14, scale: 0.58, place: `end${i}` }
        : undefined;
    }
    if (task.status === 'task') {
      count.task = (count.task ?? 0) + 1;
      const step = wide ? 56 : 36;
      const x = (wide ? 28 + r * 1.15 : 12 + r * 1.1) + task.row * step;
      return x > W * 0.55 ? undefined : { x, y: H - (wide ? 36 : 26), place: `join${task.row}` };
    }
    const name = BAYS.find((b) => b[2].includes(task.status))?.[0] ?? '';
    const bay = this.bays?.get(name);
    const row = bay?.rows[task.row];
    if (!bay || !row) {
      const i = task.row - (bay?.rows.length ?? 0);
      if (bay?.field && i < bay.field.capacity)
        this.marked(name)[i] = {
          hue: this.run?.people().get(`k${task.id}`)?.hue ?? 0,
          late: task.until !== undefined && t - task.until > LATE,
        };
      else hidden.set(name, (hidden.get(name) ?? 0) + 1);
      return undefined;
    }
    row.g.classList.add('on');
    const late = task.until !== undefined && t - task.until > LATE;
    const p = task.until === undefined ? 0.4 : clamp((t - task.since) / Math.max(1, task.until - task.since), 0, 1);
    row.g.classList.toggle('over', late);
    row.note.classList.toggle('bad', late);
    const text =
      task.until === undefined
        ? wide
          ? task.what
          : ''
        : late
          ? wide
            ? `late ${duration(t - task.until)}`
            : `+${duration(t - task.until)}`
          : wide
            ? duration(Math.max(0, task.until - t))
            : '';
    write(row.note, text.length > 14 ? `${text.slice(0, 13)}…` : text);
    return { x: bay.x1 + (bay.x0 - bay.x1) * p, y: row.y, place: `${name}${task.row}`, late };
  }

  /** Who is a mark in the field of a bay. @param {string} bay */
  marked(bay) {
    let list = this.fields.get(bay);
    if (!list) this.fields.set(bay, (list = []));
    return list;
  }

  /** The way to the ready queue leads along the ring.
   * @param {Wanted} w */
  wayIn(w) {
    const plan = /** @type {import('./loop-layout.js').LoopPlan} */ (this.plan);
    const o = this.tokens?.map.get(w.id);
    if (!o || o.place === w.place || o.place.startsWith('ready') || o.place === 'middle') return undefined;
    const from = { x: o.x, y: o.y };
    const enter = from.x < plan.cx - 30 && from.y > plan.cy ? 0.56 : 0.38;
    const gate = onCircle(plan.cx, plan.cy, plan.R, enter);
    const to = ((Math.atan2(w.y - plan.cy, w.x - plan.cx) + Math.PI / 2) / (Math.PI * 2) + 1) % 1 || 1;
    return (/** @type {number} */ p) =>
      p < 0.3
        ? { x: from.x + ((gate.x - from.x) * p) / 0.3, y: from.y + ((gate.y - from.y) * p) / 0.3 }
        : onCircle(plan.cx, plan.cy, plan.R, enter + ((to - enter) * (p - 0.3)) / 0.7);
  }

  /** What runs and its stack of coroutines, or what the loop does meanwhile.
   * @param {View} view @param {Loop | undefined} loop */
  middle({ run, state, t }, loop) {
    const { plan, big, under, turn, hand, hot, edge } = this;
    if (!plan || !big || !under || !turn || !hand || !hot || !edge) return;
    const { cx, cy, R, channel, wide, short } = plan;
    const blocking = loop?.blocking;
    const task = state.task(loop?.current);
    const frames = task ? stackOf(task, blocking?.what) : [];
    const lines = this.stack(short || !wide ? frames.slice(-1) : frames.slice(-3), blocking !== undefined);
    big.classList.toggle('bad', blocking !== undefined);
    write(under, '');
    if (blocking) {
      write(big, `blocked ${duration(t - blocking.since)}`);
      big.setAttribute('y', String(lines + (wide ? (short ? 14 : 18) : 14)));
    } else if (task) write(big, '');
    else {
      const waits = loop?.mode === 'select';
      const left = duration(Math.max(0, (loop?.until ?? t) - t));
      const awaited = loop && waits && loopAwaits(state, loop, wide ? `the timer due in ${left}` : `a timer, ${left}`);
      write(
        big,
        !loop
          ? 'no loop yet'
          : loop.mode === 'stopped'
            ? 'loop closed'
            : waits
              ? 'waits in select()'
              : 'picks the next task',
      );
      big.setAttribute('y', '0');
      under.setAttribute('y', '20');
      write(under, awaited ? `for ${awaited}` : '');
    }
    write(
      turn,
      loop && loop.turn > 0 && !(blocking && (short || !wide))
        ? short || !wide
          ? `turn ${loop.turn}`
          : `turn ${loop.turn} of the loop`
        : '',
    );
    const f = loop?.mode === 'select' ? 0.5 : 0;
    const p = onCircle(cx, cy, R - channel / 2 - 1, f);
    hand.setAttribute('transform', `translate(${p.x} ${p.y}) rotate(${f === 0 ? 90 : -90})`);
    hand.style.opacity = !loop || loop.mode === 'stopped' ? '0' : '1';
    hand.setAttribute('class', `hand${blocking ? ' bad' : ''}`);
    if (!blocking || !loop) {
      hot.setAttribute('d', '');
      edge.setAttribute('d', '');
      return;
    }
    const known = segmentAt(run.lanes.loops[loop.thread], blocking.since);
    const whole = known && known.t1 !== Infinity ? known.t1 - known.t0 : 0;
    const share = clamp((t - blocking.since) / Math.max(FULL, whole), 0.004, 1);
    const a = onCircle(cx, cy, R - channel / 2, share);
    const b = onCircle(cx, cy, R + channel / 2, share);
    hot.setAttribute('d', arc(cx, cy, R, 0, share));
    edge.setAttribute('d', `M${a.x} ${a.y}L${b.x} ${b.y}`);
  }

  /** Draws the frames; returns where they end.
   * @param {string[]} frames @param {boolean} bad */
  stack(frames, bad) {
    const plan = /** @type {import('./loop-layout.js').LoopPlan} */ (this.plan);
    const { wide, short, R, channel } = plan;
    const height = wide ? 24 : 18;
    const top = short ? -4 : wide ? -6 : 0;
    const key = `${bad}${frames.join('\n')}`;
    if (key !== this.framesFor) {
      this.framesFor = key;
      const width = Math.min(2 * (R - channel / 2) - (wide ? 44 : 26), 190);
      const room = Math.floor(width / (wide ? 7.4 : 6.2));
      this.frames?.replaceChildren(
        ...frames.flatMap((f, i) => {
          const y = top + i * (height + 3);
          const last = i === frames.length - 1;
          return [
            s('rect', {
              class: `frame${last ? ' top' : ''}${bad && last ? ' bad' : ''}`,
              x: -width / 2,
              y,
              width,
              height,
              rx: 4,
            }),
            s(
              'text',
              {
                class: 'mcode',
                x: 0,
                y: y + height / 2 + 4.2,
                'text-anchor': 'middle',
                style: { 'font-size': wide ? '12px' : '10px' },
              },
              f.length > room ? `${f.slice(0, room - 1)}…` : f,
            ),
          ];
        }),
      );
    }
    return top + frames.length * (height + 3);
  }

  /** @param {number} now */
  frame(now) {
    return this.tokens?.draw(now) ?? false;
  }
}

/** The running task's stack, outermost first.
 * @param {Task} task @param {string | undefined} blocking */
function stackOf(task, blocking) {
  const frames = task.frames.map((f) => `${f.function || task.coroutine}()`);
  if (!frames.length) frames.push(`${task.coroutine}()`);
  if (blocking) frames.push(blocking);
  return frames;
}
