/**
 * The workload as an editable table: type, paste from a spreadsheet, add, remove, reorder. What is wrong with a cell
 * is marked where it is, with the reason. Tells its owner of every change; knows no run.
 */
import { h } from '../ui/dom.js';
import { elide, thousands } from '../ui/format.js';
import { icon } from '../ui/icons.js';
import { tip } from '../ui/tip.js';
import { hueOfRow } from '../replay/entities.js';
import { pasteInto, tableFrom } from './paste.js';
import { COLUMNS, burstsOf, freeName, shownColumns } from './sheet.js';

/**
 * @typedef {import('./sheet.js').Row} Row
 * @typedef {import('./sheet.js').Column} Column
 * @typedef {import('./sheet.js').CellError} CellError
 */

/** Pixels for the picture of a row's bursts. */
const PICTURE = 74;
/** More rows than this are not all laid out. */
const MOST_SHOWN = 200;
/** Names of rows are told up to so many characters. */
const LONGEST_NAME = 24;
/** The engine takes no more. */
const MOST_ROWS = 100_000;

export class WorkloadTable {
  /** @param {HTMLElement} el @param {{ change: (rows: Row[]) => void, replace: (rows: Row[], unread: string[]) => void }} on  `replace`: a whole table was pasted, with heads, of which some were not understood */
  constructor(el, on) {
    this.on = on;
    /** @type {Row[]} */ this.rows = [];
    /** @type {string[]} */ this.reads = [];
    /** @type {CellError[]} */ this.errors = [];
    /** @type {string[]} */ this.remarks = [];
    this.locked = false;
    this.table = h('table', { class: 'wl' });
    this.more = h('p', { class: 'wl-more quiet', hidden: true });
    this.problems = h('ul', { class: 'wl-problems', 'aria-live': 'polite' });
    el.append(this.table, this.more, this.problems);
    this.table.addEventListener('paste', (e) => this.pasted(e));
    this.table.addEventListener('keydown', (e) => this.key(e));
    this.dragged = -1;
  }

  /** @param {Row[]} rows @param {string[]} reads  columns the policy reads @param {boolean} [locked]  they come from a seed */
  show(rows, reads, locked = false) {
    this.rows = rows.map((r) => ({ ...r }));
    this.reads = reads;
    this.locked = locked;
    this.draw();
  }

  /** Where an error is, in words. @param {CellError} e */
  placeOf(e) {
    if (e.row === 0) return e.column;
    return `${elide(this.rows[e.row - 1]?.name || `row ${e.row}`, LONGEST_NAME)}, ${wordOf(e.column)}`;
  }

  /** @param {CellError[]} errors @param {string[]} [remarks]  what is worth knowing and stops nobody */
  mark(errors, remarks = []) {
    this.errors = errors;
    this.remarks = remarks;
    for (const input of this.table.querySelectorAll('input')) {
      const found = errors.find(
        (e) => e.row === Number(input.dataset.row) + 1 && e.column.split('.')[0] === input.dataset.column,
      );
      input.toggleAttribute('data-bad', found !== undefined);
      if (found) {
        input.setAttribute('aria-invalid', 'true');
        input.setAttribute('aria-errormessage', 'wl-problems');
        input.title = found.message;
      } else {
        input.removeAttribute('aria-invalid');
        input.removeAttribute('aria-errormessage');
        input.title = '';
      }
    }
    this.problems.id = 'wl-problems';
    this.problems.replaceChildren(
      ...errors.slice(0, 4).map((e) => h('li', {}, h('b', {}, `${this.placeOf(e)}: `), e.message)),
      ...(errors.length > 4 ? [h('li', {}, `and ${errors.length - 4} more`)] : []),
      ...remarks.map((text) => h('li', { class: 'mild' }, text)),
    );
  }

  get columns() {
    return shownColumns(this.rows, this.reads);
  }

