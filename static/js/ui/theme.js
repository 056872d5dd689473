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
addEventListener('themechange', () => cache.clear());
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

/** Presenter mode: everything a quarter larger, in the layout of the room that is left.
 * @param {boolean} [on] */
export function setPresenter(on = root.dataset.presenter === undefined) {
  if (on) root.dataset.presenter = '';
  else delete root.dataset.presenter;
  dispatchEvent(new Event('resize'));
}

/** CSS pixels of the window per pixel of the layout. */
export const zoom = () => (root.dataset.presenter === undefined ? 1 : 1.25);
