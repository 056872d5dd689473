/** Text onto the clipboard, with a word about it where one clicked. */
import { h } from './dom.js';
import { openSheet } from './dialog.js';

/** How long the word stays, in ms. */
const SAID_MS = 1400;

/** Shows another text for a moment. @param {HTMLElement} label @param {string} text */
export function sayBriefly(label, text) {
  label.dataset.text ??= label.textContent ?? '';
  label.textContent = text;
  setTimeout(() => (label.textContent = label.dataset.text ?? ''), SAID_MS);
}

/** Copies a link; where that is forbidden, shows it in a field to copy from.
 * @param {string} link @param {HTMLElement} label  where it is said @param {string} title  of the field */
export async function copyLink(link, label, title) {
  try {
    await navigator.clipboard.writeText(link);
    sayBriefly(label, 'Link copied');
  } catch {
    const field = h('input', { type: 'text', readonly: true, value: link, 'aria-label': 'Link', class: 'linkfield' });
    openSheet(title, [field]);
    field.select();
  }
}
