/**
 * A workload as rows of cells, as people type them, and as the table text the engine reads. Pure; judges nothing: what
 * is wrong with a cell, the engine says.
 */

/**
 * @typedef {'name' | 'arrival' | 'bursts' | 'repeat' | 'priority' | 'nice' | 'tickets' | 'slice' | 'period' | 'deadline' | 'affinity' | 'working_set'} Column
 * @typedef {Partial<Record<Column, string>>} Row  What is in the cells, as typed. Times without a unit are milliseconds.
 * @typedef {{ row: number, column: string, message: string }} CellError
 */

/** In this order, with their heads. @type {[Column, string, string][]} */
export const COLUMNS = [
  ['name', '', 'name'],
  ['arrival', 'arrives', 'arrival time'],
  ['bursts', 'bursts: CPU, I/O, CPU', 'bursts'],
  ['repeat', 'times', 'how often it does that'],
  ['priority', 'priority', 'priority'],
  ['nice', 'nice', 'nice value'],
  ['tickets', 'tickets', 'tickets'],
  ['slice', 'slice', 'slice it asks for'],
  ['period', 'period', 'period'],
  ['deadline', 'deadline', 'deadline after its release'],
  ['affinity', 'cores', 'cores it may run on'],
  ['working_set', 'memory', 'memory it works on'],
];

const TIMES = new Set(['arrival', 'slice', 'period', 'deadline']);
const NUMBER = /^-?\d+$/;
const TIME = /^(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s)?$/;
const BURST = /^(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s)?\s*(cpu|io|i\/o)?$/i;

/** The next free name: A to Z, then P27.
 * @param {Row[]} rows */
export const freeName = (rows) => namer(rows)();

/** Gives out names that no row has, one after the other.
 * @param {Row[]} rows */
export function namer(rows) {
  const taken = new Set(rows.map((r) => r.name));
  let i = 0;
  return () => {
    for (; ; i++) {
      const name = i < 26 ? String.fromCharCode(65 + i) : `P${i + 1}`;
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  };
}

/** The bursts of a cell, with kind and length, or `undefined` for what is none.
 * @param {string} cell @returns {({ io: boolean, text: string, ns: number } | undefined)[]} */
export function burstsOf(cell) {
  let io = true;
  return burstWords(cell).map((word) => {
    const m = BURST.exec(word);
    if (!m) return undefined;
    io = m[3] ? !/^cpu$/i.test(m[3]) : !io;
    const unit = (m[2] ?? 'ms').replace('µs', 'us');
    return { io, text: `${m[1]}${unit} ${io ? 'io' : 'cpu'}`, ns: Number(m[1]) * (SIZES[unit] ?? 1e6) };
  });
}

/** @type {Record<string, number>} */
const SIZES = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };

/** `9 4 5`, `9, 4, 5`, `5ms cpu, 3ms io`, `5 cpu 3 io`. @param {string} cell */
function burstWords(cell) {
  if (/[,;]/.test(cell))
    return cell
      .split(/[,;]/)
      .map((w) => w.trim())
      .filter(Boolean);
  return cell
    .trim()
    .replaceAll(/\s+(?=(?:ns|us|µs|ms|s|cpu|io|i\/o)\b)/gi, '\u0000')
    .split(/\s+/)
    .filter(Boolean)
    .map((w) => w.replaceAll('\u0000', ' '));
}

const quoted = (/** @type {string} */ text) => JSON.stringify(text);

/** @param {Column} column @param {string} cell */
function tomlOf(column, cell) {
  const text = cell.trim();
  if (column === 'bursts') {
    const words = burstWords(text);
    return `[${burstsOf(text)
      .map((b, i) => quoted(b?.text ?? words[i] ?? ''))
      .join(', ')}]`;
  }
  if (column === 'affinity') {
    const words = text.split(/[\s,;]+/).filter(Boolean);
    return `[${words.map((w) => (NUMBER.test(w) ? w : quoted(w))).join(', ')}]`;
  }
  if (TIMES.has(column)) {
    const m = TIME.exec(text);
    return quoted(m ? `${m[1]}${(m[2] ?? 'ms').replace('µs', 'us')}` : text);
  }
  return column !== 'name' && NUMBER.test(text) ? text : quoted(text);
}

/** The table as text, after whatever else it says (the machine, the generator).
 * @param {Row[]} rows @param {string} [preamble] */
