/**
 * The program editor: CodeMirror in one class. This folder is the only importer; the import
 * map of the page names the bundle `codemirror`, and server/assets builds it from what is imported here.
 *
 * Monochrome syntax (weight, not colour): hue is reserved for threads.
 */
import {
  EditorView,
  EditorState,
  HighlightStyle,
  bracketMatching,
  defaultKeymap,
  drawSelection,
  history,
  historyKeymap,
  indentOnInput,
  indentUnit,
  indentWithTab,
  keymap,
  lineNumbers,
  python,
  syntaxHighlighting,
  tags as t,
} from 'codemirror';
import { bars, marks, setCursors, setErrors, setHeat } from './marks.js';
import { preamble, refold, unfold } from './preamble.js';

/**
 * @typedef {import('./marks.js').Cursor} Cursor
 * @typedef {import('./marks.js').Heat} Heat
 * @typedef {import('./marks.js').ProgramError} ProgramError
 */

const style = HighlightStyle.define([
  {
    tag: [t.keyword, t.controlKeyword, t.definitionKeyword, t.moduleKeyword, t.operatorKeyword, t.bool, t.null],
    class: 'syn-kw',
  },
  { tag: [t.string, t.number], class: 'syn-str' },
  { tag: t.comment, class: 'syn-com' },
  { tag: [t.definition(t.function(t.variableName)), t.definition(t.className)], class: 'syn-def' },
]);

/** Who comes by Tab leaves by Tab, and leaves no indentation behind; any other key or a click ends that. */
const PASSING_MS = 1e9;

/** Everything is also what is folded away. @param {any} view */
function selectEverything(view) {
  view.dispatch({ effects: unfold.of(null), selection: { anchor: 0, head: view.state.doc.length } });
  return true;
}

export class Editor {
  /** @param {HTMLElement} parent @param {string} source @param {{ change?: (source: string) => void, run?: () => void, label?: string }} on */
  constructor(parent, source, on = {}) {
    this.cursorKey = '';
    this.heatKey = '';
    this.view = new EditorView({
      parent,
      state: EditorState.create({
        doc: source,
        extensions: [
          ...marks,
          preamble,
          lineNumbers(),
          bars,
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          indentUnit.of('    '),
          EditorState.tabSize.of(4),
          python(),
          syntaxHighlighting(style),
          keymap.of([
            { key: 'Mod-Enter', run: () => (on.run?.(), true), preventDefault: true },
            { key: 'Escape', run: (/** @type {any} */ view) => (view.contentDOM.blur(), true) },
            { key: 'Mod-a', run: selectEverything },
            indentWithTab,
            ...defaultKeymap,
            ...historyKeymap,
          ]),
          EditorView.domEventHandlers({
            focus: (/** @type {Event} */ _, /** @type {any} */ view) => view.setTabFocusMode(PASSING_MS),
            pointerup: (/** @type {Event} */ _, /** @type {any} */ view) => view.setTabFocusMode(0),
          }),
          EditorView.contentAttributes.of({
            'aria-label': on.label ?? 'Program',
            spellcheck: 'false',
            autocapitalize: 'off',
          }),
          EditorView.updateListener.of((/** @type {any} */ u) => u.docChanged && on.change?.(u.state.doc.toString())),
        ],
      }),
    });
  }

  get source() {
    return this.view.state.doc.toString();
  }

  /** Puts another program in.
   * @param {string} source */
  replace(source) {
    if (source === this.source) return;
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: source },
      effects: refold.of(null),
    });
  }

  focus() {
    this.view.focus();
    this.view.setTabFocusMode(0);
  }

  /** Who is on which line, and what each line has cost. In one go: each change makes the editor look at the page.
   * @param {Cursor[]} cursors @param {Heat} heat @param {Map<number, Cursor>} live  lines that are tinted, and by whom */
  showMarks(cursors, heat, live) {
    const cursorKey = cursors.map((c) => `${c.line}${c.tag}${c.hue}${c.state}`).join();
    const heatKey =
      [...live].map(([line, c]) => `${line}${c.state}${c.hue}`).join() +
      [...heat]
        .map(([line, list]) => `${line}${list.map(([hue, share]) => `${hue}${share.toFixed(2)}`).join()}`)
        .join();
    const effects = [];
    if (cursorKey !== this.cursorKey) effects.push(setCursors.of(cursors));
    if (heatKey !== this.heatKey) effects.push(setHeat.of({ heat, live }));
    this.cursorKey = cursorKey;
    this.heatKey = heatKey;
    if (effects.length) this.view.dispatch({ effects });
  }

  /** @param {ProgramError[]} errors */
  showErrors(errors) {
    this.view.dispatch({ effects: setErrors.of(errors) });
    if (errors[0]?.line) this.reveal(errors[0].line);
  }

  /** Scrolls a line into view. On a phone the page scrolls, not the editor: it is moved only if somebody asked.
   * @param {number} line @param {boolean} [asked] */
  reveal(line, asked = true) {
    const { doc } = this.view.state;
    const { scrollDOM } = this.view;
    if (line < 1 || line > doc.lines) return;
    if (!asked && scrollDOM.scrollHeight <= scrollDOM.clientHeight + 1) return;
    this.view.dispatch({ effects: EditorView.scrollIntoView(doc.line(line).from, { y: 'nearest', yMargin: 40 }) });
  }
}
