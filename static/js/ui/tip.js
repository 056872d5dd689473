/** One tooltip for the whole page. */
import { h, clamp } from './dom.js';
import { zoom } from './theme.js';

/** @type {HTMLElement | undefined} */
let el;

/** Shows `content` above a point of the window; without content, hides.
 * @param {number} [x] @param {number} [y] @param {(Node | string)[]} [content] */
export function tip(x = 0, y = 0, content) {
  if (!el) document.body.append((el = h('div', { class: 'tip', role: 'tooltip' })));
  el.classList.toggle('on', content !== undefined);
  if (!content) return;
  el.replaceChildren(...content);
  const box = el.getBoundingClientRect();
  const z = zoom();
  el.style.left = `${clamp(x - box.width / 2, 8, innerWidth - box.width - 8) / z}px`;
  el.style.top = `${(y - box.height - 14 < 8 ? y + 18 : y - box.height - 14) / z}px`;
}
