/**
 * Tangible values: whatever can be changed on the machine strip is dragged, typed with arrow keys, or picked. Every
 * knob has the same face: an element and a `set` that shows another value without telling anybody.
 */
import { h, clamp, write } from './dom.js';
import { icon } from './icons.js';

/**
 * @typedef {{ el: HTMLElement, set: (value: string) => void, enable: (on: boolean) => void }} Knob
 * @typedef {(value: string) => void} OnSet
 */

const NOTCH = 14;

/** @param {HTMLElement} el */
const enabler = (el) => (/** @type {boolean} */ on) => {
  el.classList.toggle('off', !on);
  el.toggleAttribute('inert', !on);
  el.setAttribute('aria-disabled', String(!on));
};

/** A value on a scale of notches.
 * @param {{ label: string, value: string, notches: string[], show: (value: string) => string, onset: OnSet, hint: string, rank: (value: string) => number }} o @returns {Knob} */
export function scrub({ label, value, notches, show, onset, hint, rank }) {
  let list = withValue(notches, value, rank);
  let i = list.indexOf(value);
  const out = h('span', { class: 'v num' });
  const el = h(
    'span',
    { class: 'knob scrub', role: 'spinbutton', tabindex: 0, 'aria-label': label, title: hint },
    h('span', { class: 'k' }, label),
    out,
  );
  const paint = () => {
    const text = show(list[i] ?? value);
    write(out, text);
    el.setAttribute('aria-valuenow', String(rank(list[i] ?? value)));
    el.setAttribute('aria-valuemin', String(rank(list[0] ?? value)));
    el.setAttribute('aria-valuemax', String(rank(list.at(-1) ?? value)));
    el.setAttribute('aria-valuetext', text);
  };
  const to = (/** @type {number} */ n) => {
    const next = clamp(n, 0, list.length - 1);
    if (next === i) return;
    i = next;
    paint();
    onset(list[i] ?? value);
  };
  /** @type {{ x: number, i: number, moved: boolean } | undefined} */
  let hold;
  el.addEventListener('pointerdown', (e) => {
    hold = { x: e.clientX, i, moved: false };
    el.setPointerCapture(e.pointerId);
    el.classList.add('held');
  });
  el.addEventListener('pointermove', (e) => {
    if (!hold) return;
    const n = hold.i + Math.round((e.clientX - hold.x) / NOTCH);
    if (n !== i) hold.moved = true;
    to(n);
  });
  el.addEventListener('pointerup', (e) => {
    const box = el.getBoundingClientRect();
    if (hold && !hold.moved) to(e.clientX > box.left + box.width / 2 ? i + 1 : i - 1);
    hold = undefined;
    el.classList.remove('held');
  });
  el.addEventListener('pointercancel', () => {
    hold = undefined;
    el.classList.remove('held');
  });
  el.addEventListener('keydown', (e) => {
    const by = {
      ArrowRight: 1,
      ArrowUp: 1,
      ArrowLeft: -1,
      ArrowDown: -1,
      Home: -1e6,
      End: 1e6,
      PageUp: 5,
      PageDown: -5,
    }[e.key];
    if (by === undefined) return;
    e.preventDefault();
    to(i + by);
  });
  paint();
  return {
    el,
    enable: enabler(el),
    set: (v) => {
      list = withValue(notches, v, rank);
      i = list.indexOf(v);
      paint();
    },
  };
}

/** The notches with a hand-written value among them.
 * @param {string[]} notches @param {string} value @param {(v: string) => number} rank */
function withValue(notches, value, rank) {
  if (notches.includes(value)) return notches;
  return [...notches.filter((n) => rank(n) !== rank(value)), value].sort((a, b) => rank(a) - rank(b));
}

/** One of a few named things.
 * @param {{ label: string, value: string, options: [string, string][], onset: OnSet, hint?: string }} o @returns {Knob & { options: (list: [string, string][], value: string) => void }} */
export function choose({ label, value, options, onset, hint }) {
  const out = h('span', { class: 'v' });
  const select = h('select', {
    'aria-label': label || hint,
    onchange: () => {
      paint();
      onset(select.value);
      // Picked with the mouse, it gives the keys back to the page.
      if (!select.matches(':focus-visible')) select.blur();
    },
  });
  const paint = () => write(out, select.selectedOptions[0]?.textContent ?? '');
  const fill = (/** @type {[string, string][]} */ list, /** @type {string} */ v) => {
    const known = list.some((o) => o[0] === v) ? list : [...list, /** @type {[string, string]} */ ([v, v])];
    select.replaceChildren(...known.map(([key, name]) => h('option', { value: key, selected: key === v }, name)));
    paint();
  };
  fill(options, value);
  const el = h(
    'label',
    { class: 'knob pick', title: hint ?? null },
    label ? h('span', { class: 'k' }, label) : null,
    out,
    icon('down', 12),
    select,
  );
  return { el, enable: enabler(el), options: fill, set: (v) => fill(options, v) };
}

/** A small number of equal things, a dot each.
 * @param {{ label: string, value: string, max: number, onset: OnSet, hint: string }} o @returns {Knob} */
export function pips({ label, value, max, onset, hint }) {
  let n = Number(value);
  const row = h('span', { class: 'row' });
  const out = h('span', { class: 'v num' });
  const el = h(
    'span',
    {
      class: 'knob pips',
      role: 'slider',
      tabindex: 0,
      'aria-label': label,
      'aria-valuemin': 1,
      'aria-valuemax': max,
      title: hint,
    },
    h('span', { class: 'k' }, label),
    row,
    out,
  );
  const to = (/** @type {number} */ v) => {
    const next = clamp(v, 1, max);
    if (next === n) return;
    n = next;
    paint();
    onset(String(n));
  };
  const paint = () => {
    const shown = n < 4 ? 4 : n < 8 ? 8 : max;
    if (row.children.length !== shown)
      row.replaceChildren(...Array.from({ length: shown }, (_, k) => h('i', { onclick: () => to(k + 1) })));
    [...row.children].forEach((dot, k) => dot.classList.toggle('on', k < n));
    write(out, n);
    el.setAttribute('aria-valuenow', String(n));
  };
  el.addEventListener('keydown', (e) => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, Home: -99, End: 99 }[e.key];
    if (by === undefined) return;
    e.preventDefault();
    to(n + by);
  });
  paint();
  return { el, enable: enabler(el), set: (v) => ((n = Number(v)), paint()) };
}

/** On or off, with a sign that shows which.
 * @param {{ label: string, value: string, sign: SVGElement, onset: OnSet, hint: string }} o @returns {Knob} */
export function toggle({ label, value, sign, onset, hint }) {
  let on = value === 'on';
  const out = h('span', { class: 'v' });
  const el = h(
    'button',
    {
      class: 'knob tog',
      type: 'button',
      role: 'switch',
      'aria-label': label,
      title: hint,
      onclick: () => ((on = !on), paint(), onset(on ? 'on' : 'off')),
    },
    h('span', { class: 'k' }, label),
    sign,
    out,
  );
  const paint = () => {
    el.setAttribute('aria-checked', String(on));
    write(out, on ? 'on' : 'off');
  };
  paint();
  return { el, enable: enabler(el), set: (v) => ((on = v === 'on'), paint()) };
}
