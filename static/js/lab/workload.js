/**
 * The workload that the lab shows: its rows, the text that the engine reads, and every way to change it. Asks the
 * engine what is wrong with it; knows no run and no link.
 */
import { thousands } from '../ui/format.js';
import { readByEngine } from './engine.js';
import { formatTable, readTable, withGenerator, withoutGenerator } from './sheet.js';

/**
 * @typedef {import('./sheet.js').Row} Row
 * @typedef {import('./sheet.js').CellError} CellError
 *
 * @typedef {object} Events
 * @property {() => void} change  The text is another one.
 * @property {() => void} show  The rows are other ones than the table shows.
 * @property {(errors: CellError[], remarks: string[]) => void} mark
 */

/** Typing is over when nobody has typed for so long. */
const TYPED_MS = 260;
/** The engine takes no longer text from a page, in characters. */
const MOST_TEXT = 65_536;

export class Workload {
  /** @param {string} text @param {Events} on */
  constructor(text, on) {
    this.on = on;
    this.text = text;
    const { rows, preamble } = readTable(text);
    this.rows = rows;
    /** What stands around the rows. */
    this.preamble = preamble;
    /** The rows come from a seed. */
    this.seeded = /^\s*\[generate\]/m.test(preamble);
    /** @type {CellError[]} */ this.errors = [];
    /** What the engine found worth knowing. @type {string[]} */ this.remarks = [];
    /** Heads of a paste that mean no column. @type {string[]} */ this.unread = [];
    this.typing = 0;
    /** @type {AbortController | undefined} */ this.judging = undefined;
  }

  /** There is nothing to schedule. */
  get isEmpty() {
    return this.rows.length === 0 && !this.seeded;
  }

  change() {
    this.remarks = [];
    this.text = formatTable(this.seeded ? [] : this.rows, this.preamble);
    this.on.change();
  }

  /** Somebody types. @param {Row[]} list */
  edited(list) {
    this.unread = [];
    this.rows = list.map((r) => ({ ...r }));
    clearTimeout(this.typing);
    this.typing = window.setTimeout(() => this.change(), TYPED_MS);
  }

  /** Other rows, all at once. @param {Row[]} list @param {string[]} [unread]  heads of a paste that mean no column */
  replace(list, unread = []) {
    this.unread = unread;
    this.preamble = withoutGenerator(this.preamble);
    this.seeded = false;
    this.rows = list;
    clearTimeout(this.typing);
    this.on.show();
    this.change();
  }

  /** Rows from a seed. */
  generate() {
    this.unread = [];
    this.preamble = withGenerator(this.preamble);
    this.seeded = true;
    this.rows = [];
    clearTimeout(this.typing);
    this.on.show();
    this.change();
  }

  /** It runs; the engine has this to say about it. @param {string[]} remarks */
  noted(remarks) {
    this.remarks = remarks;
    this.mark();
  }

  /** Asks the engine about the table, and marks what it says.
   * @returns {Promise<CellError[] | undefined>} what is wrong with it; undefined once it is asked about another one */
  async judge() {
    this.judging?.abort();
    const abort = (this.judging = new AbortController());
    if (this.text.length > MOST_TEXT) {
      const message = `${thousands(this.rows.length)} rows are more than a page can send; the command line takes them from a file`;
      return this.judged([{ row: 0, column: 'table', message }]);
    }
    try {
      return this.judged((await readByEngine(this.text, abort.signal)).errors);
    } catch {
      return abort.signal.aborted ? undefined : [];
    }
  }

  /** @param {CellError[]} errors */
  judged(errors) {
    this.errors = errors;
    this.mark();
    return errors;
  }

  mark() {
    const unread = this.unread.map((head) => `“${head}”`).join(', ');
    this.on.mark(this.errors, unread ? [`Not read: ${unread}.`, ...this.remarks] : this.remarks);
  }
}
