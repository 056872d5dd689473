/** The small sign of a thread (round) or task (square), wherever one is named. */
import { h } from './dom.js';

/** @param {import('../replay/entities.js').Who} who @param {string} [state]  a texture */
export const chip = (who, state = 'run') =>
  h(
    'span',
    { class: `chip${who.kind === 'task' ? ' task' : ''}`, 'data-hue': who.hue, 'data-state': state, title: who.name },
    who.tag,
  );
