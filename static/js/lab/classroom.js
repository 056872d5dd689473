/** Prediction and exam as they go on: stops the run where a decision is due, takes the answer, says what it was worth. */
import { askIn, drawPrediction, inviteIn, tellOutcome } from './prediction-panel.js';

/**
 * @typedef {object} Desk
 * @property {import('./prediction.js').Prediction} prediction
 * @property {import('../player/player.js').Player} player
 * @property {import('../pages/narration.js').Narration} narration
 * @property {() => void} redraw  Answers are hidden, or to be seen again.
 * @property {() => void} stopped  The player was stopped at a question.
 * @property {() => void} answered  The player went on from one.
 */

export class Classroom {
  /** @param {HTMLElement} el @param {Desk} desk */
  constructor(el, desk) {
    this.el = el;
    this.desk = desk;
  }

  /** The strip with the score. */
  show() {
    drawPrediction(this.el, this.desk.prediction, {
      predict: (on, exam) => this.predict(on, exam),
      reveal: () => this.reveal(),
    });
  }

  /** @param {boolean} on @param {boolean} [exam] */
  predict(on, exam = false) {
    const { prediction, player, narration, redraw } = this.desk;
    prediction.turn(on, exam);
    if (on && player.run) {
      prediction.load(player.run);
      player.pause();
      player.seek(0);
    }
    narration.holds = false;
    redraw();
  }

  reveal() {
    const { prediction, narration, redraw } = this.desk;
    prediction.revealed = true;
    narration.holds = false;
    redraw();
  }

  /** Stops at the first decision that has not been predicted, and asks. @returns {boolean} whether there is one here */
  ask() {
    const { prediction, player, narration, stopped } = this.desk;
    const { run } = player;
    const question = run?.complete ? prediction.due(player.position) : undefined;
    if (!run || !question) {
      if (run?.complete && prediction.hides && player.position === 0 && !player.playing)
        inviteIn(narration, prediction);
      return false;
    }
    if (player.position !== question.position || player.playing || player.glide) {
      player.pause();
      player.glide = undefined;
      player.place(question.position, question.time_ns);
      stopped();
    }
    askIn(narration, run, question, (thread) => this.answer(thread));
    return true;
  }

  /** @param {number} thread */
  answer(thread) {
    const { prediction, player, narration, answered } = this.desk;
    const { run } = player;
    const given = prediction.answer(thread);
    if (!run || !given) return;
    player.place(given.question.then);
    answered();
    if (prediction.finished && !prediction.exam) this.reveal();
    tellOutcome(narration, run, prediction, given, thread);
    this.show();
  }
}
