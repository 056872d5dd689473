/** Fields of marks: the occupants of a waiting place that are too many for tokens, 7 px each, textured by state. */
import { s } from '../ui/dom.js';

/** @typedef {{ x: number, y: number, w: number, h: number }} Field */

const PITCH = 9;

/** How many marks a field has room for.
 * @param {Field} f */
export const capacityOf = (f) => Math.max(0, Math.floor(f.w / PITCH)) * Math.max(0, Math.floor(f.h / PITCH));

export class Marks {
  /** @param {SVGGElement} layer @param {Field} field */
  constructor(layer, field) {
    this.field = field;
    this.g = s('g', { class: 'marks', 'aria-hidden': 'true' });
    layer.append(this.g);
    /** @type {SVGRectElement[]} */ this.pool = [];
    this.capacity = capacityOf(field);
  }

  /** One mark per seat; an empty seat stays empty. @param {({ hue: number, late: boolean } | undefined)[]} seats @param {string} state */
  draw(seats, state) {
    const columns = Math.max(1, Math.floor(this.field.w / PITCH));
    for (let i = 0; i < Math.max(seats.length, this.pool.length); i++) {
      const seat = i < this.capacity ? seats[i] : undefined;
      let mark = this.pool[i];
      if (!mark) {
        if (!seat) continue;
        const flat = state === 'sleep';
        mark = s('rect', {
          class: 'mk',
          'data-state': state,
          x: this.field.x + (i % columns) * PITCH,
          y: this.field.y + Math.floor(i / columns) * PITCH + (flat ? 2.5 : 0),
          width: state === 'io' ? 4 : 7,
          height: flat ? 1.5 : state === 'io' ? 4 : 7,
          rx: state === 'io' ? 2 : 1,
        });
        this.pool[i] = mark;
        this.g.append(mark);
      }
      mark.style.display = seat ? '' : 'none';
      if (!seat) continue;
      const hue = String(seat.hue);
      if (mark.getAttribute('data-hue') !== hue) mark.setAttribute('data-hue', hue);
      mark.classList.toggle('late', seat.late);
    }
  }
}
