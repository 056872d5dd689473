/**
 * Process boxes: what only the interpreter knows. Memory cells (the notch names the last writer), the recess of the
 * GIL, of locks, and the trays of threads that wait inside Python.
 */
import { s, write } from '../ui/dom.js';
import { elide, thousands } from '../ui/format.js';
import { hexagon } from './geometry.js';
import { threadWords } from './words.js';

/**
 * @typedef {import('./threads-layout.js').Plan} Plan
 * @typedef {import('./threads-layout.js').ProcessPlan} ProcessPlan
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('../replay/state.js').MachineState} MachineState
 * @typedef {{ process: number, name: string, object?: number }} CellOf
 */

const HELD = new Set(['lock', 'rlock', 'semaphore', 'condition']);
const QUEUES = new Set(['queue', 'async_queue']);

/** Which values deserve a cell: the ones most threads write, then the most written.
 * @param {Run} run @returns {CellOf[]} */
export function cellsOf(run) {
  const values = [...run.written.values()]
    .sort((a, b) => b.writers.size - a.writers.size || b.writes - a.writes)
    .map(({ process, name }) => ({ process, name }));
  const queues = run.head.objects
    .filter((o) => o && QUEUES.has(o.kind))
    .map((o) => ({ process: 0, name: o.name, object: o.id }));
  return [...queues, ...values];
}

/** Locks worth a hexagon, in order of creation.
 * @param {Run} run */
export const locksOf = (run) =>
  run.head.objects
    .filter((o) => o && HELD.has(o.kind) && !/^(_|Lock-|RLock-|Condition-)/.test(o.name))
    .map((o) => o.id);

export class ProcessBoxes {
  /** @param {Plan} plan @param {Run} run @param {CellOf[]} cells @param {number[]} locks @param {SVGGElement} back @param {SVGGElement} live */
  constructor(plan, run, cells, locks, back, live) {
    this.plan = plan;
    this.run = run;
    /** @type {{ of: CellOf, g: SVGGElement, name: SVGTextElement, value: SVGTextElement, room: number }[]} `room`: in characters. */ this.cells =
      [];
    /** @type {SVGTextElement[]} */ this.gilNotes = [];
    /** @type {SVGTextElement[]} What the one who waits in a process's tray waits for. */ this.whys = [];
    /** @type {{ text: SVGTextElement, tray: 'gil' | 'lock' | 'join', process: number }[]} */ this.more = [];
    plan.processes.forEach((p, i) =>
      this.box(
        p,
        i,
        cells.filter((c) => c.process === i),
        locks,
        back,
        live,
      ),
    );
  }

