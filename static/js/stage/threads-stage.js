/**
 * The machine as a stage: process boxes over the hardware. A function of the machine's state and the moment; what
 * was drawn before only decides from where tokens travel.
 */
import { s, clamp, write } from '../ui/dom.js';
import { amount, duration, elide } from '../ui/format.js';
import { threadTexture } from '../replay/lanes.js';
import { arc } from './geometry.js';
import { planThreads } from './threads-layout.js';
import { Dials } from './dials.js';
import { ProcessBoxes, cellsOf, locksOf } from './process-box.js';
import { PARCEL, Tokens, textures } from './tokens.js';
import { askedOf, standingWords, threadWords } from './words.js';

/**
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('../replay/state.js').MachineState} MachineState
 * @typedef {import('../replay/state.js').Thread} Thread
 * @typedef {import('./threads-layout.js').Plan} Plan
 * @typedef {import('./tokens.js').Wanted} Wanted
 *
 * @typedef {object} View  What to show.
 * @property {Run} run
 * @property {MachineState} state
 * @property {number} t
 * @property {number} travel
 * @property {boolean} jump
 * @property {number} span  Virtual time that has just flown by, when it does so faster than one can follow; else 0.
 * @property {string | undefined} actor  Whose step this is.
 * @property {string | undefined} chosen
 */

/** Processes that get a box. */
const MOST_PROCESSES = 16;
/** Ended threads shown at the boundary of their process. */
const PARKING = 10;

