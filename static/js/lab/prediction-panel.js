/** Prediction mode as one sees it: its strip with the score, the question, and what is said of an answer. */
import { h } from '../ui/dom.js';
import { chip } from '../ui/chip.js';
import { speak } from '../ui/voice.js';
import { namesOf, sentenceAt } from '../pages/narration.js';

/**
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('./questions.js').Question} Question
 * @typedef {import('../pages/narration.js').Narration} Narration
 */

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

/** What to do, before anything has happened. @param {Narration} narration @param {import('./prediction.js').Prediction} p */
export function inviteIn(narration, p) {
  const sentence = p.questions.length
    ? 'Press play. At each decision the machine stops and asks who runs.'
    : 'Nobody ever competes for a core here, so there is nothing to predict.';
  narration.say(p.exam ? 'exam' : 'prediction', sentence);
}

/** Asks who runs now; a click on a candidate is an answer.
 * @param {Narration} narration @param {Run} run @param {Question} question @param {(thread: number) => void} answer */
export function askIn(narration, run, question, answer) {
  const people = run.people();
  const where = run.machine.cores > 1 && question.core !== undefined ? ` on core ${question.core}` : '';
  const newcomer = question.stays ? 'Somebody has come. ' : '';
  narration.say(
    'your turn',
    `${newcomer}*Who runs now${where}?* Click a process, or press the number of its row.`,
    false,
    [
      h(
        'span',
        { class: 'cands', role: 'group', 'aria-label': 'Who runs now?' },
        question.among.map((id) => {
          const w = people.get(`t${id}`);
          return (
            w &&
            h(
              'button',
              { class: 'btn', type: 'button', onclick: () => answer(id) },
              chip(w),
              w.name === w.tag ? null : w.name,
            )
          );
        }),
      ),
    ],
  );
}

/** Says what an answer was worth; in an exam, that it is noted.
 * @param {Narration} narration @param {Run} run @param {import('./prediction.js').Prediction} prediction
 * @param {{ question: Question, right: boolean }} given @param {number} thread  the one named */
export function tellOutcome(narration, run, prediction, { question, right }, thread) {
  if (prediction.exam) {
    const last = 'That was the last one. *Reveal* shows what was right.';
    return narration.say('noted', prediction.finished ? last : 'Noted. Go on.');
  }
  const told = question.stays ? '' : sentenceAt(run, question.then);
  const outcome = `[t${question.answer}] ${question.stays ? 'keeps the core' : 'runs'}`;
  const sentence = right ? told || `${outcome}.` : `${outcome}, not [t${thread}]. ${told}`;
  narration.say(right ? '✓ right' : '✕ not this one', '', !right);
  narration.main.replaceChildren(...speak(sentence, namesOf(run)));
}
