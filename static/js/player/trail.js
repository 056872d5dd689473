/** Where the needle was lately: how much virtual time flies by when it does so faster than one can follow. */

const LATELY_MS = 200;

export class Trail {
  constructor() {
    /** @type {{ t: number, at: number }[]} */ this.points = [];
  }

  /** Virtual time gone by in the last moments.
   * @param {number} t @param {number} now  of the reader, in milliseconds */
  flown(t, now) {
    this.points = this.points.filter((p) => now - p.at < LATELY_MS && p.t <= t);
    this.points.push({ t, at: now });
    return t - (this.points[0]?.t ?? t);
  }
}