  /** @param {ProcessPlan} p @param {number} i @param {CellOf[]} cells @param {number[]} locks @param {SVGGElement} back @param {SVGGElement} live */
  box(p, i, cells, locks, back, live) {
    const { wide, short, processes } = this.plan;
    const many = processes.length > 1;
    const process = this.run.head.processes[i];
    const narrow = p.box.w < 190;
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
    back.append(
      s('rect', { class: 'proc', x: p.box.x + 0.5, y: p.box.y + 0.5, width: p.box.w, height: p.box.h, rx: 10 }),
    );
    const title = process ? `process ${process.pid}` : 'the process';
    const note =
      !process || !wide || narrow
        ? ''
        : many
          ? i === 0
            ? 'parent'
            : p.box.w < 205
              ? ''
              : elide(process.name, Math.min(14, Math.floor((p.box.w - 156) / 7)))
          : [process.name, this.run.file].filter(Boolean).join(' ');
    const ground = s('rect', { class: 'legendbg', x: p.box.x + 10, y: p.box.y - 8, height: 18, width: 0 });
    const legend = s(
      'text',
      { x: p.box.x + 18, y: p.box.y + 4, class: 'legend' },
      s('tspan', { class: 'strong' }, narrow ? title.replace('process ', '') : title),
      note && s('tspan', { dx: 8, class: 'soft' }, note),
    );
    back.append(ground, legend);
    ground.setAttribute('width', String(Math.ceil(legend.getComputedTextLength()) + 18));

    if (p.cells.length && p.labels) text(p.box.x + (many ? 15 : 18), p.labels, many ? 'own memory' : 'memory');
    p.cells.forEach((c, k) => {
      const of = cells[k];
      if (!of) return;
      const value = s('text', { class: 'mcode strong', x: c.w - 9, y: c.h / 2 + 4.5, 'text-anchor': 'end' });
      const name = s('text', { class: 'mcode soft', x: 13, y: c.h / 2 + 4.5 });
      const g = s(
        'g',
        { class: 'cell', transform: `translate(${c.x} ${c.y})` },
        s('rect', { class: 'cellbox', width: c.w, height: c.h, rx: 4 }),
        s('rect', { class: 'who', width: 4, height: c.h, rx: 2 }),
        name,
        value,
      );
      live.append(g);
      this.cells.push({ of, g, name, value, room: Math.max(8, Math.floor((c.w - 26) / 7.55)) });
    });

    if (this.run.hasGil) {
      if (p.labels && !many) text(p.gil.x, p.labels, wide ? 'the GIL' : 'GIL', 'lab', 'middle');
      else if (p.labels && !narrow) text(p.gil.x, p.labels, 'its GIL', 'lab', 'middle');
      back.append(
        s('path', {
          class: 'recess',
          d: hexagon(
            p.gil.y === p.box.y ? 0 : many ? (narrow ? 15 : 19) : short ? 20 : wide ? 25 : 19,
            p.gil.x,
            p.gil.y,
          ),
        }),
      );
      const gilNote = text(p.gil.x, p.gil.y + 42, '', 'note', 'middle', live);
      if (short || many || !wide || p.gil.y + 42 > p.box.y + p.box.h - 6) gilNote.style.display = 'none';
      this.gilNotes.push(gilNote);
    } else if (p.labels && wide && !many && !p.lockTray && !p.joinTray) {
      text(p.box.x + p.box.w - 18, p.labels, 'free-threaded build: there is no GIL to wait for', 'lab', 'end');
    }
    if (p.locks.length) {
      if (p.labels && !many) text((p.locks[0]?.x ?? 0) - 14, p.labels, 'locks');
      p.locks.forEach((at, k) => {
        if (locks[k] !== undefined) back.append(s('path', { class: 'recess', d: hexagon(wide ? 15 : 12, at.x, at.y) }));
      });
    }
    const trays = /** @type {const} */ ([
      ['gilTray', 'gil', wide ? 'waiting for the GIL' : 'waiting for it'],
      ['lockTray', 'lock', wide ? 'waiting for a lock' : 'lock'],
      ['joinTray', 'join', wide ? 'in join()' : 'join()'],
    ]);
    for (const [key, tray, label] of trays) {
      const b = p[key];
      if (!b || (many && tray !== 'gil')) continue;
      if (many && b.w > 150) this.whys[i] = text(b.x + b.w - 8, b.y + b.h / 2 + 4, '', 'note', 'end', live);
      back.append(s('rect', { class: 'tray', x: b.x, y: b.y, width: b.w, height: b.h, rx: 6 }));
      if (!many) text(b.x + 1, b.y - (short ? 8 : wide ? 12 : 7), fitLabel(label, b.w));
      this.more.push({ text: text(b.x + b.w - 6, b.y + b.h - 6, '', 'note', 'end', live), tray, process: i });
    }
  }

  /** @param {MachineState} state @param {number} t @param {(ns: number) => string} format @param {(id: number) => string | undefined} objectName */
  draw(state, t, format, objectName) {
    const people = this.run.people();
    for (const c of this.cells) {
      const queue = c.of.object === undefined ? undefined : state.objects[c.of.object];
      const v = state.variables.get(`${c.of.process}:${c.of.name}`);
      const text = queue
        ? `${thousands(queue.size)} ${queue.size === 1 ? 'item' : 'items'}`
        : v
          ? v.value
          : this.run.beginsBlind
            ? 'unknown'
            : 'unset';
      const [name, value] = share(c.of.name, text, c.room - 1);
      write(c.name, name);
      write(c.value, value);
      const who = v && (v.task === undefined ? people.get(`t${v.thread}`) : people.get(`k${v.task}`));
      c.g.setAttribute('data-hue', String(who?.hue ?? 'none'));
      c.g.classList.toggle('unset', !queue && !v);
      c.g.classList.toggle('fresh', v !== undefined && v.at === state.now && state.now > 0);
    }
    this.whys.forEach((note, i) => {
      const waiting = state.threads.filter(
        (th) => th?.process === i && th.status === 'blocked' && th.place !== 'track',
      );
      const only = waiting.length === 1 ? waiting[0] : undefined;
      write(
        note,
        only
          ? elide(threadWords(only, objectName, t).replace('waits for a child process', 'waits for a child'), 20)
          : '',
      );
    });
    this.gilNotes.forEach((note, i) => {
      const gil = state.gils[i];
      const holder = gil && people.get(`t${gil.holder}`);
      write(note, gil && holder ? `${holder.tag}, ${format(t - gil.since)}` : 'free');
    });
  }
}

/** A value of this length (`0 items`) is shown whole. */
const SHORT_VALUE = 7;

/** A name and its value in so many characters: the shorter one whole, if it leaves the other half of them.
 * @param {string} name @param {string} value @param {number} room @returns {[string, string]} */
function share(name, value, room) {
  const forValue = Math.max(Math.floor(room / 2), room - name.length, Math.min(SHORT_VALUE, room - 3));
  const shown = elide(value, forValue);
  return [elide(name, Math.max(3, room - shown.length)), shown];
}

/** @param {string} label @param {number} width */
const fitLabel = (label, width) =>
  label.length * 6.2 <= width + 6 ? label : label.replace('waiting for ', '').replace(/^(the|a) /, '');
