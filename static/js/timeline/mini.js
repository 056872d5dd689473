/** A small living timeline of a real run, for the cards at home: the same textures, no labels. */
import { h, still } from '../ui/dom.js';
import { color } from '../ui/theme.js';
import { paintRow, paintWide, prepare } from './paint.js';
import { CanvasPen } from './pens.js';
import { Lane } from '../replay/lane.js';
import { hueOfRow } from '../replay/entities.js';
import { TimeScale } from './scale.js';

/**
 * @typedef {import('./paint.js').Row} Row
 * @typedef {{ end_ns: number, lanes: { name: string, segments: [string, number, number][] }[], handoffs: [number, number, number][], outcome: string }} MiniTrace
 */

const GAP = 3;
/** One sweep of the needle and a rest at the end, in milliseconds. */
const PERIOD = 8000;
const REST = 1.18;
/** A card is painted at most this often. */
const EVERY_MS = 33;

export class Mini {
  /** @param {HTMLElement} el @param {MiniTrace} trace @param {{ lane?: number, phase?: number, workload?: boolean }} [o] `workload`: of a table, whose processes have the lab's hues. */
  constructor(el, trace, { lane = 13, phase = 0, workload = false } = {}) {
    this.el = el;
    this.trace = trace;
    this.phase = phase;
    this.canvas = h('canvas', { 'aria-hidden': 'true' });
    this.visible = true;
    this.hovered = false;
    this.last = 0;
    /** @type {number} */ this.t = trace.end_ns;
    el.append(this.canvas);
    // The jobs of a periodic process are the process's.
    const processes = [...new Set(trace.lanes.map((l) => l.name.replace(/_\d+$/, '')))];
    const hueOf = (/** @type {number} */ i, /** @type {string} */ name) =>
      workload ? hueOfRow(processes.indexOf(name.replace(/_\d+$/, ''))) : i % 9;
    /** @type {Row[]} */
    this.rows = trace.lanes.map((l, i) => {
      const segments = l.segments.map(([state, t0, t1]) => ({
        state: /** @type {import('../replay/lanes.js').Texture} */ (state),
        t0,
        t1,
      }));
      /** @type {Row} */
      const row = {
        id: String(i),
        kind: 'thread',
        y: 2 + i * (lane + GAP),
        h: lane,
        segments: Lane.from(segments),
        hue: () => hueOf(i, l.name),
      };
      const last = segments.at(-1);
      if (last) row.ends = last.t1;
      return row;
    });
    this.H = 4 + trace.lanes.length * (lane + GAP);
    el.style.height = `${this.H}px`;
    new IntersectionObserver((e) => (this.visible = e[0]?.isIntersecting ?? true)).observe(el);
    addEventListener('themechange', () => this.paint(this.t));
    new ResizeObserver(() => this.paint(this.t)).observe(el);
  }

  /** What has happened by `t`, with what comes after it faint. @param {number} t */
  paint(t) {
    this.t = t;
    const width = this.el.clientWidth;
    if (!width) return;
    const dpr = Math.max(1, devicePixelRatio);
    const x = prepare(this.canvas, width, this.H, dpr);
    const pen = new CanvasPen(x);
    const scale = new TimeScale();
    scale.width = width;
    scale.end = scale.to = Math.max(1, this.trace.end_ns);
    const body = () => {
      for (const row of this.rows) {
        const brush = { x, pen, dpr, scale, end: row.ends ?? scale.end };
        for (const wide of paintRow(brush, row)) paintWide(brush, wide);
      }
      x.strokeStyle = color('--ink');
      x.lineWidth = 1.25;
      for (const [at, from, to] of this.trace.handoffs) {
        const [a, b] = [this.rows[from], this.rows[to]];
        if (!a || !b) continue;
        x.beginPath();
        x.moveTo(scale.x(at), a.y + a.h - 2);
        x.lineTo(scale.x(at), b.y + b.h - 2);
        x.stroke();
      }
      if (this.trace.outcome === 'deadlock' || this.trace.outcome === 'exception') this.cross(x, width);
      x.lineWidth = 1;
    };
    if (t >= scale.end) return body();
    const at = scale.x(t);
    x.globalAlpha = 0.22;
    body();
    x.globalAlpha = 1;
    x.save();
    x.beginPath();
    x.rect(-2, 0, at + 2, this.H);
    x.clip();
    x.clearRect(-2, 0, at + 2, this.H);
    body();
    x.restore();
    x.fillStyle = color('--ink');
    x.fillRect(at - 0.75, 0, 1.5, this.H);
  }

  /** It ended badly: a cross at the end. @param {CanvasRenderingContext2D} x @param {number} width */
  cross(x, width) {
    x.strokeStyle = color('--wrong');
    x.lineWidth = 2;
    for (const row of this.rows.slice(
      this.trace.outcome === 'deadlock' ? 1 : 0,
      this.trace.outcome === 'deadlock' ? 9 : 1,
    )) {
      const [px, py] = [width - 7, row.y + row.h / 2];
      x.beginPath();
      for (const k of [-4, 4]) (x.moveTo(px - 4, py - k), x.lineTo(px + 4, py + k));
      x.stroke();
    }
  }

  /** Called every frame. @param {number} now */
  frame(now) {
    if (!this.visible || now - this.last < EVERY_MS) return;
    this.last = now;
    const p = (now / PERIOD + this.phase) % REST;
    this.paint(Math.min(1, p) * this.trace.end_ns);
  }

  /** Whether it moves at all. */
  static get moves() {
    return !still();
  }
}
