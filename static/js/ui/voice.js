/**
 * Narration markup: `[t3]` a thread, `[k2]` a task, `[o1]` an object, `*emphasis*`, and code in backticks.
 * `parse` is pure; `speak` makes elements of it.
 */
import { h } from './dom.js';

/** @typedef {{ kind: 'text' | 'code' | 'em' | 'who' | 'object', text: string }} Piece */

const MARKUP = /(\[[tko]\d+\]|`[^`]+`|\*(?=\S)[^*\n]*\S\*)/;

/** @param {string} sentence @returns {Piece[]} */
export function parse(sentence) {
  /** @type {Piece[]} */
  const out = [];
  for (const part of sentence.split(MARKUP)) {
    if (part === '') continue;
    if (part.startsWith('[') && MARKUP.test(part))
      out.push({ kind: part[1] === 'o' ? 'object' : 'who', text: part.slice(1, -1) });
    else if (part.startsWith('`') && part.length > 2) out.push({ kind: 'code', text: part.slice(1, -1) });
    else if (part.startsWith('*') && part.length > 2) out.push({ kind: 'em', text: part.slice(1, -1) });
    else out.push({ kind: 'text', text: part });
  }
  return out;
}

/**
 * @typedef {object} Names
 * @property {(key: string) => { name: string, hue: number } | undefined} who
 * @property {(id: number) => string | undefined} object
 */

/** The sentence as elements.
 * @param {string} sentence @param {Names} names @returns {Node[]} */
export function speak(sentence, names) {
  return parse(sentence).flatMap((p) => /** @type {Node[]} */ (piece(p, names)));
}

/** @param {Piece} p @param {Names} names @returns {Node[]} */
function piece(p, names) {
  switch (p.kind) {
    case 'who': {
      const who = names.who(p.text);
      return [h('b', { class: 'who', 'data-hue': who?.hue ?? 0 }, who?.name ?? p.text)];
    }
    case 'object':
      return [h('code', {}, names.object(Number(p.text.slice(1))) ?? p.text)];
    case 'code':
      return [h('code', {}, p.text)];
    case 'em':
      // Emphasis may hold names.
      return [h('em', {}, speak(p.text, names))];
    default:
      return [document.createTextNode(p.text)];
  }
}

/** The sentence as plain text, for titles and labels.
 * @param {string} sentence @param {Names} names */
export const plain = (sentence, names) =>
  speak(sentence, names)
    .map((n) => n.textContent)
    .join('');
