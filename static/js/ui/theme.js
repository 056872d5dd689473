/** Light or dark, and the colours a canvas needs as plain values. `boot.js` applies the choice before first paint. */

const root = document.documentElement;
const KEY = 'timeslice-theme';

export const isDark = () => root.dataset.theme === 'dark';

/** @param {'light' | 'dark'} theme */
export function setTheme(theme) {
  root.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  dispatchEvent(new Event('themechange'));
}

/** @type {Map<string, string>} */
const cache = new Map();
/** @type {HTMLElement | undefined} */
let probe;
addEventListener('themechange', () => {
  cache.clear();
  inks.clear();
  hues.length = 0;
});
matchMedia('(forced-colors: active)').addEventListener('change', () => dispatchEvent(new Event('themechange')));

/** The present value of a custom property that holds a colour.
 * @param {string} name */
export function color(name) {
  const known = cache.get(name);
  if (known !== undefined) return known;
  if (!probe) {
    probe = document.createElement('span');
    probe.hidden = true;
    // A canvas keeps its colours when colours are forced: there they are the texture.
    probe.style.setProperty('forced-color-adjust', 'none');
    document.body.append(probe);
  }
  probe.style.color = `var(${name})`;
  const value = getComputedStyle(probe).color;
  cache.set(name, value);
  return value;
}

/**
 * @typedef {{ css: string, bits: number, translucent: boolean }} Ink  A colour as text, and as a pixel in memory.
 * @typedef {{ fill: Ink, edge: Ink, on: Ink }} HueInks
 */

/** @type {Map<string, Ink>} */
const inks = new Map();
/** @type {(HueInks & { faded: Map<number, Ink> })[]} */
const hues = [];

/** @param {string} css @param {number} alpha @returns {Ink} */
function inkOf(css, alpha) {
  const [r = 0, g = 0, b = 0] = (css.match(/[\d.]+/g) ?? []).map(Number);
  const a = Math.round(alpha * 255);
  // Red comes first in memory, so it is the lowest byte of a word.
  const bits = ((a << 24) | (b << 16) | (g << 8) | r) >>> 0;
  return { css: alpha < 1 ? `rgba(${r}, ${g}, ${b}, ${alpha})` : css, bits, translucent: alpha < 1 };
}

/** A custom property that holds a colour, as an ink. @param {string} name */
export function ink(name) {
  let found = inks.get(name);
  if (!found) inks.set(name, (found = inkOf(color(name), 1)));
  return found;
}

/** The inks of a hue. @param {number} hue */
export const hueInks = (hue) =>
  (hues[hue] ??= { fill: ink(`--h${hue}`), edge: ink(`--h${hue}-edge`), on: ink(`--h${hue}-on`), faded: new Map() });

/** The fill of a hue, translucent. @param {number} hue @param {number} alpha  0 to 1 */
export function fadedInk(hue, alpha) {
  const { faded, fill } = /** @type {typeof hues[number]} */ (hueInks(hue));
  let found = faded.get(alpha);
  if (!found) faded.set(alpha, (found = inkOf(fill.css, alpha)));
  return found;
}

/** Presenter mode: everything a quarter larger, in the layout of the room that is left.
 * @param {boolean} [on] */
export function setPresenter(on = root.dataset.presenter === undefined) {
  if (on) root.dataset.presenter = '';
  else delete root.dataset.presenter;
  dispatchEvent(new Event('resize'));
}

/** CSS pixels of the window per pixel of the layout. */
export const zoom = () => (root.dataset.presenter === undefined ? 1 : 1.25);
