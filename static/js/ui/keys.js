/** The keyboard map of the page: one table that both acts and explains itself under `?`. */
import { h } from './dom.js';

/**
 * @typedef {object} Shortcut
 * @property {string[]} keys  As `KeyboardEvent.key`, `Shift+` in front where it matters.
 * @property {string} shown  As printed on keys; '' where another row tells it.
 * @property {string} does
 * @property {() => void} act
 */

/** @param {EventTarget | null} target */
const isField = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

/** @param {EventTarget | null} target @param {string} key */
const isTaken = (target, key) =>
  target instanceof HTMLElement &&
  ((/^(BUTTON|A)$/.test(target.tagName) && (key === ' ' || key === 'Enter')) || target.closest('dialog') !== null);

/** @param {Shortcut[]} table */
export function listen(table) {
  /** @type {Map<string, Shortcut>} */
  const by = new Map();
  for (const s of table) for (const k of s.keys) by.set(k.length === 1 ? k.toLowerCase() : k, s);
  addEventListener('keydown', (e) => {
    if (e.metaKey || e.ctrlKey || e.altKey || e.defaultPrevented || isField(e.target) || isTaken(e.target, e.key))
      return;
    const key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
    const found = by.get(e.shiftKey && key.length > 1 ? `Shift+${key}` : key);
    if (!found) return;
    e.preventDefault();
    found.act();
  });
}

/** @param {Shortcut[]} table */
export function keyTable(table) {
  return h(
    'table',
    { class: 'keytable' },
    h(
      'tbody',
      {},
      table
        .filter((s) => s.shown)
        .map((s) =>
          h(
            'tr',
            {},
            h(
              'th',
              { scope: 'row' },
              s.shown.split(' ').map((k) => h('kbd', {}, k)),
            ),
            h('td', {}, s.does),
          ),
        ),
    ),
  );
}
