/**
 * The timeline: lanes over a time axis, the needle, an overview, zoom and pan. The lanes are one canvas, painted
 * again only when the window or the run changes; the needle is a transform.
 */
import { h, clamp, write } from '../ui/dom.js';
import { color, hueInks, zoom } from '../ui/theme.js';
import { duration, clock, clockUnit } from '../ui/format.js';
import { tip } from '../ui/tip.js';
import { wake } from '../ui/frame.js';
import { segmentAt } from '../replay/lanes.js';
import { segmentWords } from '../stage/words.js';
import { countStates } from './shares.js';
import { paintHolds, paintRow, paintWide, prepare } from './paint.js';
import { PixelPen } from './pens.js';
import { TimeScale } from './scale.js';
import { paintAxis, paintGhost, paintGrid } from './axis.js';

/**
 * @typedef {import('./rows.js').LaneRow} LaneRow
 * @typedef {import('./paint.js').Brush} Brush
 *
 * @typedef {object} Score
 * @property {LaneRow[]} rows
 * @property {number} left  Where the lanes begin, right of their names.
 * @property {number} end  What has been received.
 * @property {boolean} complete
 * @property {boolean} torn  It was cut by a limit or the stream broke.
 * @property {import('../replay/lanes.js').Handoff[]} handoffs
 * @property {import('../replay/lanes.js').Delivery[]} deliveries
 * @property {import('../replay/lanes.js').Mark[]} marks
 * @property {{ t: number, text: string } | undefined} ghost  Where the run before this one ended.
 * @property {boolean} [curtain]  What comes after the needle is not to be seen.
 */

/** What the labels depend on. @param {Score} score */
const keysOf = (score) => score.rows.map((r) => `${r.id}${r.band?.lanes.length ?? ''}${r.who?.tag ?? ''}`).join();

const AXIS = 22;
const OVERVIEW = 16;
const RIGHT = 14;
/** What the axis shows while there is nothing. */
const EMPTY = 10e6;

export class Timeline {
  /** @param {HTMLElement} el @param {{ seek: (t: number) => void, pick: (who: string) => void, follow: (who: string) => void, overview: () => boolean }} options */
  constructor(el, options) {
    this.el = el;
    this.options = options;
    this.scale = new TimeScale();
    /** @type {Score} */
    this.score = {
      rows: [],
      left: 112,
      end: 0,
      complete: false,
      torn: false,
      handoffs: [],
      deliveries: [],
      marks: [],
      ghost: undefined,
    };
    this.t = 0;
    this.curtainAt = 0;
    this.dirty = false;
    this.W = 0;
    this.H = 0;
    this.canvas = h('canvas', { 'aria-hidden': 'true' });
    /** The lanes of the overview. */
    this.small = h('canvas');
    this.pen = new PixelPen();
    this.smallPen = new PixelPen();
    this.smallFor = '';
    this.labels = h('div', { class: 'tl-labels' });
    this.flag = h('span', { class: 'flag num' });
    this.needle = h('div', { class: 'needle' }, this.flag);
    this.edge = h('span', { class: 'tl-edge num' });
    this.body = h(
      'div',
      { class: 'tl', tabindex: 0, role: 'slider', 'aria-label': 'Playhead, virtual time', 'aria-valuemin': 0 },
      this.labels,
      this.canvas,
      this.edge,
      this.needle,
    );
    el.append(this.body);
    new ResizeObserver(() => this.invalidate()).observe(el);
    addEventListener('themechange', () => this.invalidate());
    document.fonts?.ready.then(() => this.invalidate());
    this.listen();
  }