export function formatTable(rows, preamble = '') {
  const blocks = rows.map((row) => {
    const lines = COLUMNS.filter(([c]) => (row[c] ?? '').trim() !== '' || c === 'name').map(
      ([c]) => `${c} = ${tomlOf(c, row[c] ?? '')}`,
    );
    return `[[process]]\n${lines.join('\n')}\n`;
  });
  const head = preamble.trim();
  return `${head ? `${head}\n\n` : ''}${blocks.join('\n')}`;
}

/** The other way round: rows, and the text around them.
 * @param {string} text @returns {{ rows: Row[], preamble: string }} */
export function readTable(text) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {string[]} */
  const rest = [];
  /** @type {Row | undefined} */
  let row;
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    let line = lines[i] ?? '';
    const head = /^\s*\[\[?([^\]]+)\]\]?\s*(?:#.*)?$/.exec(line);
    if (head) {
      row = head[1]?.trim() === 'process' && /^\s*\[\[/.test(line) ? {} : undefined;
      if (row) rows.push(row);
      else rest.push(line);
      continue;
    }
    if (!row) {
      rest.push(line);
      continue;
    }
    while (count(line, '[') > count(line, ']') && i + 1 < lines.length) line += lines[++i];
    const m = /^\s*([A-Za-z_]+)\s*=\s*(.*?)\s*$/.exec(line);
    const column = COLUMNS.find(([c]) => c === m?.[1])?.[0];
    if (m && column) row[column] = cellOf(column, m[2] ?? '');
  }
  return { rows, preamble: rest.join('\n').trim() };
}

const count = (/** @type {string} */ text, /** @type {string} */ c) => text.split(c).length - 1;

/** @param {Column} column @param {string} value  as in the text */
function cellOf(column, value) {
  const words = [...value.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(-?[\d.]+)/g)].map((m) =>
    m[1] === undefined ? (m[2] ?? m[3] ?? '') : String(JSON.parse(`"${m[1]}"`)),
  );
  if (column === 'bursts') return burstsCell(words);
  if (column === 'affinity') return words.join(' ');
  return TIMES.has(column) ? inMs(words[0] ?? '') : (words[0] ?? '');
}

/** Without the unit when it is milliseconds. @param {string} text */
const inMs = (text) => text.replace(/^(\d+(?:\.\d+)?)\s*ms$/, '$1');

/** CPU and I/O in turn are numbers; anything else keeps its words.
 * @param {string[]} words */
function burstsCell(words) {
  const list = words.map((w) => BURST.exec(w.trim()));
  const alternate = list.every((m, i) => m && /^cpu$/i.test(m[3] ?? 'cpu') === (i % 2 === 0));
  if (!alternate) return words.map((w) => inMs(w.replace(/ms\b/, '')).trim()).join(', ');
  return list.map((m) => (!m?.[2] || m[2] === 'ms' ? m?.[1] : `${m[1]}${m[2]}`)).join(' ');
}

/** Rows as the engine tells them: cells by column.
 * @param {Record<string, string>[]} list @returns {Row[]} */
export const rowsFrom = (list) =>
  list.map((cells) => {
    /** @type {Row} */
    const row = {};
    for (const [c] of COLUMNS) {
      const text = cells[c];
      if (text !== undefined) row[c] = c === 'bursts' ? burstsCell(burstWords(text)) : TIMES.has(c) ? inMs(text) : text;
    }
    return row;
  });

/** Which columns a table shows: those that are used, and those the policy reads.
 * @param {Row[]} rows @param {string[]} reads @returns {Column[]} */
export const shownColumns = (rows, reads) =>
  COLUMNS.map(([c]) => c).filter(
    (c) =>
      c === 'name' ||
      c === 'arrival' ||
      c === 'bursts' ||
      reads.includes(c) ||
      rows.some((r) => (r[c] ?? '').trim() !== ''),
  );

/** An exercise for the blackboard: few processes, whole milliseconds. */
const GENERATOR = `[generate]
n = 5
gap = "about 3ms"
cpu = "1ms to 9ms"
io = "2ms to 6ms"
bursts = "1 to 2"
step = "1ms"
priority = "1 to 4"
tickets = "1 to 4"`;

/** What stands around the rows, without the processes from a seed. @param {string} preamble */
export const withoutGenerator = (preamble) => preamble.replace(/(^|\n)\s*\[generate\][^[]*/, '$1').trim();

/** The same with them. @param {string} preamble */
export const withGenerator = (preamble) => `${withoutGenerator(preamble)}\n\n${GENERATOR}`.trim();
