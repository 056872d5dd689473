/**
 * What the editor shows beside and under the program: a cursor chip per thread or task, bars of time per line, the
 * line that runs now, the line that blocks, and errors on their line.
 *
 * Uses of the `codemirror` bundle: see `editor.js`.
 */
import {
  Decoration,
  GutterMarker,
  RangeSetBuilder,
  StateEffect,
  StateField,
  EditorView,
  WidgetType,
  gutter,
} from 'codemirror';
import { h } from '../ui/dom.js';

/**
 * @typedef {{ line: number, tag: string, hue: number, state: string, task: boolean, name: string }} Cursor
 * @typedef {Map<number, [hue: number, share: number][]>} Heat  By line; shares of the hottest line.
 * @typedef {import('../trace/stream.js').ProgramError} ProgramError
 */

/** Room for chips before a line, in pixels; who finds none is counted. */
const ROOM = 54;
/** What the first of them has not in common with a neighbour, and the edge. */
const ENDS = 6;
/** What a count takes of it. */
const COUNT = 25;
/** Where there is no room, a chip lies under its neighbour by so much. */
const OVERLAP = 4;
/** Width of a chip, which overlaps its neighbour a little. @param {Cursor} c */
const widthOf = (c) => Math.max(20, c.tag.length * 6.2 + 6) - OVERLAP;

/** Those who find room, the running ones first. @param {Cursor[]} list @returns {Cursor[]} */
export function seated(list) {
  const order = [...list].sort((a, b) => Number(b.state === 'run') - Number(a.state === 'run'));
  let width = ENDS;
  let fit = 0;
  for (const [i, c] of order.entries()) {
    width += widthOf(c);
    if (width > ROOM) break;
    if (width + (i + 1 < order.length ? COUNT : 0) <= ROOM) fit = i + 1;
  }
  return order.slice(0, Math.max(1, fit));
}

/** @type {any} */ export const setCursors = StateEffect.define();
/** @type {any} */ export const setHeat = StateEffect.define();
/** @type {any} */ export const setErrors = StateEffect.define();

class Chips extends GutterMarker {
  /** @param {Cursor[]} list */
  constructor(list) {
    super();
    this.list = list;
    this.key = list.map((c) => `${c.tag}${c.hue}${c.state}`).join();
  }

  /** @param {Chips} other */
  eq(other) {
    return other.key === this.key;
  }

  toDOM() {
    const shown = seated(this.list).reverse();
    const rest = this.list.length - shown.length;
    const wide = shown.reduce((sum, c) => sum + widthOf(c) + OVERLAP, ENDS - OVERLAP);
    return h(
      'span',
      { class: `curs${rest || wide > ROOM ? ' tight' : ''}` },
      rest ? h('span', { class: 'cur rest' }, `+${rest}`) : null,
      shown.map((c) =>
        h(
          'span',
          { class: `cur${c.task ? ' task' : ''}`, 'data-hue': c.hue, 'data-state': c.state, title: c.name },
          c.tag,
        ),
      ),
    );
  }
}

class Bars extends GutterMarker {
  /** @param {[number, number][]} list @param {Cursor} [live]  who tints the line */
  constructor(list, live) {
    super();
    this.list = list;
    this.live = live;
    this.key = `${live?.state}${live?.hue}` + list.map(([hue, share]) => `${hue}:${share.toFixed(2)}`).join();
  }

  /** @param {Bars} other */
  eq(other) {
    return other.key === this.key;
  }

  toDOM() {
    return h(
      'span',
      { class: `heat${this.live ? ` on-${this.live.state}` : ''}`, 'data-hue': this.live?.hue },
      this.list.map(([hue, share]) => h('i', { 'data-hue': hue, style: { width: `${(share * 100).toFixed(1)}%` } })),
    );
  }
}

class Explanation extends WidgetType {
  /** @param {ProgramError} error */
  constructor(error) {
    super();
    this.error = error;
  }

  /** @param {Explanation} other */
  eq(other) {
    return other.error.message === this.error.message && other.error.hint === this.error.hint;
  }

  toDOM() {
    return h(
      'div',
      { class: 'cm-explain', role: 'alert' },
      h('div', {}, h('b', {}, this.error.message), this.error.hint ? h('span', {}, this.error.hint) : null),
    );
  }
}

/** Markers of one gutter, kept as a map from line to marker.
 * @param {any} effect @param {(value: any) => Map<number, any>} make */