  listen() {
    /** @type {'seek' | 'window' | undefined} */
    let drag;
    const at = (/** @type {MouseEvent} */ e) => {
      const box = this.body.getBoundingClientRect();
      return { x: (e.clientX - box.left) / zoom(), y: (e.clientY - box.top) / zoom() };
    };
    const { body } = this;
    body.addEventListener('pointerdown', (e) => {
      const { x, y } = at(e);
      if (e.button !== 0 || x < this.scale.left) return;
      body.setPointerCapture(e.pointerId);
      const row = this.rowAt(y);
      if (row?.who) this.options.follow(row.who.key);
      drag = this.overview && y > this.H - OVERVIEW - 4 ? 'window' : 'seek';
      if (drag === 'window') this.overviewTo(x);
      else this.options.seek(this.scale.t(x));
    });
    body.addEventListener('pointermove', (e) => {
      const { x, y } = at(e);
      if (drag === 'seek') this.options.seek(this.scale.t(x));
      else if (drag === 'window') this.overviewTo(x);
      else this.hover(x, y, e);
    });
    for (const type of ['pointerup', 'pointercancel']) body.addEventListener(type, () => (drag = undefined));
    body.addEventListener('pointerleave', () => tip());
    body.addEventListener('dblclick', () => this.fit());
    body.addEventListener(
      'wheel',
      (e) => {
        e.preventDefault();
        if (e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY))
          this.pan(((e.deltaX || e.deltaY) / this.scale.width) * this.scale.span);
        else this.zoom(Math.exp(e.deltaY * 0.0016), this.scale.t(at(e).x));
      },
      { passive: false },
    );
  }

  get overview() {
    return this.options.overview();
  }

  /** @param {number} y */
  rowAt(y) {
    return this.score.rows.find((r) => y >= r.y - 1 && y <= r.y + r.h + 1);
  }

  fit() {
    this.scale.fit();
    this.invalidate();
  }

  /** @param {number} factor @param {number} [at] */
  zoom(factor, at = this.t) {
    this.scale.zoom(factor, at);
    this.invalidate();
  }

  /** @param {number} by  in virtual time */
  pan(by) {
    this.scale.pan(by);
    this.invalidate();
  }

  /** @param {number} x */
  overviewTo(x) {
    const center = ((x - this.scale.left) / this.scale.width) * this.scale.end;
    this.scale.show(center - this.scale.span / 2, this.scale.span);
    this.invalidate();
    this.options.seek(clamp(center, 0, this.scale.end));
  }

  /** Shows other lanes, or more of the same. @param {Score} score */
  load(score) {
    const heads =
      keysOf(score) !== keysOf(this.score) ||
      this.score.rows[0]?.h !== score.rows[0]?.h ||
      this.score.left !== score.left;
    const old = this.score.rows;
    this.score = score;
    this.scale.extend(Math.max(score.end, score.ghost?.t ?? 0) || EMPTY);
    let y = AXIS + 4;
    score.rows.forEach((r, i) => {
      r.y = y;
      y += r.h + (r.gap ?? 3);
      if (!heads) r.head = old[i]?.head ?? r.head;
    });
    this.H = y + (this.overview ? OVERVIEW : 0) + 6;
    this.body.style.height = `${this.H}px`;
    this.body.classList.toggle('tight', (score.rows.at(-1)?.h ?? 20) < 15);
    this.body.style.setProperty('--lane', `${score.rows.at(-1)?.h ?? 20}px`);
    this.body.style.setProperty('--left', `${score.left}px`);
    this.body.setAttribute('aria-valuemax', String(score.end));
    if (heads) {
      this.labels.replaceChildren(
        ...score.rows.map((r) =>
          h(
            'div',
            {
              class: `tl-l ${r.kind}`,
              style: {
                top: `${r.y}px`,
                height: `${r.headHeight ?? r.h}px`,
                width: `${score.left - (score.left < 60 ? 12 : 22)}px`,
              },
              onclick: () => r.who && this.options.pick(r.who.key),
            },
            r.head,
          ),
        ),
      );
    }
    this.invalidate();
  }

  invalidate() {
    this.dirty = true;
    wake();
  }

  /** Called by the frame loop. */
  frame() {
    if (this.dirty) this.paint();
    this.dirty = false;
  }

  paint() {
    const W = (this.W = this.el.clientWidth);
    if (W < 50 || !this.score.rows.length) return;
    const { scale, score, H } = this;
    scale.left = score.left;
    scale.width = W - scale.left - RIGHT;
    const dpr = Math.max(1, devicePixelRatio) * zoom();
    const x = prepare(this.canvas, W, H, dpr);
    /** @type {Brush} */
    const brush = { x, pen: this.pen, dpr, scale, end: score.end };
    const bottom = H - (this.overview ? OVERVIEW : 0) - 4;
    const hidden = score.curtain ? clamp(scale.x(this.t), scale.left, scale.left + scale.width) : undefined;
    this.pen.begin(scale.left - 4, AXIS, scale.width + RIGHT, bottom - AXIS, dpr);
    paintGrid(brush, AXIS, bottom);
    if (hidden !== undefined) this.pen.cut(hidden);
    const wide = score.rows.flatMap((r) => paintRow(brush, r));
    this.pen.end(x);
    paintAxis(brush, AXIS);
    x.save();
    x.beginPath();
    x.rect(scale.left - 4, 0, scale.width + RIGHT, H);
    x.clip();
    if (hidden !== undefined) this.drawCurtain(x, hidden, bottom);
    for (const w of wide) paintWide(brush, w);
    for (const r of score.rows) if (r.holds) paintHolds(brush, r);
    if (score.ghost) paintGhost(brush, score.ghost, AXIS, bottom);
    this.flows(brush);
    this.tornEdge(brush, bottom);
    x.restore();
    if (this.overview) this.paintOverview(brush);
    this.move(this.t);
  }

  /** Hides what comes after the needle. @param {CanvasRenderingContext2D} x @param {number} at  the needle @param {number} bottom */
  drawCurtain(x, at, bottom) {
    const { scale } = this;
    x.fillStyle = color('--sunken');
    x.globalAlpha = 0.6;
    x.fillRect(at, AXIS + 1, scale.left + scale.width - at, bottom - AXIS - 1);
    x.globalAlpha = 1;
    x.beginPath();
    x.rect(scale.left - 4, 0, at - scale.left + 4.75, this.H);
    x.clip();
  }

  /** What passed from lane to lane: the GIL's journey reads as one line. @param {Brush} brush */
  flows({ x, scale }) {
    const rows = new Map(this.score.rows.flatMap((r) => [r.id, ...(r.also ?? [])].map((id) => [id, r])));
    const ink = color('--ink');
    let last = -Infinity;
    for (const f of this.score.handoffs) {
      if (f.t < scale.from || f.t > scale.to) continue;
      const px = scale.x(f.t);
      const [a, b] = [rows.get(`t${f.from}`), rows.get(`t${f.to}`)];
      if (!a || !b || px - last < 1.5) continue;
      last = px;
      const [ya, yb] = [a.y + a.h - 2, b.y + b.h - 2];
      x.strokeStyle = x.fillStyle = ink;
      x.lineWidth = 1.25;
      x.beginPath();
      x.moveTo(px, ya);
      x.lineTo(px, yb);
      x.stroke();
      x.beginPath();
      for (let i = 0; i < 6; i++)
        x.lineTo(
          px + 3.4 * Math.cos((Math.PI / 3) * i - Math.PI / 6),
          yb + 3.4 * Math.sin((Math.PI / 3) * i - Math.PI / 6),
        );
      x.fill();
      x.lineWidth = 1;
    }
    this.deliveries({ x, scale }, rows);
    for (const m of this.score.marks) {
      const r = rows.get(`t${m.thread}`);
      if (!r || m.t < scale.from || m.t > scale.to) continue;
      const px = scale.x(m.t);
      x.beginPath();
      if (m.kind === 'ask') {
        const y = r.y + r.h - 1;
        x.fillStyle = ink;
        x.moveTo(px, y - 6);
        x.lineTo(px + 4, y + 1);
        x.lineTo(px - 4, y + 1);
        x.fill();
      } else if (m.kind === 'release' || m.kind === 'deadline') {
        // As in textbooks: an arrow up for a job that comes, one down for when it is due.
        const up = m.kind === 'release';
        const [y0, y1] = [r.y - 2, r.y + r.h + 1];
        const [tail, head] = up ? [y1, y0] : [y0, y1];
        x.strokeStyle = x.fillStyle = ink;
        x.beginPath();
        x.moveTo(px, tail);
        x.lineTo(px, head);
        x.stroke();
        x.beginPath();
        x.moveTo(px, head);
        x.lineTo(px - 2.5, head + (up ? 4 : -4));
        x.lineTo(px + 2.5, head + (up ? 4 : -4));
        x.fill();
      } else {
        const y = r.y + r.h / 2;
        x.strokeStyle = color('--wrong');
        x.lineWidth = 1.8;
        for (const k of [-4, 4]) (x.moveTo(px - 4, y - k), x.lineTo(px + 4, y + k));
        x.stroke();
        x.lineWidth = 1;
      }
    }
  }

  /** Bytes that left one process for another: from the lane that sent them, a parcel on the lane that reads them.
   * @param {Pick<Brush, 'x' | 'scale'>} brush @param {Map<string, LaneRow>} rows */
  deliveries({ x, scale }, rows) {
    let last = -Infinity;
    x.lineWidth = 1.5;
    for (const d of this.score.deliveries) {
      if (d.t < scale.from || d.t > scale.to) continue;
      const px = scale.x(d.t);
      const [a, b] = [rows.get(`t${d.from}`), rows.get(`t${d.to}`)];
      if (!a || !b || px - last < 3) continue;
      last = px;
      const [ya, yb] = [a.y + a.h / 2, b.y + b.h / 2];
      const way = Math.sign(yb - ya);
      x.strokeStyle = color(`--h${a.who?.hue ?? 0}-edge`);
      x.beginPath();
      x.moveTo(px, ya + way * 7);
      x.lineTo(px, yb - way * 6);
      x.stroke();
      x.fillStyle = color('--surface');
      x.fillRect(px - 4.5, yb - 4.5, 9, 9);
      x.strokeRect(px - 4.5, yb - 4.5, 9, 9);
    }
    x.lineWidth = 1;
  }

  /** Where the recording stops: a straight edge while it grows, a torn one when it was cut. @param {Brush} brush @param {number} bottom */
  tornEdge({ x, scale }, bottom) {
    const { end, complete, torn } = this.score;
    const px = scale.x(end);
    const shown = (!complete || torn) && end > 0 && px <= scale.left + scale.width + 2;
    this.edge.hidden = !shown || complete;
    if (!shown) return;
    x.strokeStyle = color(torn ? '--wrong' : '--ink');
    x.lineWidth = 1.5;
    x.beginPath();
    if (torn) for (let y = AXIS, i = 0; y <= bottom; y += 6, i++) x.lineTo(px + (i % 2 ? 3 : -3), y);
    else (x.moveTo(px, AXIS - 8), x.lineTo(px, bottom));
    x.stroke();
    x.lineWidth = 1;
    write(this.edge, `recorded to ${duration(end)}`);
    this.edge.style.left = `${clamp(px + 6, scale.left, scale.left + scale.width - 130)}px`;
  }

  /** @param {Brush} brush */
  paintOverview({ x, scale, dpr }) {
    const { H } = this;
    const y = H - OVERVIEW;
    const height = OVERVIEW - 2;
    const k = scale.width / scale.end;
    x.fillStyle = color('--sunken');
    x.fillRect(scale.left, y, scale.width, height);
    this.paintLanesSmall(scale.width, height, k, dpr);
    if (scale.width > 1) x.drawImage(this.small, scale.left, y, scale.width, height);
    const [a, b] = [scale.left + scale.from * k, scale.left + scale.to * k];
    x.fillStyle = color('--bench');
    x.globalAlpha = 0.72;
    x.fillRect(scale.left, y, a - scale.left, height);
    x.fillRect(b, y, scale.left + scale.width - b, height);
    x.globalAlpha = 1;
    x.strokeStyle = color('--ink');
    x.lineWidth = 1.25;
    x.strokeRect(a + 0.6, y + 0.6, Math.max(4, b - a - 1.2), height - 1.2);
    x.lineWidth = 1;
  }

  /** The lanes of the overview: painted once for a run, not for every window on it. @param {number} width @param {number} height @param {number} k  pixels per nanosecond @param {number} dpr */
  paintLanesSmall(width, height, k, dpr) {
    const { score, scale } = this;
    // Where people share bands, the cores tell more.
    const kind = score.rows.some((r) => r.band) ? 'core' : 'thread';
    const lanes = score.curtain ? [] : score.rows.filter((r) => r.kind === kind);
    const key = [
      width,
      height,
      dpr,
      score.end,
      score.complete,
      color('--ink'),
      ...lanes.map((r) => `${r.id}:${r.segments.length}`),
    ].join();
    if (key === this.smallFor) return;
    this.smallFor = key;
    const x = prepare(this.small, width, height, dpr);
    const pen = this.smallPen;
    pen.begin(0, 0, width, height, dpr);
    const each = (height - 4) / Math.max(1, lanes.length);
    lanes.forEach((r, i) => {
      const y = 2 + i * each;
      r.segments.visit(0, scale.end, 0.7 / k, (index, t0, until, run) => {
        if (run <= 0) return;
        const long = Math.max(0.8, (Math.min(until, score.end) - t0) * k);
        pen.rect(t0 * k, y, long, Math.max(1, each - 0.6), hueInks(r.hue(index) ?? 0).fill);
      });
    });
    pen.end(x);
  }

  /** Puts the needle at `t`. @param {number} t @param {boolean} [follow]  keep it in view */
  move(t, follow = false) {
    this.t = t;
    if (!this.W) return;
    const { scale } = this;
    if (follow && scale.follow(t)) this.invalidate();
    if (this.score.curtain && this.curtainAt !== t) {
      this.curtainAt = t;
      this.invalidate();
    }
    const x = scale.x(t);
    const on = x >= scale.left - 1 && x <= scale.left + scale.width + 1;
    this.needle.style.transform = `translateX(${x.toFixed(2)}px)`;
    this.needle.style.height = `${this.H - (this.overview ? OVERVIEW : 0) - 3}px`;
    this.needle.style.opacity = on ? '1' : '0';
    const text = `${clock(t, scale.end)} ${clockUnit(scale.end)}`;
    write(this.flag, text);
    const width = text.length * 6.6 + 12;
    this.flag.style.transform = `translateX(${clamp(-width / 2, scale.left - x, this.W - x - width - 2).toFixed(1)}px)`;
    this.body.setAttribute('aria-valuenow', String(Math.round(t)));
    this.body.setAttribute('aria-valuetext', text);
  }

  /** @param {LaneRow} row @param {import('./bands.js').Band} band @param {number} t @param {PointerEvent} e */
  hoverBand(row, band, t, e) {
    const [run = 0, ready = 0, wait = 0] = countStates(band.lanes, t, t + 1, 1, this.score.end).map((n) =>
      Math.round(n[0] ?? 0),
    );
    tip(e.clientX, this.body.getBoundingClientRect().top + row.y * zoom(), [
      h('b', {}, `${run} running, ${ready} ready, ${wait} waiting`),
    ]);
  }

  /** @param {number} x @param {number} y @param {PointerEvent} e */
  hover(x, y, e) {
    const row = x >= this.scale.left ? this.rowAt(y) : undefined;
    const t = this.scale.t(x);
    if (this.score.curtain && t > this.t) return tip();
    if (row?.band && t <= this.score.end) return this.hoverBand(row, row.band, t, e);
    const found = row && t <= this.score.end ? segmentAt(row.segments, t) : undefined;
    if (!row || !found || found.state === 'done') return tip();
    const late =
      found.task !== undefined &&
      found.until !== undefined &&
      t > found.until &&
      found.state !== 'ready' &&
      found.state !== 'run';
    const length = Math.min(found.t1, this.score.end) - found.t0;
    const what =
      row.kind === 'core'
        ? found.state === 'block'
          ? segmentWords(found)
          : `${row.id === 'loop' ? 'the loop' : row.id.replace('c', 'core ')}: ${row.label?.(found) || segmentWords(found)}`
        : `${row.who?.name ?? ''} ${late ? 'is overdue' : segmentWords(found)}`;
    tip(e.clientX, this.body.getBoundingClientRect().top + row.y * zoom(), [
      h('b', {}, what),
      h('span', { class: 'num' }, ` ${duration(length)}`),
    ]);
  }
}
