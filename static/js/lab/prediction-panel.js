/** The strip of prediction mode: the score, and what can be done next. */
import { h } from '../ui/dom.js';

/** @param {HTMLElement} el @param {import('./prediction.js').Prediction} p @param {{ predict: (on: boolean, exam?: boolean) => void, reveal: () => void }} on */
export function drawPrediction(el, p, on) {
  const button = (/** @type {string} */ name, /** @type {() => void} */ act, pressed = false) =>
    h('button', { class: 'btn small', type: 'button', 'aria-pressed': String(pressed), onclick: act }, name);
  const buttons = p.exam
    ? [p.revealed ? button('Again', () => on.predict(true, true)) : button('Reveal', on.reveal)]
    : [
        ...(p.hides && p.answered > 0 ? [button('Reveal', on.reveal)] : []),
        button('Predict', () => on.predict(!p.hides), p.hides),
      ];
  el.replaceChildren(h('span', { class: 'score num' }, scoreOf(p)), ...buttons);
}

/** @param {import('./prediction.js').Prediction} p */
function scoreOf(p) {
  if (!p.on || p.questions.length === 0) return [p.exam ? 'Exam' : 'Who runs next?'];
  if (p.exam && !p.revealed) return [`${p.answered} of ${p.questions.length} answered`];
  if (p.answered === 0) return [`${p.questions.length} decisions`];
  return [`${p.right} right`, h('span', { class: 'quiet' }, ` of ${p.answered}`)];
}

/** When one is asked. @param {number} cores */
export const whenAsked = (cores) =>
  cores === 1
    ? 'You are asked whenever the core is given to one of several, and whenever somebody comes.'
    : 'You are asked whenever a core is given to one of several who are ready.';
