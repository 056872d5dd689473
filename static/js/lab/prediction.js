/**
 * Prediction mode: what comes next is hidden, and at every decision the reader says who runs. In an exam nothing is
 * told until the end. Keeps the score; asks through whoever owns the narration.
 */
import { questionsOf } from './questions.js';

/**
 * @typedef {import('./questions.js').Question} Question
 * @typedef {import('../replay/run.js').Run} Run
 */

export class Prediction {
  constructor() {
    this.on = false;
    /** Answers are noted, not told. */
    this.exam = false;
    /** Everything is shown again, the score stays. */
    this.revealed = false;
    /** @type {Run | undefined} */ this.run = undefined;
    /** @type {Question[] | undefined} Made when they are first wanted: a long run has a million. */ this.made =
      undefined;
    /** @type {(number | undefined)[]} The thread named, by question. */ this.answers = [];
    /** The question that is open. */
    this.asked = -1;
  }

  /** The questions of the run. */
  get questions() {
    return (this.made ??= this.run ? questionsOf(this.run) : []);
  }

  /** What comes is hidden. */
  get hides() {
    return this.on && !this.revealed;
  }

  get right() {
    return this.answers.filter((a, i) => a !== undefined && a === this.questions[i]?.answer).length;
  }

  get answered() {
    return this.answers.filter((a) => a !== undefined).length;
  }

  /** @type {Question | undefined} */
  get open() {
    return this.questions[this.asked];
  }

  /** @param {boolean} on @param {boolean} [exam] */
  turn(on, exam = false) {
    this.on = on;
    this.exam = exam;
    this.revealed = false;
    this.restart();
  }

  restart() {
    this.answers = [];
    this.asked = -1;
    this.revealed = false;
  }

  /** Another run: its questions are new ones. @param {Run} run */
  load(run) {
    this.run = run;
    this.made = undefined;
    this.restart();
  }

  /** The first question that a position lies beyond or at, if it is not answered.
   * @param {number} position @returns {Question | undefined} */
  due(position) {
    if (!this.hides) return undefined;
    // They are answered in order.
    const i = this.answers.length;
    const q = this.questions[i];
    if (!q || position < q.position) {
      this.asked = -1;
      return undefined;
    }
    this.asked = i;
    return q;
  }

  /** @param {number} thread @returns {{ question: Question, right: boolean } | undefined} */
  answer(thread) {
    const question = this.open;
    if (!question || !question.among.includes(thread)) return undefined;
    this.answers[this.asked] = thread;
    this.asked = -1;
    return { question, right: thread === question.answer };
  }

  get finished() {
    return this.questions.length > 0 && this.answered === this.questions.length;
  }
}
