/**
 * Cells out of the clipboard, as spreadsheets, web pages and textbooks have them: with tabs, semicolons or commas, with
 * or without a line of heads, with decimal commas. Pure; judges nothing: what is wrong with a cell, the engine says.
 */
import { namer } from './sheet.js';

/**
 * @typedef {import('./sheet.js').Column} Column
 * @typedef {import('./sheet.js').Row} Row
 */

/** The words that textbooks use, in English and German, without spaces. @type {Partial<Record<Column, string>>} */
const HEADS = {
  name: 'name process processname processid pid job jobid task id prozess prozessname auftrag',
  arrival:
    'arrival arrivaltime arrivals arrives at release releasetime phase offset ankunft ankunftszeit ankunftszeitpunkt startzeit',
  bursts:
    'bursts burst bursttime cpuburst cpubursts cputime cpu service servicetime runtime length wcet execution executiontime computation dauer laufzeit rechenzeit bedienzeit ausführungszeit',
  repeat: 'repeat times',
  priority: 'priority prio priorität',
  nice: 'nice niceness',
  tickets: 'tickets ticket lose',
  slice: 'slice',
  period: 'period periode',
  deadline: 'deadline relativedeadline frist',
  affinity: 'affinity cores core kerne',
  working_set: 'workingset memory',
};
/** @type {Map<string, Column>} */
const COLUMN_OF = new Map(
  Object.entries(HEADS).flatMap(([column, words]) =>
    words.split(' ').map((word) => /** @type {[string, Column]} */ ([word, column])),
  ),
);

/** The column that a head means. @param {string} head */
const columnOf = (head) =>
  COLUMN_OF.get(
    head
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, '')
      .replace(/(in)?ms$/, ''),
  );

/** What stands between cells: the first of these in the first line. @param {string} text */
function separatorOf(text) {
  const line = text.split('\n').find((l) => l.trim() !== '') ?? '';
  return ['\t', ';', '|', ','].find((c) => line.includes(c)) ?? '\t';
}

/** Lines of cells, with quotes as spreadsheets write them. @param {string} text @returns {string[][]} */
export function cellsOf(text) {
  const sep = separatorOf(text);
  /** @type {string[][]} */
  const out = [[]];
  let cell = '';
  let inside = false;
  const end = () => (out.at(-1)?.push(cell.trim()), (cell = ''));
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (inside) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') ((cell += '"'), i++);
      else inside = false;
    } else if (c === '"' && cell.trim() === '') ((inside = true), (cell = ''));
    else if (c === sep) end();
    else if (c === '\n') (end(), out.push([]));
    else if (c !== '\r') cell += c;
  }
  end();
  // A rule between heads and cells, as Markdown has it, is no cell.
  const cells = out.filter((r) => r.some((v) => v !== '' && !/^:?-{2,}:?$/.test(v)));
  if (sep === '|') return cells.map(withoutEdges);
  // Semicolons are what spreadsheets write where the comma is the decimal sign.
  return sep === ';' ? cells.map((line) => line.map(withPoint)) : cells;
}

/** A line of a Markdown table begins and ends with a bar. @param {string[]} line */
const withoutEdges = (line) => line.slice(line[0] === '' ? 1 : 0, line.at(-1) === '' ? -1 : undefined);

/** `2,5` is a number where commas separate nothing. @param {string} cell */
const withPoint = (cell) => (/^-?\d+,\d+$/.test(cell) ? cell.replace(',', '.') : cell);

/** Cells under heads as a table of its own; undefined when they have none.
 * @param {string} text @returns {{ rows: Row[], unread: string[] } | undefined}  `unread`: heads that mean no column */
export function tableFrom(text) {
  const [heads = [], ...lines] = cellsOf(text);
  const columns = heads.map(columnOf);
  if (lines.length === 0 || heads.length < 2 || !columns.some(Boolean) || heads.some((c) => /^[\d.]/.test(c)))
    return undefined;
  const decimal = lines.some((line) => line.some((cell, i) => columns[i] === 'arrival' && withPoint(cell) !== cell));
  /** @type {Row[]} */
  const rows = [];
  const name = columns.includes('name') ? undefined : namer([]);
  for (const line of lines) {
    /** @type {Row} */
    const row = name ? { name: name() } : {};
    line.forEach((cell, i) => {
      const column = columns[i];
      if (column) row[column] = decimal ? withPoint(cell) : cell;
    });
    rows.push(row);
  }
  return { rows, unread: heads.filter((head, i) => head !== '' && !columns[i]) };
}

/** Rows with the cells of a paste from a place on; rows are made as needed.
 * @param {Row[]} rows @param {string} text @param {number} at  row @param {Column[]} columns  shown, from the cursor's on @returns {Row[]} */
export function pasteInto(rows, text, at, columns) {
  const next = rows.map((r) => ({ ...r }));
  const name = namer(next);
  cellsOf(text).forEach((line, k) => {
    const row = (next[at + k] ??= { name: name() });
    line.forEach((v, i) => {
      const c = columns[i];
      if (c) row[c] = v;
    });
  });
  return next;
}