export class ThreadsStage {
  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    this.svg = svg;
    /** @type {Plan | undefined} */ this.plan = undefined;
    /** @type {Map<number, number>} The place of each ended thread at its boundary, in the order they ended. */ this.parked =
      new Map();
  }

  /** @type {Map<number, number>} The track of each thread that waits off the cores, by thread. */
  slots = new Map();

  /** Lays the stage out for a run in a room. @param {Run} run @param {number} width @param {number} height */
  layout(run, width, height) {
    const { lanes, head } = run;
    this.run = run;
    const cells = cellsOf(run);
    this.locks = locksOf(run);
    const seats = (/** @type {string} */ place) =>
      Math.max(0, ...[...lanes.seats].filter(([k]) => k.startsWith(place)).map(([, n]) => n));
    const many = head.processes.length > 1;
    const plan = planThreads(width, height, {
      cores: run.machine.cores,
      processes: Math.min(MOST_PROCESSES, Math.max(1, head.processes.length)),
      gil: run.hasGil,
      seats: { gil: seats('gil'), lock: seats('lock'), join: seats('join') },
      locks: this.locks.length,
      cells: many
        ? Math.max(0, ...head.processes.map((_, i) => cells.filter((c) => c.process === i).length))
        : cells.length,
      tracks: seats('track'),
    });
    this.plan = plan;
    this.svg.setAttribute('viewBox', `0 0 ${plan.W} ${plan.H}`);
    this.svg.setAttribute('width', String(plan.W));
    this.svg.setAttribute('height', String(plan.H));
    const back = s('g', { class: 'plan' });
    const live = s('g', { class: 'livelayer' });
    const top = s('g', { class: 'tokens' });
    this.svg.replaceChildren(textures(new Set([...run.people().values()].map((w) => w.hue)), 'p'), back, live, top);
    this.boxes = new ProcessBoxes(plan, run, cells, this.locks, back, live);
    this.hardware(plan, back, live);
    this.dials = new Dials(plan, run, back, live);
    this.leash = s('path', { class: 'ask' });
    this.rings = s('g');
    live.append(this.rings, this.leash);
    /** @type {Map<number, { track: SVGCircleElement, arc: SVGPathElement, note: SVGTextElement }>} */
    this.ringOf = new Map();
    this.threads = new Tokens(top, 'p', plan.r);
    this.held = new Tokens(top, 'p', plan.wide ? 16 : 13);
    this.locksHeld = new Tokens(top, 'p', plan.wide ? 11 : 9);
    this.parcels = new Tokens(top, 'p', PARCEL.h / 2);
  }

  /** Where the process boxes end and the hardware begins. */
  get floor() {
    const box = this.plan?.processes[0]?.box;
    return box ? box.y + box.h + 14 : 0;
  }

  /** @param {Plan} plan @param {SVGGElement} back @param {SVGGElement} live */
  hardware(plan, back, live) {
    const { ready: q, wide, tracks } = plan;
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
    text(q.x, q.y - 11, wide ? 'ready queue' : 'ready');
    back.append(
      wide
        ? s('path', {
            class: 'tray',
            d: `M${q.x + 6} ${q.y}H${q.x + q.w - 16}L${q.x + q.w} ${q.cy}L${q.x + q.w - 16} ${q.y + q.h}H${q.x + 6}a6 6 0 0 1 -6 -6V${q.y + 6}a6 6 0 0 1 6 -6Z`,
          })
        : s('rect', { class: 'tray', x: q.x, y: q.y, width: q.w - 4, height: q.h, rx: 6 }),
    );
    this.readyMore = text(q.x, q.y + q.h + 18, '', 'note', 'start', live);
    const first = tracks[0];
    if (first) text(first.left, first.y - 38, wide ? 'waiting, off the cores' : 'waiting');
    this.trackMore = first
      ? text(first.left, (tracks.at(-1)?.y ?? 0) + (wide ? 64 : 52), '', 'note', 'start', live)
      : undefined;
    this.tracks = tracks.map((at) => {
      const g = s(
        'g',
        { class: 'trk' },
        s('line', { class: 'rail', x1: at.left + 12, x2: at.right - 12, y1: at.y, y2: at.y }),
        s('line', { class: 'stop', x1: at.left + 12, x2: at.left + 12, y1: at.y - 10, y2: at.y + 10 }),
      );
      back.append(g);
      return { g, note: text(at.left, at.y + (wide ? 36 : 30), '', 'note', 'start', live) };
    });
  }

  /** Where a thread stands; nothing when there is no room for one more.
   * @param {Thread} th @param {MachineState} state @param {number} t @returns {Pick<Wanted, 'x' | 'y' | 'place' | 'scale'> | undefined} */
  seat(th, state, t) {
    const plan = /** @type {Plan} */ (this.plan);
    const { wide, short, r } = plan;
    const box = plan.processes[th.process];
    const several = plan.processes.length > 1;
    if (th.status === 'running') {
      const d = this.dials?.list[th.core ?? 0];
      return d && { x: d.x, y: d.y, scale: this.dials?.tokenScale ?? 1, place: `core${th.core}` };
    }
    if (th.status === 'ready') {
      const i = state.ready.indexOf(th.id);
      const n = state.ready.length;
      const q = plan.ready;
      const room = wide ? q.w - 36 - r : q.h - 2 * r - 10;
      const gap = Math.min(r * 2 + 4, Math.max(11, room / Math.max(1, n - 1)));
      if (i < 0 || i * gap > room + 1) return undefined;
      return wide
        ? { x: q.x + q.w - 36 - i * gap, y: q.cy, place: `rq${i}` }
        : { x: q.x + 26, y: q.y + r + 6 + i * gap, place: `rq${i}` };
    }
    if (th.status === 'done') {
      const nth = this.parked.get(th.id) ?? Infinity;
      return box && nth < PARKING
        ? { x: box.ended.x - 12 - nth * 26, y: box.ended.y, scale: 0.56, place: `end${nth}` }
        : undefined;
    }
    if (th.status !== 'blocked' || !box) return undefined;
    if (th.place === 'track') {
      const row = this.slots.get(th.id);
      const track = row === undefined ? undefined : plan.tracks[row];
      if (!track) return undefined;
      const p = th.until === undefined ? 0.5 : clamp((t - th.since) / Math.max(1, th.until - th.since), 0, 1);
      return { x: track.x1 + (track.x0 - track.x1) * p, y: track.y, place: `track${row}` };
    }
    const tray = th.place === 'gil' ? box.gilTray : th.place === 'lock' ? box.lockTray : box.joinTray;
    if (!tray) return undefined;
    const lift = wide && !short && !several ? 5 : 0;
    const gap = Math.min(
      th.place === 'gil' && wide ? r * 2 + 22 : r * 2 + 8,
      Math.max(r * 1.7, (tray.w - 2 * r - 16) / Math.max(1, this.most(th) - 1)),
    );
    // Boxes of several processes have one tray for everybody, in the order they came.
    const row = several ? this.queued(th, state) : th.row;
    const x = tray.x + (several ? r + 4 : r + 10) + row * gap;
    if (x + r > tray.x + tray.w + 4) return undefined;
    return {
      x,
      y: tray.y + tray.h / 2 - lift,
      place: `${th.place}${th.process}.${row}`,
      scale: several ? 0.88 : 1,
    };
  }

  /** How many of its process have waited longer than a thread.
   * @param {Thread} th @param {MachineState} state */
  queued(th, state) {
    return state.threads.filter(
      (o) =>
        o?.status === 'blocked' &&
        o.process === th.process &&
        o.place !== 'track' &&
        (o.since < th.since || (o.since === th.since && o.id < th.id)),
    ).length;
  }

  /** @param {MachineState} state */
  park(state) {
    this.parked.clear();
    /** @type {Map<number, number>} */
    const taken = new Map();
    for (const th of state.threads
      .filter((x) => x?.status === 'done')
      .sort((a, b) => a.since - b.since || a.id - b.id)) {
      const n = taken.get(th.process) ?? 0;
      taken.set(th.process, n + 1);
      if (n < PARKING) this.parked.set(th.id, n);
    }
  }

  /** Most seats ever taken in the place where a thread waits.
   * @param {Thread} th */
  most(th) {
    return this.run?.lanes.seats.get(`${th.place}:${th.process}`) ?? 1;
  }

  /** @param {View} view */
  render(view) {
    const { run, state, t, travel, jump } = view;
    const { plan, threads, held, locksHeld, dials, boxes } = this;
    if (!plan || !threads || !held || !locksHeld || !dials || !boxes) return;
    const people = run.people();
    const objectName = (/** @type {number} */ id) => state.objects[id]?.name;
    for (const track of this.tracks ?? []) (write(track.note, ''), track.g.classList.remove('on'));
    this.park(state);
    this.slots = slotsOf(state, plan.tracks.length);
    /** @type {Wanted[]} */
    const wanted = [];
    const hidden = { ready: 0, track: 0, gil: 0, lock: 0, join: 0 };
    /** @type {Set<number>} */
    const ringed = new Set();
    for (const th of state.threads) {
      if (!th || th.status === 'new') continue;
      const who = people.get(`t${th.id}`);
      const seat = who && this.seat(th, state, t);
      if (!who || !seat) {
        if (th.status === 'ready') hidden.ready += 1;
        else if (th.place) hidden[th.place] += 1;
        continue;
      }
      const texture = threadTexture(th, t);
      if (th.place === 'track') {
        const track = this.tracks?.[this.slots.get(th.id) ?? -1];
        track?.g.classList.add('on');
        if (track) write(track.note, this.waitNote(th, t));
      }
      const o = threads.map.get(who.key);
      const climbs = seat.place.startsWith('rq') && o?.place.startsWith('track');
      wanted.push({
        id: who.key,
        tag: who.tag,
        hue: who.hue,
        name: who.name,
        say: [threadWords(th, objectName, t, state), standingWords(th)].filter(Boolean).join(' · '),
        ...seat,
        state: texture === 'switch' ? 'ready' : texture,
        chosen: who.key === view.actor || who.key === view.chosen,
        from: th.by === undefined ? undefined : threads.at(`t${th.by}`),
        bend: climbs && plan.wide ? plan.R + 30 : 0,
      });
      if (th.place === 'gil' && (jump || !travel || threads.rests(who.key, seat.place))) {
        this.ring(th, seat, state, t);
        ringed.add(th.id);
      }
    }
    for (const [id, ring] of this.ringOf ?? [])
      if (!ringed.has(id)) ring.track.style.display = ring.arc.style.display = ring.note.style.display = 'none';
    threads.set(wanted, travel, jump);
    dials.draw(state, t, view.span);
    boxes.draw(state, t, duration, objectName);
    const wantedOf = new Map(wanted.map((w) => [w.id, w]));
    this.holdThings(state, t, wantedOf, travel, jump);
    this.parcels?.set(this.parcelsOf(state), travel, jump);
    if (this.readyMore) write(this.readyMore, hidden.ready ? `+${hidden.ready}` : '');
    if (this.trackMore) write(this.trackMore, hidden.track ? `+${hidden.track} more` : '');
    for (const m of boxes.more) write(m.text, hidden[m.tray] && m.process === 0 ? `+${hidden[m.tray]}` : '');
  }

  /** @param {Thread} th @param {number} t */
  waitNote(th, t) {
    const wide = this.plan?.wide;
    const asked = th.cause === 'network' ? elide(askedOf(th.what), 16) : '';
    const what = th.cause === 'sleep' ? 'timer' : th.cause === 'select' ? 'select()' : asked || (th.cause ?? '');
    if (th.until === undefined) return wide ? what : '';
    const left = duration(Math.max(0, th.until - t));
    return !wide ? left : what.length > 10 ? `${what}, ${left}` : `${what}, ${left} left`;
  }

  /** How long a thread has waited for the GIL, against the switch interval.
   * @param {Thread} th @param {{ x: number, y: number }} at @param {MachineState} state @param {number} t */
  ring(th, at, state, t) {
    const plan = /** @type {Plan} */ (this.plan);
    const r = plan.r + 5;
    let ring = this.ringOf?.get(th.id);
    if (!ring) {
      ring = { track: s('circle', { class: 'waittrack', r }), arc: s('path', { class: 'wait' }), note: s('text', {}) };
      this.rings?.append(ring.track, ring.arc, ring.note);
      this.ringOf?.set(th.id, ring);
    }
    const gil = state.gils[th.process];
    const since = Math.max(th.since, gil?.since ?? 0);
    const f = clamp((t - since) / (this.run?.machine.switch_interval_ns || 5e6), 0, 1);
    const asks = gil?.request?.by === th.id;
    ring.track.style.display = ring.arc.style.display = '';
    ring.track.setAttribute('cx', String(at.x));
    ring.track.setAttribute('cy', String(at.y));
    ring.arc.setAttribute('d', arc(at.x, at.y, r, 0, Math.max(0.001, asks ? 1 : f)));
    ring.note.style.display =
      plan.wide && !plan.short && plan.processes.length === 1 && this.most(th) < 5 ? '' : 'none';
    ring.note.setAttribute('class', asks ? 'note strong' : 'note');
    ring.note.setAttribute('text-anchor', 'middle');
    ring.note.setAttribute('x', String(at.x));
    ring.note.setAttribute('y', String(at.y + r + 13));
    write(ring.note, asks ? 'asks' : duration(t - since));
  }

  /** Pickled bytes: they come from the border of the process that sent them and lie on that of the one that will
   * read them; while that can be several, on the sender's. @param {MachineState} state @returns {Wanted[]} */
  parcelsOf(state) {
    const boxes = this.plan?.processes ?? [];
    const border = (/** @type {number} */ process) => {
      const box = boxes[process]?.box;
      return box && { x: box.x + box.w / 2, y: box.y + box.h, w: box.w };
    };
    /** @type {Map<number, number>} */
    const lying = new Map();
    return state.parcels.flatMap((p) => {
      const where = p.to ?? p.process;
      const at = border(where);
      const nth = lying.get(where) ?? 0;
      lying.set(where, nth + 1);
      const room = at ? Math.max(1, Math.floor(at.w / (PARCEL.w + 8))) : 0;
      if (!at || nth >= room) return [];
      const size = amount(p.message);
      return [
        {
          id: `p${p.id}`,
          tag: size,
          hue: this.run?.who(p.from)?.hue ?? 0,
          kind: /** @type {const} */ ('parcel'),
          name: 'pickled bytes',
          say: `${size} for ${p.to === undefined ? 'another process' : `process ${state.processes[p.to]?.pid}`}`,
          state: /** @type {const} */ ('ready'),
          size: 10,
          x: at.x + (nth - (room - 1) / 2) * (PARCEL.w + 8),
          y: at.y,
          place: `in${where}.${nth}`,
          from: border(p.process),
        },
      ];
    });
  }

  /** The GIL and the locks: they ride on whoever holds them.
   * @param {MachineState} state @param {number} t @param {Map<string, Wanted>} wantedOf @param {number} travel @param {boolean} jump */
  holdThings(state, t, wantedOf, travel, jump) {
    const { plan, run, held, locksHeld, dials } = this;
    if (!plan || !run || !held || !locksHeld || !dials) return;
    const people = run.people();
    /** @type {Wanted[]} */
    const gils = [];
    for (const gil of run.hasGil ? state.gils : []) {
      const box = gil && plan.processes[gil.process];
      if (!box) continue;
      const holder = state.thread(gil.holder);
      const who = holder && people.get(`t${holder.id}`);
      const carrier = who && wantedOf.get(who.key);
      const dial = holder?.status === 'running' ? dials.list[holder.core ?? 0] : undefined;
      const f = clamp((t - gil.since) / (run.machine.switch_interval_ns || 5e6), 0, 1) * Math.PI * 2 - Math.PI / 2;
      const at =
        dial && holder
          ? {
              x: dial.x + (plan.R + 7) * Math.cos(f),
              y: dial.y + (plan.R + 7) * Math.sin(f),
              place: `core${holder.core}`,
            }
          : carrier
            ? { x: carrier.x + 15, y: carrier.y - 15, place: `on${holder?.id}` }
            : { x: box.gil.x, y: box.gil.y, place: 'home' };
      gils.push({
        id: `gil${gil.process}`,
        tag: 'GIL',
        hue: 'ink',
        kind: 'hex',
        name: 'The GIL',
        say: who ? `held by ${who.name}` : 'free',
        state: 'run',
        size: plan.wide ? 11 : 9,
        scale:
          plan.R < 58 && dial
            ? plan.R < 30
              ? 0.6
              : 0.78
            : plan.processes.length > 1 && at.place === 'home'
              ? plan.processes.length > 8
                ? 0.62
                : 0.8
              : 1,
        ...at,
      });
    }
    held.set(gils, travel, jump);
    const asked = state.gils.find((g) => g?.request);
    const asker = asked && wantedOf.get(`t${asked.request?.by}`);
    const hand = asked && gils.find((g) => g.id === `gil${asked.process}`);
    this.leash?.setAttribute(
      'd',
      asker && hand && asked.holder !== undefined
        ? `M${asker.x - 4} ${asker.y + plan.r + 8}C${asker.x - 10} ${asker.y + 90} ${hand.x + 90} ${hand.y - 34} ${hand.x + 17} ${hand.y - 7}`
        : '',
    );
    /** @type {Map<string, number>} */
    const load = new Map();
    locksHeld.set(
      (this.locks ?? []).flatMap((id, k) => {
        const lock = state.objects[id];
        const home = plan.processes[0]?.locks[k];
        if (!lock || !home) return [];
        const holder = lock.holders.at(-1);
        const carrier = holder && wantedOf.get(`t${holder.thread}`);
        const nth = carrier ? (load.get(carrier.id) ?? 0) : 0;
        if (carrier) load.set(carrier.id, nth + 1);
        const reach = plan.r * (carrier?.scale ?? 1) * 0.78;
        const at = carrier
          ? { x: carrier.x - reach + nth * reach * 2, y: carrier.y + reach, place: `on${carrier.id}.${nth}` }
          : { ...home, place: 'home' };
        const tag = lock.name.length <= 2 ? lock.name : lock.name.slice(0, 1).toUpperCase();
        return [
          {
            id: `o${id}`,
            tag,
            hue: 'ink',
            kind: /** @type {const} */ ('hex'),
            name: lock.name,
            say: carrier ? `held by ${carrier.name}` : 'free',
            state: /** @type {const} */ ('run'),
            size: 10,
            ...at,
          },
        ];
      }),
      travel,
      jump,
    );
  }

  /** @param {number} now @returns {boolean} whether something still travels */
  frame(now) {
    const busy = [this.threads, this.held, this.locksHeld, this.parcels].map((x) => x?.draw(now) ?? false);
    return busy.includes(true);
  }
}

/** Who waits on which of so many tracks: everybody on the one he took, and who found none on one that is free.
 * @param {MachineState} state @param {number} tracks @returns {Map<number, number>} */
function slotsOf(state, tracks) {
  const waiting = state.threads.filter((th) => th?.place === 'track').sort((a, b) => a.row - b.row);
  const slots = new Map(waiting.filter((th) => th.row < tracks).map((th) => [th.id, th.row]));
  const taken = new Set(slots.values());
  const free = Array.from({ length: tracks }, (_, i) => i).filter((i) => !taken.has(i));
  for (const th of waiting) if (th.row >= tracks && free.length) slots.set(th.id, free.shift() ?? 0);
  return slots;
}
