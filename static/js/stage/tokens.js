/**
 * Tokens: circles are threads (who), rounded squares asyncio tasks, hexagons things that are held (the GIL, locks),
 * small rectangles bytes in a pipe.
 *
 * A token has exactly one place at a time. When its place changes it travels there; the same place never moves it
 * without a cause. `set` says where everybody should be, `draw` is called every frame while somebody travels.
 */
import { s, lerp, still } from '../ui/dom.js';
import { wake } from '../ui/frame.js';
import { ease, hexagon } from './geometry.js';

/**
 * @typedef {{ x: number, y: number }} Point
 *
 * @typedef {object} Wanted
 * @property {string} id
 * @property {string} tag
 * @property {number | string} hue
 * @property {'task' | 'hex' | 'parcel' | undefined} [kind]
 * @property {number} x
 * @property {number} y
 * @property {string} place  Where it is, by name; a change makes it travel.
 * @property {import('../replay/lanes.js').Texture} state
 * @property {string} say  Its state in words, for assistive technology.
 * @property {string} name
 * @property {number} [scale]
 * @property {boolean} [late]
 * @property {boolean} [chosen]
 * @property {number} [bend]  How far the way there bulges down.
 * @property {(p: number) => Point} [path]
 * @property {Point | undefined} [from]  Where it comes from when it is new.
 * @property {number} [size]  Font size.
 *
 * @typedef {{ x: number, y: number, scale: number, begun: number, takes: number, bend: number, path: ((p: number) => Point) | undefined }} Travel
 * @typedef {{ g: SVGGElement, label: SVGTextElement, tex: Element, x: number, y: number, scale: number, to: Point, toScale: number, place: string, travel: Travel | undefined, moved: number, fresh: boolean }} Token
 */

/** Textures that are patterns. */
const PATTERNED = new Set(['gil', 'lock', 'io']);
/** A parcel is as wide as what is written on it. */
export const PARCEL = { w: 58, h: 22 };
/** How long a ring marks what moved, when nothing travels. */
const MARKED = 600;

/** The state textures, one per hue; the timeline paints the same ones.
 * @param {Iterable<number>} hues @param {string} prefix */
export function textures(hues, prefix) {
  const defs = s('defs');
  for (const n of hues) {
    const c = `var(--h${n}-edge)`;
    const pattern = (
      /** @type {string} */ kind,
      /** @type {number} */ size,
      /** @type {Element} */ sign,
      /** @type {string} */ turn,
    ) =>
      s(
        'pattern',
        {
          id: `${prefix}-${kind}-${n}`,
          width: size,
          height: size,
          patternUnits: 'userSpaceOnUse',
          patternTransform: turn || null,
        },
        s('rect', { width: size, height: size, fill: 'var(--surface)' }),
        sign,
      );
    defs.append(
      pattern('gil', 5, s('rect', { width: 1.7, height: 5, fill: c }), 'rotate(45)'),
      pattern('lock', 4, s('rect', { width: 1.4, height: 4, fill: c }), ''),
      pattern('io', 5, s('circle', { cx: 2.5, cy: 2.5, r: 1, fill: c }), ''),
    );
  }
  return defs;
}

export class Tokens {
  /** @param {SVGGElement} layer @param {string} prefix  of the texture ids @param {number} r */
  constructor(layer, prefix, r) {
    this.layer = layer;
    this.prefix = prefix;
    this.r = r;
    /** @type {Map<string, Token>} */ this.map = new Map();
  }

  /** @param {Wanted} w @returns {Token} */
  make(w) {
    const r = this.r;
    const shape = (/** @type {string} */ cls) =>
      w.kind === 'hex'
        ? s('path', { class: cls, d: hexagon(r) })
        : w.kind === 'task'
          ? s('rect', { class: cls, x: -r * 1.15, y: -r * 0.86, width: r * 2.3, height: r * 1.72, rx: 6 })
          : w.kind === 'parcel'
            ? s('rect', { class: cls, x: -PARCEL.w / 2, y: -PARCEL.h / 2, width: PARCEL.w, height: PARCEL.h, rx: 2 })
            : s('circle', { class: cls, r });
    const label = s('text', { class: 'lbl', 'text-anchor': 'middle', dy: '.35em' });
    const tex = shape('tex');
    const g = s(
      'g',
      { class: `tok${w.kind ? ` ${w.kind}` : ''}`, 'data-id': w.id, role: 'img' },
      s('circle', { class: 'halo', r: r + 6 }),
      shape('base'),
      tex,
      shape('rim'),
      label,
    );
    this.layer.append(g);
    const token = {
      g,
      label,
      tex,
      x: w.x,
      y: w.y,
      scale: 1,
      to: w,
      toScale: 1,
      place: '',
      travel: undefined,
      moved: 0,
      fresh: true,
    };
    this.map.set(w.id, token);
    return token;
  }

