/** A small kit for making DOM and SVG elements. No framework, no state. */

/**
 * @typedef {Node | string | number | null | undefined | false} Kid
 * @typedef {Record<string, any>} Props  Attributes; `onname` adds a listener, `style` sets properties.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** An HTML element.
 * @template {keyof HTMLElementTagNameMap} K @param {K} tag @param {Props} [props] @param {...(Kid | Kid[])} kids
 * @returns {HTMLElementTagNameMap[K]} */
export const h = (tag, props, ...kids) => fill(document.createElement(tag), props, kids);

/** An SVG element.
 * @template {keyof SVGElementTagNameMap} K @param {K} tag @param {Props} [props] @param {...(Kid | Kid[])} kids
 * @returns {SVGElementTagNameMap[K]} */
export const s = (tag, props, ...kids) =>
  fill(/** @type {SVGElementTagNameMap[K]} */ (document.createElementNS(SVG, tag)), props, kids);

/** @template {Element} E @param {E} el @param {Props | undefined} props @param {(Kid | Kid[])[]} kids @returns {E} */
function fill(el, props, kids) {
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || (value === false && !key.startsWith('aria-'))) continue;
    if (key.startsWith('on')) el.addEventListener(key.slice(2), value);
    else if (key === 'style')
      for (const [a, b] of Object.entries(value)) /** @type {any} */ (el).style.setProperty(a, b);
    else el.setAttribute(key, value === true ? (key.startsWith('aria-') ? 'true' : '') : String(value));
  }
  for (const kid of kids.flat(4))
    if (kid !== null && kid !== undefined && kid !== false) el.append(kid instanceof Node ? kid : String(kid));
  return el;
}

/** The one element that matches.
 * @param {string} selector @param {ParentNode} [root] @returns {HTMLElement} */
export function one(selector, root = document) {
  const el = root.querySelector(selector);
  if (!el) throw new Error(`no ${selector} in the page`);
  return /** @type {HTMLElement} */ (el);
}

/** Sets text only when it differs, so that nothing is laid out again for nothing.
 * @param {Node} el @param {string | number} text */
export function write(el, text) {
  const t = String(text);
  if (el.textContent !== t) el.textContent = t;
}

/** @param {number} x @param {number} low @param {number} high */
export const clamp = (x, low, high) => Math.min(high, Math.max(low, x));

/** @param {number} a @param {number} b @param {number} p */
export const lerp = (a, b, p) => a + (b - a) * p;

/** Whether the reader asked for less motion. */
export const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The data the server put into the page.
 * @returns {any} */
export function bootData() {
  return JSON.parse(document.getElementById('boot')?.textContent || '{}');
}
