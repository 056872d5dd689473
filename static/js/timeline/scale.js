/** Time and pixels: the window of a timeline, its zoom, pan and ticks. Pure; times are nanoseconds. */

/** The closest zoom: this much time over the whole width. */
const CLOSEST = 2000;

export class TimeScale {
  constructor() {
    /** Left edge of the plot, in pixels. */
    this.left = 0;
    this.width = 1;
    /** Length of the run. */
    this.end = 1;
    /** First and last moment shown. */
    this.from = 0;
    this.to = 1;
  }

  get span() {
    return this.to - this.from;
  }

  get zoomed() {
    return this.span < this.end * 0.999;
  }

  /** @param {number} t */
  x(t) {
    return this.left + ((t - this.from) / this.span) * this.width;
  }

  /** @param {number} x */
  t(x) {
    return Math.min(this.end, Math.max(0, this.from + ((x - this.left) / this.width) * this.span));
  }

  /** The run has this length now; a window on everything stays one. @param {number} end */
  extend(end) {
    const all = !this.zoomed;
    this.end = Math.max(1, end);
    if (all) this.fit();
    else this.show(this.from, this.span);
  }

  fit() {
    this.from = 0;
    this.to = this.end;
  }

  /** @param {number} from @param {number} span */
  show(from, span) {
    const s = Math.min(this.end, Math.max(Math.min(CLOSEST, this.end), span));
    this.from = Math.min(Math.max(0, from), this.end - s);
    this.to = this.from + s;
  }

  /** @param {number} factor below 1: closer @param {number} at  the moment that stays where it is */
  zoom(factor, at) {
    const span = Math.min(this.end, Math.max(Math.min(CLOSEST, this.end), this.span * factor));
    const share = (at - this.from) / this.span;
    this.show(at - share * span, span);
  }

  /** @param {number} by */
  pan(by) {
    this.show(this.from + by, this.span);
  }

  /** Keeps `t` in view while it moves: past 85 % the window turns over. @param {number} t @returns {boolean} whether it moved */
  follow(t) {
    if (!this.zoomed || (t >= this.from && t <= this.from + this.span * 0.85)) return false;
    const before = this.from;
    this.show(t - this.span * 0.25, this.span);
    return this.from !== before;
  }

  /** Distance of labelled ticks: 1, 2 or 5 times a power of ten, at least `px` pixels apart. @param {number} [px] */
  step(px = 84) {
    const least = (this.span / this.width) * px;
    const base = 10 ** Math.floor(Math.log10(least));
    return [1, 2, 5, 10].map((k) => k * base).find((k) => k >= least) ?? base * 10;
  }
}

/** The label of a tick, in the unit of the ticks around it.
 * @param {number} t @param {number} step @param {number} span */
export function tickLabel(t, step, span) {
  const [unit, size] = span >= 5e9 ? ['s', 1e9] : span < 0.2e6 ? ['µs', 1e3] : ['ms', 1e6];
  const digits = Math.max(0, Math.ceil(-Math.log10(step / /** @type {number} */ (size)) - 1e-9));
  const text = (t / /** @type {number} */ (size)).toFixed(Math.min(6, digits));
  return t === 0 ? `0 ${unit}` : text;
}
