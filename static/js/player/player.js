/**
 * The clock of the page: turns the time that passes in front of the screen into a position in a run.
 *
 * Every step that deserves attention is a beat with two phases. HOLD: virtual time stands still while tokens
 * travel, because a move costs none. RUN: virtual time goes on to the next beat, compressed by a square root, so
 * that a 5 µs switch and an 18 ms wait are both watchable. The order of steps is never changed.
 *
 * Virtual time is in nanoseconds, presentation time (`u`) in milliseconds at 1×. No DOM; `advance` is called once
 * per frame by whoever owns the frame loop.
 */
import { isKernelStep, stopsAt, weightOf } from '../replay/kinds.js';

/**
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('../replay/run.js').Step} Step
 * @typedef {'event' | 'line'} Grain  What a step of the transport is.
 * @typedef {'load' | 'grow' | 'tick' | 'play' | 'pause' | 'seek' | 'scrub' | 'step' | 'back' | 'wait'} Cause
 */

/** How long a token travels at 1×. */
export const TRAVEL = 320;
const NOTE = 140;
const QUIET = 24;
const LINE = 60;
/** A glide to the next step takes this long. */
const GLIDE = 420;
/** Under this, tokens jump instead of travelling. */
const SHORTEST_TRAVEL = 70;
const MS = 1e6;

export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 64];

/** How long virtual time takes to advance by `ns`, at 1×.
 * @param {number} ns */
export const runPhase = (ns) => (ns <= 0 ? 0 : Math.min(1500, Math.max(60, 120 * Math.sqrt(ns / (0.1 * MS)))));

export class Player {
  constructor() {
    /** @type {Run | undefined} */ this.run = undefined;
    /** @type {Grain} */ this.grain = 'event';
    this.speed = 1;
    this.playing = false;
    /** Playing, but everything received has been shown. */
    this.waiting = false;
    /** Steps applied. */
    this.position = 0;
    /** Virtual time. */
    this.t = 0;
    this.u = 0;
    /** @type {{ u: number, v: number, position: number } | undefined} A glide under way. */ this.glide = undefined;
    /** @type {((cause: Cause) => void)[]} */ this.listeners = [];
    this.scanned = 0;
    this.clear();
  }

  clear() {
    /** @type {number[]} Position right after each beat's step; the first beat is the start. */ this.beats = [0];
    /** @type {number[]} */ this.times = [0];
    /** @type {number[]} */ this.begins = [0];
    /** @type {number[]} End of each beat's hold. */ this.held = [0];
    this.scanned = 0;
  }

  /** @param {(cause: Cause) => void} listener */
  on(listener) {
    this.listeners.push(listener);
  }

  /** @param {Cause} cause */
  emit(cause) {
    for (const f of this.listeners) f(cause);
  }

  /** Shows another run; the position is kept as far as it exists. @param {Run} run @param {number} [position] @param {number} [t] */
  load(run, position = this.position, t) {
    this.run = run;
    this.glide = undefined;
    this.clear();
    this.scan();
    this.place(position, t);
    this.emit('load');
  }

  /** More steps have arrived. */
  grow() {
    this.scan();
    if (this.waiting) this.waiting = false;
    this.emit('grow');
  }

  /** @param {Grain} grain */
  setGrain(grain) {
    this.grain = grain;
    this.clear();
    this.scan();
    this.u = this.uOf(this.position, this.t);
    this.emit('seek');
  }

  /** Lays out the beats of the steps not yet seen. */
  scan() {
    const steps = this.run?.steps ?? [];
    for (; this.scanned < steps.length; this.scanned++) {
      const step = /** @type {Step} */ (steps[this.scanned]);
      const kernel = isKernelStep(step);
      if ((!kernel && this.grain === 'event') || this.run?.passing.has(step.type)) continue;
      const last = this.times.length - 1;
      const lastTime = /** @type {number} */ (this.times[last]);
      const from = /** @type {number} */ (this.held[last]);
      const begin = from + (kernel || step.time_ns - lastTime > 20_000 ? runPhase(step.time_ns - lastTime) : 0);
      const weight = weightOf(step);
      const hold = weight === 'move' ? TRAVEL : weight === 'quiet' ? QUIET : kernel ? NOTE : LINE;
      this.beats.push(this.scanned + 1);
      this.times.push(step.time_ns);
      this.begins.push(begin);
      this.held.push(begin + hold);
    }
  }

  /** Presentation time of everything received. */
  get length() {
    return this.held.at(-1) ?? 0;
  }

