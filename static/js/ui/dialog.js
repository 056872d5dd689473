/** Modal sheets: the keyboard table, the share field. Uses the platform's `dialog`. */
import { h } from './dom.js';
import { icon } from './icons.js';

/** @param {string} title @param {(Node | string)[]} body */
export function openSheet(title, body) {
  const close = h(
    'button',
    { class: 'tool', type: 'button', 'aria-label': 'Close', onclick: () => sheet.close() },
    icon('close'),
  );
  const sheet = h(
    'dialog',
    { class: 'sheet', 'aria-label': title },
    h('div', { class: 'ph' }, h('h2', {}, title), h('span', { class: 'grow' }), close),
    h('div', { class: 'sheetbody' }, body),
  );
  sheet.addEventListener('close', () => sheet.remove());
  sheet.addEventListener('click', (e) => e.target === sheet && sheet.close());
  document.body.append(sheet);
  sheet.showModal();
  return sheet;
}
