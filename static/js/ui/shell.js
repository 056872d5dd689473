/** The top bar of every screen: the way home, the title, theme, presenter size and what else a screen puts there. */
import { h } from './dom.js';
import { icon, mark } from './icons.js';
import { isDark, setPresenter, setTheme } from './theme.js';

/** @param {HTMLElement} el @param {{ title?: string, number?: string, help?: () => void, extra?: HTMLElement[] }} o */
export function topBar(el, { title, number, help, extra = [] }) {
  const theme = h('button', {
    class: 'tool',
    type: 'button',
    'aria-label': 'Switch between light and dark',
    title: 'Theme (T)',
    onclick: switchTheme,
  });
  const paint = () => theme.replaceChildren(icon(isDark() ? 'sun' : 'moon'));
  addEventListener('themechange', paint);
  paint();
  const tool = (/** @type {string} */ name, /** @type {string} */ label, /** @type {() => void} */ act, cls = '') =>
    h('button', { class: `tool ${cls}`, type: 'button', 'aria-label': label, title: label, onclick: act }, icon(name));
  el.replaceChildren(
    h(
      'a',
      { class: 'brand', href: '/', 'aria-label': 'Timeslice, all chapters' },
      mark(20),
      h('span', {}, 'Timeslice'),
    ),
    title === undefined
      ? h('span', { class: 'grow' })
      : h('div', { class: 'title' }, number ? h('span', { class: 'quiet num' }, number) : null, h('h1', {}, title)),
    h(
      'div',
      { class: 'tools' },
      theme,
      tool('screen', 'Presenter size (P)', () => setPresenter(), 'wide'),
      help ? tool('help', 'Keyboard (?)', help, 'wide') : null,
      extra,
    ),
  );
}

export const switchTheme = () => setTheme(isDark() ? 'light' : 'dark');