  /** Where everybody should be now. @param {Wanted[]} wanted @param {number} travel  milliseconds; 0: at once @param {boolean} [jump]  seek: no trace of a way */
  set(wanted, travel = 0, jump = false) {
    const seen = new Set();
    const now = performance.now();
    const calm = still();
    for (const w of wanted) {
      seen.add(w.id);
      const token = this.map.get(w.id) ?? this.make(w);
      this.dress(token, w);
      const moved = token.place !== w.place;
      const shifted = !token.travel && Math.hypot(token.to.x - w.x, token.to.y - w.y) > 14;
      if (calm && moved && !token.fresh && !jump) token.moved = now;
      if (calm || jump || (!travel && moved) || token.fresh) {
        token.travel =
          token.fresh && w.from && travel && !calm && !jump
            ? { ...w.from, scale: 0.5, begun: now, takes: travel, bend: w.bend ?? 0, path: undefined }
            : undefined;
      } else if (travel && (moved || shifted)) {
        token.travel = {
          x: token.x,
          y: token.y,
          scale: token.scale,
          begun: now,
          takes: travel,
          bend: w.bend ?? 0,
          path: w.path,
        };
      }
      token.fresh = false;
      token.place = w.place;
      token.to = { x: w.x, y: w.y };
      token.toScale = w.scale ?? 1;
    }
    for (const [id, token] of this.map) {
      if (seen.has(id)) continue;
      token.g.remove();
      this.map.delete(id);
    }
    if (this.draw(now)) wake();
  }

  /** @param {Token} token @param {Wanted} w */
  dress(token, w) {
    const { g, label, tex } = token;
    if (label.textContent !== w.tag) label.textContent = w.tag;
    const size = `${w.size ?? (w.tag.length > 3 ? 10 : w.tag.length > 2 ? 11 : 13)}px`;
    if (label.style.fontSize !== size) label.style.fontSize = size;
    if (g.getAttribute('data-hue') !== String(w.hue)) g.setAttribute('data-hue', String(w.hue));
    if (g.getAttribute('data-state') !== w.state || !tex.hasAttribute('fill')) {
      g.setAttribute('data-state', w.state);
      tex.setAttribute(
        'fill',
        PATTERNED.has(w.state) && typeof w.hue === 'number' ? `url(#${this.prefix}-${w.state}-${w.hue})` : 'none',
      );
    }
    const aria = `${w.name}: ${w.say}`;
    if (g.getAttribute('aria-label') !== aria) g.setAttribute('aria-label', aria);
    g.classList.toggle('late', Boolean(w.late));
    g.classList.toggle('chosen', Boolean(w.chosen));
  }

  /** Draws everybody at the moment `now`; returns whether somebody still travels.
   * @param {number} now */
  draw(now) {
    let busy = false;
    for (const token of this.map.values()) {
      const way = token.travel;
      const p = way ? Math.min(1, (now - way.begun) / way.takes) : 1;
      if (way && p < 1) {
        busy = true;
        const e = ease(Math.max(0, p));
        const q = way.path
          ? way.path(e)
          : { x: lerp(way.x, token.to.x, e), y: lerp(way.y, token.to.y, e) + Math.sin(e * Math.PI) * way.bend };
        token.x = q.x;
        token.y = q.y;
        token.scale = lerp(way.scale, token.toScale, e);
      } else {
        token.travel = undefined;
        token.x = token.to.x;
        token.y = token.to.y;
        token.scale = token.toScale;
      }
      token.g.setAttribute(
        'transform',
        `translate(${token.x.toFixed(2)} ${token.y.toFixed(2)}) scale(${token.scale.toFixed(3)})`,
      );
      const marked = token.moved > 0 && now - token.moved < MARKED;
      token.g.classList.toggle('moved', marked);
      busy ||= marked;
    }
    return busy;
  }

  /** @param {string} id */
  at(id) {
    const token = this.map.get(id);
    return token && { x: token.x, y: token.y };
  }

  /** Whether a token has arrived at the place it has now.
   * @param {string} id @param {string} place */
  rests(id, place) {
    const token = this.map.get(id);
    return token !== undefined && token.place === place && !token.travel;
  }
}
