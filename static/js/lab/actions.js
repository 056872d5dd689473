/** What can be done with a workload as a whole: begin with an example, make one from a seed, hand it out as an exam. */
import { h } from '../ui/dom.js';
import { copyLink } from '../ui/copy.js';

/** Five processes that keep every policy busy: long and short, with and without I/O.
 * @returns {import('./sheet.js').Row[]} */
export const starterRows = () => [
  { name: 'A', arrival: '0', bursts: '9 4 5', priority: '3', tickets: '4' },
  { name: 'B', arrival: '1', bursts: '4', priority: '1', tickets: '2' },
  { name: 'C', arrival: '2', bursts: '2 5 2 5 2', priority: '2', tickets: '2' },
  { name: 'D', arrival: '4', bursts: '7', priority: '4', tickets: '1' },
  { name: 'E', arrival: '9', bursts: '3', priority: '2', tickets: '3' },
];

/** @param {HTMLElement} el @param {{ example: () => void, random: (seed: number) => void, own: () => void, exam: () => string }} on */
export function workloadActions(el, on) {
  const button = (/** @type {string} */ name, /** @type {string} */ title, /** @type {() => unknown} */ act) =>
    h('button', { class: 'btn small', type: 'button', title, onclick: act }, name);
  let seed = 1;
  const own = button('Make it mine', 'Turn the generated processes into rows that can be edited', on.own);
  const random = button('Random', 'Another workload from a seed; the seed is in the link', () => on.random(seed++));
  const exam = button('Exam link', 'A link to this exercise with its answers hidden', () =>
    copyLink(on.exam(), exam, 'Link to this exam'),
  );
  el.className = 'wl-acts';
  el.replaceChildren(own, random, exam);
  return {
    /** @param {boolean} seeded */
    fit: (seeded) => {
      own.hidden = !seeded;
      random.textContent = seeded ? 'Another' : 'Random';
    },
  };
}