  draw() {
    const columns = this.columns;
    const hidden = COLUMNS.filter(([c]) => !columns.includes(c));
    const add = h('select', {
      class: 'addcol',
      'aria-label': 'Add a column',
      title: 'Add a column',
      onchange: () => {
        this.reads = [...this.reads, add.value];
        this.draw();
        /** @type {HTMLElement | null} */ (this.table.querySelector(`input[data-column="${add.value}"]`))?.focus();
      },
    });
    add.append(h('option', { value: '' }, '+ column'), ...hidden.map(([c, , name]) => h('option', { value: c }, name)));
    const longest = Math.max(
      1,
      ...this.rows.map((r) => burstsOf(r.bursts ?? '').reduce((a, b) => a + (b?.ns ?? 0), 0)),
    );
    this.table.classList.toggle('locked', this.locked);
    // The pictures of the bursts make room for many columns.
    this.table.classList.toggle('tight', columns.length > 4);
    this.table.replaceChildren(
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((c) => {
            const [, head, name] = /** @type {[Column, string, string]} */ (COLUMNS.find((x) => x[0] === c));
            return h(
              'th',
              { scope: 'col', class: c === 'bursts' ? 'l' : null, title: name },
              head || h('span', { class: 'sr' }, name),
            );
          }),
          h('th', { class: 'rowacts' }),
        ),
      ),
      h(
        'tbody',
        {},
        this.rows.slice(0, MOST_SHOWN).map((row, i) => this.line(row, i, columns, longest)),
      ),
      ...(this.locked
        ? []
        : [
            h(
              'tfoot',
              {},
              h(
                'tr',
                {},
                h(
                  'td',
                  { colspan: columns.length + 1 },
                  h(
                    'button',
                    { class: 'addrow', type: 'button', onclick: () => this.add() },
                    icon('plus', 13),
                    this.rows.length ? 'Add a process' : 'Add the first process',
                  ),
                  h('span', { class: 'quiet' }, 'or paste cells'),
                  hidden.length ? add : null,
                ),
              ),
            ),
          ]),
    );
    this.more.hidden = this.rows.length <= MOST_SHOWN;
    this.more.textContent = `and ${this.rows.length - MOST_SHOWN} more rows`;
    this.mark(this.errors, this.remarks);
  }

  /** @param {Row} row @param {number} i @param {Column[]} columns @param {number} longest */
  line(row, i, columns, longest) {
    const hue = hueOfRow(i);
    const picture = h('span', { class: 'bb', 'aria-hidden': 'true' });
    const paint = () => {
      const list = burstsOf(row.bursts ?? '');
      picture.replaceChildren(
        ...list.slice(0, 24).map((b) =>
          h('i', {
            class: b?.io ? 'io' : '',
            'data-hue': hue,
            style: { width: `${Math.max(1.5, ((b?.ns ?? 0) / longest) * PICTURE)}px` },
          }),
        ),
      );
    };
    paint();
    const cell = (/** @type {Column} */ c) => {
      const label = COLUMNS.find((x) => x[0] === c)?.[2] ?? c;
      const input = h('input', {
        placeholder: c === 'arrival' && !this.locked ? '0' : null,
        class: `num${c === 'name' ? ' chipin' : ''}`,
        value: row[c] ?? '',
        'data-row': i,
        'data-column': c,
        'data-hue': c === 'name' ? hue : null,
        readonly: this.locked,
        spellcheck: 'false',
        autocomplete: 'off',
        size: c === 'name' ? Math.max(2, (row.name ?? '').length) : null,
        'aria-label': `${row.name || `row ${i + 1}`}: ${label}`,
        oninput: () => {
          row[c] = input.value;
          if (c === 'bursts') paint();
          this.on.change(this.rows);
        },
        onpointerenter: (/** @type {PointerEvent} */ e) =>
          input.hasAttribute('data-bad') && tip(e.clientX, input.getBoundingClientRect().top, [input.title]),
        onpointerleave: () => tip(),
      });
      if (c === 'bursts') return h('td', { class: 'l' }, h('div', { class: 'bw' }, input, picture));
      return h('td', { class: c === 'name' ? 'who' : null }, input);
    };
    const name = row.name || `row ${i + 1}`;
    const grip = h(
      'button',
      {
        class: 'tool rm grip',
        type: 'button',
        draggable: 'true',
        'aria-label': `Move ${name}: drag, or arrow keys`,
        title: 'Drag to reorder (or ↑ ↓)',
        onkeydown: (/** @type {KeyboardEvent} */ e) => {
          const by = e.key === 'ArrowUp' ? -1 : e.key === 'ArrowDown' ? 1 : 0;
          if (!by) return;
          e.preventDefault();
          e.stopPropagation();
          this.move(i, i + by);
        },
        ondragstart: () => (this.dragged = i),
      },
      icon('grip', 12),
    );
    const tr = h(
      'tr',
      {
        ondragover: (/** @type {DragEvent} */ e) => {
          if (this.dragged < 0) return;
          e.preventDefault();
          tr.classList.toggle('dropat', this.dragged !== i);
        },
        ondragleave: () => tr.classList.remove('dropat'),
        ondrop: (/** @type {DragEvent} */ e) => {
          e.preventDefault();
          tr.classList.remove('dropat');
          if (this.dragged >= 0) this.move(this.dragged, i);
          this.dragged = -1;
        },
      },
      columns.map(cell),
      h(
        'td',
        { class: 'rowacts' },
        this.locked
          ? null
          : [
              grip,
              h(
                'button',
                {
                  class: 'tool rm',
                  type: 'button',
                  'aria-label': `Remove ${name}`,
                  title: 'Remove',
                  onclick: () => this.remove(i),
                },
                icon('close', 12),
              ),
            ],
      ),
    );
    return tr;
  }

  changed(redraw = true) {
    if (redraw) this.draw();
    this.on.change(this.rows);
  }

  add() {
    const last = this.rows.at(-1);
    this.rows.push({ name: freeName(this.rows), arrival: last?.arrival ?? '0', bursts: '4' });
    this.changed();
    this.focus(this.rows.length - 1, 'bursts');
  }

  /** @param {number} i */
  remove(i) {
    this.rows.splice(i, 1);
    this.changed();
    this.focus(Math.min(i, this.rows.length - 1), 'name');
  }

  /** @param {number} from @param {number} to */
  move(from, to) {
    const [row] = this.rows.splice(from, 1);
    if (!row) return;
    this.rows.splice(Math.max(0, Math.min(this.rows.length, to)), 0, row);
    this.changed();
    /** @type {HTMLElement | undefined} */ ([...this.table.querySelectorAll('.grip')][to])?.focus();
  }

  /** @param {number} row @param {string} column */
  focus(row, column) {
    const input = /** @type {HTMLInputElement | null} */ (
      this.table.querySelector(`input[data-row="${row}"][data-column="${column}"]`)
    );
    input?.focus();
    input?.select();
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    const input = e.target instanceof HTMLInputElement ? e.target : undefined;
    if (!input) return;
    const row = Number(input.dataset.row);
    const column = input.dataset.column ?? 'name';
    if (e.altKey && (e.key === 'ArrowUp' || e.key === 'ArrowDown')) {
      e.preventDefault();
      const to = row + (e.key === 'ArrowUp' ? -1 : 1);
      if (this.locked || to < 0 || to >= this.rows.length) return;
      this.move(row, to);
      this.focus(to, column);
    } else if (e.key === 'ArrowUp' || e.key === 'ArrowDown') {
      e.preventDefault();
      this.focus(row + (e.key === 'ArrowUp' ? -1 : 1), column);
    } else if (e.key === 'Enter') {
      e.preventDefault();
      if (row + 1 < this.rows.length) this.focus(row + 1, column);
      else if (!this.locked) this.add();
    } else if (e.key === 'Escape') input.blur();
  }

  /** @param {ClipboardEvent} e */
  pasted(e) {
    const input = e.target instanceof HTMLInputElement ? e.target : undefined;
    const text = e.clipboardData?.getData('text/plain') ?? '';
    if (!input || !/[\t\n]/.test(text.trim())) return;
    e.preventDefault();
    const lines = text.split('\n').length;
    if (lines > MOST_ROWS + 1)
      return this.mark([
        {
          row: 0,
          column: 'table',
          message: `these are ${thousands(lines)} lines; ${thousands(MOST_ROWS)} are the most`,
        },
      ]);
    const table = tableFrom(text);
    if (table) return this.on.replace(table.rows, table.unread);
    if (this.locked) return;
    const at = this.columns.indexOf(/** @type {Column} */ (input.dataset.column));
    this.rows = pasteInto(this.rows, text, Number(input.dataset.row), this.columns.slice(at));
    this.changed();
  }
}

/** @param {string} column */
const wordOf = (column) => COLUMNS.find(([c]) => c === column)?.[2] ?? column;