const perLine = (effect, make) =>
  StateField.define({
    create: () => new Map(),
    update(/** @type {any} */ value, /** @type {any} */ tr) {
      let next = value;
      for (const e of tr.effects) if (e.is(effect)) next = make(e.value);
      return next;
    },
  });

const cursorField = perLine(setCursors, (/** @type {Cursor[]} */ list) => {
  /** @type {Map<number, Cursor[]>} */
  const by = new Map();
  for (const c of list) by.set(c.line, [...(by.get(c.line) ?? []), c]);
  return new Map([...by].map(([line, cs]) => [line, new Chips(cs)]));
});

const heatField = perLine(
  setHeat,
  (/** @type {{ heat: Heat, live: Map<number, Cursor> }} */ { heat, live }) =>
    new Map([...heat].map(([line, list]) => [line, new Bars(list, live.get(line))])),
);

/** @param {any} field @param {string} cls @param {'before' | 'after'} side @param {any} effect @param {any} spacer */
const markGutter = (field, cls, side, effect, spacer) =>
  gutter({
    class: cls,
    side,
    lineMarker: (/** @type {any} */ view, /** @type {any} */ line) =>
      view.state.field(field).get(view.state.doc.lineAt(line.from).number) ?? null,
    lineMarkerChange: (/** @type {any} */ update) =>
      update.docChanged ||
      update.transactions.some((/** @type {any} */ tr) => tr.effects.some((/** @type {any} */ e) => e.is(effect))),
    initialSpacer: () => spacer,
  });

/** The lines where somebody runs, tinted in their hue; a line that blocks the loop, in red. */
const lineField = StateField.define({
  create: () => Decoration.none,
  update(/** @type {any} */ value, /** @type {any} */ tr) {
    let next = value.map(tr.changes);
    for (const e of tr.effects) if (e.is(setCursors)) next = lineMarks(tr.state, e.value);
    return next;
  },
  provide: (/** @type {any} */ f) => EditorView.decorations.from(f),
});

/** @param {any} state @param {Cursor[]} list */
function lineMarks(state, list) {
  const builder = new RangeSetBuilder();
  /** @type {Map<number, Cursor>} */
  const lines = new Map();
  for (const c of list)
    if (c.state === 'run' || c.state === 'wrong') if (!lines.has(c.line) || c.state === 'wrong') lines.set(c.line, c);
  for (const [line, c] of [...lines].sort((a, b) => a[0] - b[0])) {
    if (line < 1 || line > state.doc.lines) continue;
    const at = state.doc.line(line).from;
    builder.add(
      at,
      at,
      Decoration.line({ attributes: { class: c.state === 'wrong' ? 'cm-bad' : 'cm-live', 'data-hue': String(c.hue) } }),
    );
  }
  return builder.finish();
}

const errorField = StateField.define({
  create: () => Decoration.none,
  update(/** @type {any} */ value, /** @type {any} */ tr) {
    let next = value.map(tr.changes);
    for (const e of tr.effects) if (e.is(setErrors)) next = errorMarks(tr.state, e.value);
    return next;
  },
  provide: (/** @type {any} */ f) => EditorView.decorations.from(f),
});

/** @param {any} state @param {ProgramError[]} errors  columns from 1 */
function errorMarks(state, errors) {
  const ranges = [];
  for (const e of errors) {
    if (!e.line) continue;
    const line = state.doc.line(Math.min(Math.max(1, e.line), state.doc.lines));
    ranges.push(Decoration.line({ attributes: { class: 'cm-bad' } }).range(line.from));
    const from = Math.min(line.to, line.from + Math.max(0, (e.col ?? 1) - 1));
    const to = e.end_line === e.line && e.end_col ? Math.min(line.to, line.from + e.end_col - 1) : line.to;
    if (to > from) ranges.push(Decoration.mark({ class: 'cm-fault' }).range(from, to));
    ranges.push(Decoration.widget({ widget: new Explanation(e), block: true, side: 1 }).range(line.to));
  }
  return Decoration.set(ranges, true);
}

export const marks = [
  cursorField,
  heatField,
  lineField,
  errorField,
  markGutter(cursorField, 'cm-cursors', 'before', setCursors, new Chips([])),
];
/** The bars stand right of the text. */
export const bars = markGutter(heatField, 'cm-heat', 'after', setHeat, new Bars([]));
