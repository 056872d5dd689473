/** The keys of the Run screen and of the lab. */
import { keyTable, listen } from '../ui/keys.js';
import { openSheet } from '../ui/dialog.js';
import { setPresenter } from '../ui/theme.js';
import { switchTheme } from '../ui/shell.js';

/**
 * @typedef {object} Screen
 * @property {import('../player/player.js').Player} player
 * @property {import('./deck.js').Deck} deck
 * @property {{ focus: () => void }} program
 * @property {string} [what]  it is, if not a program
 * @property {(by: 1 | -1) => void} choose
 * @property {() => void} pick
 * @property {() => void} [view]  where there is an event loop to look at
 * @property {(row: number) => void} [answer]  where one is asked who runs
 */

/** @param {Screen} screen */
export function shortcuts({ player, deck, program, what = 'program', choose, pick, view, answer }) {
  const pan = (/** @type {number} */ by) => () => deck.timeline.pan(deck.timeline.scale.span * by);
  /** @type {import('../ui/keys.js').Shortcut[]} */
  const table = [
    { keys: [' '], shown: 'Space', does: 'play, pause', act: () => player.toggle() },
    { keys: ['ArrowRight'], shown: '→', does: 'step', act: () => void player.step(1) },
    { keys: ['ArrowLeft'], shown: '←', does: 'step back', act: () => void player.step(-1) },
    { keys: ['Shift+ArrowRight'], shown: 'Shift →', does: 'next event of the chosen kind', act: () => deck.jump(1) },
    {
      keys: ['Shift+ArrowLeft'],
      shown: 'Shift ←',
      does: 'previous event of the chosen kind',
      act: () => deck.jump(-1),
    },
    { keys: ['Home'], shown: 'Home', does: 'to the start', act: () => player.seek(0) },
    { keys: ['End'], shown: 'End', does: 'to the end', act: () => player.seek(Infinity) },
    { keys: ['['], shown: '[', does: 'slower', act: () => deck.setSpeed(deck.speed - 1) },
    { keys: [']'], shown: ']', does: 'faster', act: () => deck.setSpeed(deck.speed + 1) },
    { keys: ['w'], shown: 'W', does: 'zoom in', act: () => deck.timeline.zoom(1 / 1.4) },
    { keys: ['s'], shown: 'S', does: 'zoom out', act: () => deck.timeline.zoom(1.4) },
    { keys: ['a'], shown: 'A', does: 'pan left', act: pan(-0.2) },
    { keys: ['d'], shown: 'D', does: 'pan right', act: pan(0.2) },
    { keys: ['f'], shown: 'F', does: 'fit all', act: () => deck.timeline.fit() },
    { keys: ['ArrowDown'], shown: '↓', does: 'choose the next thread or task', act: () => choose(1) },
    { keys: ['ArrowUp'], shown: '↑', does: 'choose the previous one', act: () => choose(-1) },
    ...(view ? [{ keys: ['v'], shown: 'V', does: 'event loop or threads', act: view }] : []),
    ...(answer
      ? [1, 2, 3, 4, 5, 6, 7, 8, 9].map((row) => ({
          keys: [String(row)],
          shown: row === 1 ? '1 … 9' : '',
          does: 'prediction: the process in this row runs',
          act: () => answer(row),
        }))
      : []),
    { keys: ['e'], shown: 'E', does: `edit the ${what}`, act: () => program.focus() },
    ...(what === 'program'
      ? [{ keys: [], shown: 'Ctrl Enter', does: 'run the program (in the editor)', act: () => {} }]
      : []),
    { keys: ['p'], shown: 'P', does: 'presenter size', act: () => setPresenter() },
    { keys: ['t'], shown: 'T', does: 'light or dark', act: switchTheme },
    { keys: ['?', 'Shift+?'], shown: '?', does: 'this table', act: () => help() },
    { keys: ['Escape'], shown: 'Esc', does: 'leave the field, close, choose nobody', act: pick },
  ];
  const help = () => void openSheet('Keyboard', [keyTable(table)]);
  return { help, listen: () => listen(table) };
}
