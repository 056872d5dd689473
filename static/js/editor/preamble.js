/**
 * What stands before a scenario's code: the `# /// script` block for tools and the docstring for the reader. Shown as
 * prose until somebody wants the source; lines keep their numbers.
 */
import { Decoration, EditorView, StateEffect, StateField, WidgetType } from 'codemirror';
import { h } from '../ui/dom.js';
import { speak } from '../ui/voice.js';
import { preambleOf, prose } from './prose.js';

const NOBODY = { who: () => undefined, object: () => undefined };

/** @type {any} */ export const unfold = StateEffect.define();
/** @type {any} Goes with a change of the whole program. */ export const refold = StateEffect.define();

class Lede extends WidgetType {
  /** @param {string} text */
  constructor(text) {
    super();
    this.text = text;
  }

  /** @param {Lede} other */
  eq(other) {
    return other.text === this.text;
  }

  /** @param {any} view */
  toDOM(view) {
    const said = (/** @type {string} */ text) => speak(text, NOBODY);
    const blocks = prose(this.text).map((block) =>
      Array.isArray(block) ? h('ul', {}, ...block.map((item) => h('li', {}, said(item)))) : h('p', {}, said(block)),
    );
    const body = h('div', {}, blocks);
    const more = h(
      'button',
      {
        type: 'button',
        onclick: () => {
          more.textContent = box.classList.toggle('open') ? 'Less' : 'More';
          view.requestMeasure();
        },
      },
      'More',
    );
    const box = h(
      'div',
      { class: 'cm-lede' },
      this.text ? body : null,
      h(
        'span',
        { class: 'more' },
        this.text ? more : null,
        h('button', { type: 'button', onclick: () => view.dispatch({ effects: unfold.of(null) }) }, 'As source'),
      ),
    );
    return box;
  }

  ignoreEvent() {
    return true;
  }
}

/** @param {any} state */
function fold(state) {
  const found = preambleOf(state.doc.toString());
  if (!found || found.last >= state.doc.lines) return Decoration.none;
  const [from, to] = [state.doc.line(1).from, state.doc.line(found.last).to];
  return Decoration.set([Decoration.replace({ widget: new Lede(found.text), block: true }).range(from, to)]);
}

export const preamble = StateField.define({
  create: fold,
  update(/** @type {any} */ value, /** @type {any} */ tr) {
    if (tr.effects.some((/** @type {any} */ e) => e.is(unfold))) return Decoration.none;
    if (tr.effects.some((/** @type {any} */ e) => e.is(refold))) return fold(tr.state);
    if (!tr.docChanged) return value;
    // Whoever changes the text itself wants to see it.
    const range = value.iter();
    return range.value && tr.changes.touchesRange(range.from, range.to) ? Decoration.none : value.map(tr.changes);
  },
  provide: (/** @type {any} */ f) => EditorView.decorations.from(f),
});
