/** Shapes of the stage as path data, and the easing of everything that travels. Pure. */

/** A hexagon: a thing that is held.
 * @param {number} r @param {number} [x] @param {number} [y] */
export const hexagon = (r, x = 0, y = 0) =>
  `${Array.from({ length: 6 }, (_, i) => {
    const a = (Math.PI / 3) * i - Math.PI / 6;
    return `${i ? 'L' : 'M'}${(x + r * Math.cos(a)).toFixed(2)} ${(y + r * Math.sin(a)).toFixed(2)}`;
  }).join('')}Z`;

/** A point on a circle; `f` is a fraction of a turn from 12 o'clock, clockwise.
 * @param {number} cx @param {number} cy @param {number} r @param {number} f */
export function onCircle(cx, cy, r, f) {
  const a = f * Math.PI * 2 - Math.PI / 2;
  return { x: cx + r * Math.cos(a), y: cy + r * Math.sin(a) };
}

/** An arc between two fractions of a turn.
 * @param {number} cx @param {number} cy @param {number} r @param {number} from @param {number} to */
export function arc(cx, cy, r, from, to) {
  const end = to - from >= 0.9999 ? from + 0.9999 : to;
  const a = onCircle(cx, cy, r, from);
  const b = onCircle(cx, cy, r, end);
  return `M${a.x.toFixed(2)} ${a.y.toFixed(2)}A${r} ${r} 0 ${end - from > 0.5 ? 1 : 0} 1 ${b.x.toFixed(2)} ${b.y.toFixed(2)}`;
}

/** cubic-bezier(.45,.05,.15,1) at `p`.
 * @param {number} p */
export function ease(p) {
  const cx = 3 * 0.45;
  const bx = 3 * (0.15 - 0.45) - cx;
  const ax = 1 - cx - bx;
  const cy = 3 * 0.05;
  const by = 3 * (1 - 0.05) - cy;
  const ay = 1 - cy - by;
  let t = p;
  for (let i = 0; i < 5; i++) {
    const x = ((ax * t + bx) * t + cx) * t - p;
    const slope = (3 * ax * t + 2 * bx) * t + cx;
    if (Math.abs(slope) < 1e-4) break;
    t -= x / slope;
  }
  return ((ay * t + by) * t + cy) * t;
}