  /** Index of the last beat whose entry in `list` is at most `x`.
   * @param {number[]} list @param {number} x */
  beatIn(list, x) {
    let low = 0;
    let high = list.length - 1;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      if (/** @type {number} */ (list[mid]) <= x) low = mid;
      else high = mid - 1;
    }
    return low;
  }

  /** @param {number} u @returns {{ position: number, t: number }} */
  at(u) {
    const k = this.beatIn(this.begins, u);
    const beat = /** @type {number} */ (this.beats[k]);
    const time = /** @type {number} */ (this.times[k]);
    const held = /** @type {number} */ (this.held[k]);
    const next = this.begins[k + 1];
    if (u <= held || next === undefined) return { position: beat, t: time };
    const nextTime = /** @type {number} */ (this.times[k + 1]);
    const t = next > held ? time + ((nextTime - time) * (u - held)) / (next - held) : time;
    const limit = /** @type {number} */ (this.beats[k + 1]) - 1;
    return { position: this.between(beat, limit, t), t };
  }

  /** The furthest position in `[low, high]` that has happened by `t`.
   * @param {number} low @param {number} high @param {number} t */
  between(low, high, t) {
    if (!this.run || high <= low) return low;
    return Math.min(high, Math.max(low, this.run.positionAt(t)));
  }

  /** @param {number} position @param {number} t */
  uOf(position, t) {
    const k = this.beatIn(this.beats, position);
    const time = /** @type {number} */ (this.times[k]);
    const held = /** @type {number} */ (this.held[k]);
    if (t <= time) return held;
    const next = this.begins[k + 1];
    const nextTime = this.times[k + 1];
    if (next === undefined || nextTime === undefined || nextTime <= time) return held;
    return held + (next - held) * Math.min(1, (t - time) / (nextTime - time));
  }

  /** Moves there without a sound. @param {number} position @param {number} [t] */
  place(position, t) {
    const steps = this.run?.steps ?? [];
    this.position = Math.max(0, Math.min(position, steps.length));
    const own = steps[this.position - 1]?.time_ns ?? 0;
    const next = steps[this.position]?.time_ns ?? own;
    this.t = t === undefined ? own : Math.min(Math.max(t, own), next);
    this.u = this.uOf(this.position, this.t);
  }

  /** @param {number} position @param {Cause} [cause] */
  seek(position, cause = 'seek') {
    this.glide = undefined;
    this.place(position);
    this.emit(cause);
  }

  /** Goes to a moment: everything that happened by then has happened.
   * @param {number} t @param {Cause} [cause] */
  seekTime(t, cause = 'scrub') {
    if (!this.run) return;
    this.glide = undefined;
    const clamped = Math.min(Math.max(0, t), this.run.end);
    this.place(this.run.positionAt(clamped), clamped);
    this.emit(cause);
  }

  /** Whether a step of the transport stops at this step.
   * @param {Step} s */
  stops(s) {
    return stopsAt(s, this.grain) && !this.run?.passing.has(s.type);
  }

  /** One step on or back, or to the next one that passes.
   * @param {1 | -1} direction @param {(step: Step) => boolean} [pass] @returns {boolean} whether there was one */
  step(direction, pass) {
    const run = this.run;
    if (!run) return false;
    this.pause();
    const here = this.glide ? this.glide.position : this.position;
    this.glide = undefined;
    // A position between two beats: "back" first returns to the step that led here.
    const wanted = pass ?? ((/** @type {Step} */ s) => this.stops(s));
    const led = run.stepAt(here);
    const later = direction < 0 && led !== undefined && this.t > led.time_ns && wanted(led);
    const found = later ? here : run.find(here, direction, wanted);
    if (direction < 0) {
      this.seek(found ?? 0, 'back');
      return found !== undefined;
    }
    if (found === undefined) return false;
    const target = this.uOf(found, 0);
    const k = this.beatIn(this.beats, found);
    const entry = this.beats[k] === found ? /** @type {number} */ (this.begins[k]) : target;
    const distance = entry - this.u;
    if (distance <= 1 || distance > 30_000) {
      this.place(found);
      this.emit('step');
    } else {
      this.glide = { u: entry, v: Math.max(1, distance / GLIDE), position: found };
      this.emit('tick');
    }
    return true;
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (!this.run) return;
    if (this.atEnd && this.run.complete) this.place(0);
    this.glide = undefined;
    this.playing = true;
    this.emit('play');
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.waiting = false;
    this.emit('pause');
  }

  get atEnd() {
    return this.u >= this.length - 1e-6;
  }

  /** Whether frames are wanted. */
  get moving() {
    return this.glide !== undefined || (this.playing && !this.waiting);
  }

  /** Lets `ms` of the reader's time pass.
   * @param {number} ms */
  advance(ms) {
    if (this.glide) {
      this.u = Math.min(this.glide.u, this.u + ms * this.glide.v);
      if (this.u >= this.glide.u) {
        const { position } = this.glide;
        this.glide = undefined;
        this.place(position);
        this.emit('step');
        return;
      }
      ({ position: this.position, t: this.t } = this.at(this.u));
      this.emit('tick');
      return;
    }
    if (!this.playing || this.waiting) return;
    this.u = Math.min(this.length, this.u + ms * this.speed);
    ({ position: this.position, t: this.t } = this.at(this.u));
    this.emit('tick');
    if (!this.atEnd) return;
    if (this.run?.complete) this.pause();
    else {
      this.waiting = true;
      this.emit('wait');
    }
  }

  /** Virtual nanoseconds per second of the reader's, in the run phase around here; 0 when time stands.  */
  get rate() {
    const k = Math.min(this.beatIn(this.begins, this.u), this.times.length - 2);
    if (k < 0) return 0;
    const span = /** @type {number} */ (this.times[k + 1]) - /** @type {number} */ (this.times[k]);
    const shown = /** @type {number} */ (this.begins[k + 1]) - /** @type {number} */ (this.begins[k]);
    return shown > 0 ? (span / shown) * 1000 * this.speed : 0;
  }

  /** How long tokens may travel now, in milliseconds; 0: they jump. */
  get travel() {
    if (this.glide || !this.playing) return TRAVEL;
    const d = TRAVEL / this.speed;
    return d < SHORTEST_TRAVEL ? 0 : d;
  }
}
