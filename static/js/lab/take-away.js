/** What one takes along: the Gantt chart as SVG, the results as CSV and as Markdown. Pure text. */
import { inMs } from '../replay/results.js';

/**
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('../replay/results.js').Result} Result
 * @typedef {import('../replay/results.js').Totals} Totals
 */

const HEAD = ['process', 'arrival', 'start', 'finish', 'CPU', 'I/O', 'turnaround', 'waiting', 'response', 'missed'];

const ms = (/** @type {number | undefined} */ ns) => (ns === undefined ? '' : inMs(ns));

/** @param {Result} r */
const cells = (r) => [
  r.who.name,
  ms(r.arrival),
  ms(r.start),
  ms(r.finish),
  ms(r.cpu),
  ms(r.io),
  ms(r.turnaround),
  ms(r.waiting),
  ms(r.response),
  String(r.misses),
];

/** @param {Totals} totals */
const meanCells = (totals) => {
  const m = totals.mean;
  return ['mean', '', '', '', '', '', ms(m?.turnaround), ms(m?.waiting), ms(m?.response), String(totals.misses)];
};

/** Times in milliseconds. @param {Result[]} results @param {Totals} totals */
export function csvOf(results, totals) {
  const quote = (/** @type {string} */ c) => (/[",\n]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c);
  // A name that a spreadsheet would compute is text.
  const named = (/** @type {string[]} */ [name = '', ...rest]) => [/^[=+\-@]/.test(name) ? `'${name}` : name, ...rest];
  return `${[HEAD, ...results.map(cells).map(named), meanCells(totals)].map((row) => row.map(quote).join(',')).join('\r\n')}\r\n`;
}

/** @param {Result[]} results @param {Totals} totals @param {string} title */
export function markdownOf(results, totals, title) {
  const row = (/** @type {string[]} */ list) =>
    `| ${list.map((c) => c.replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`;
  const rule = `|${HEAD.map((_, i) => (i ? '---:' : '---')).join('|')}|`;
  const lines = [HEAD, ...results.map(cells), meanCells(totals)].map(row);
  return [
    `**${title}** (times in ms)`,
    '',
    lines[0],
    rule,
    ...lines.slice(1),
    '',
    `Utilisation ${(totals.utilisation * 100).toFixed(1)} %, fairness ${totals.fairness.toFixed(3)}, ${totals.switches} switches, ${inMs(totals.switching)} ms switching.`,
    '',
  ].join('\n');
}

const escape = (/** @type {string} */ text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The Gantt chart of the cores: who ran when, idle time empty, switches as ticks.
 * @param {Run} run @param {string} title @param {(name: string) => string} color  of a custom property */
export function ganttSvg(run, title, color) {
  const [left, width, height, gap] = [70, 900, 26, 6];
  const n = run.machine.cores;
  const end = Math.max(1, run.end);
  const x = (/** @type {number} */ t) => left + (t / end) * width;
  const bottom = 40 + n * (height + gap);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + width + 30} ${bottom + 34}" width="${left + width + 30}" height="${bottom + 34}" font-family="Inter, system-ui, sans-serif" font-size="11">`,
    `<title>${escape(title)}</title>`,
    `<rect width="100%" height="100%" fill="${color('--surface')}"/>`,
    `<text x="${left}" y="20" font-size="13" font-weight="600" fill="${color('--ink')}">${escape(title)}</text>`,
  ];
  const step = 10 ** Math.floor(Math.log10(end / 5));
  const tick = [1, 2, 5, 10].map((k) => k * step).find((k) => end / k <= 14) ?? step * 10;
  for (let t = 0; t <= end + 1; t += tick)
    parts.push(
      `<line x1="${x(t).toFixed(2)}" x2="${x(t).toFixed(2)}" y1="34" y2="${bottom}" stroke="${color('--line')}"/>`,
      `<text x="${x(t).toFixed(2)}" y="${bottom + 16}" text-anchor="middle" fill="${color('--ink-3')}">${inMs(t)}${t === 0 ? ' ms' : ''}</text>`,
    );
  for (let core = 0; core < n; core++) {
    const y = 38 + core * (height + gap);
    parts.push(
      `<text x="${left - 10}" y="${y + height / 2 + 4}" text-anchor="end" font-weight="560" fill="${color('--ink')}">core ${core}</text>`,
    );
    let last = -1;
    for (const s of run.lanes.cores[core] ?? []) {
      const [x0, x1] = [x(s.t0), x(Math.min(s.t1, end))];
      // What no eye and no printer can tell apart is one piece.
      if (x1 - last < 0.2) continue;
      last = x1;
      const who = run.who(s.thread);
      const w = Math.max(0.3, x1 - x0);
      if (s.state === 'switch') {
        parts.push(
          `<rect x="${x0.toFixed(2)}" y="${y}" width="${w.toFixed(2)}" height="${height}" fill="${color('--ink')}"/>`,
        );
        continue;
      }
      const hue = who?.hue ?? 0;
      parts.push(
        `<rect x="${x0.toFixed(2)}" y="${y}" width="${w.toFixed(2)}" height="${height}" fill="${color(`--h${hue}`)}" stroke="${color(`--h${hue}-edge`)}" stroke-width="${w > 3 ? 0.8 : 0}"><title>${escape(who?.name ?? '')} ${inMs(s.t0)}–${inMs(Math.min(s.t1, end))} ms</title></rect>`,
      );
      const tag = who?.tag ?? '';
      if (w > tag.length * 7 + 6)
        parts.push(
          `<text x="${(x0 + w / 2).toFixed(2)}" y="${y + height / 2 + 4}" text-anchor="middle" font-weight="600" fill="${color(`--h${hue}-on`)}">${escape(tag)}</text>`,
        );
    }
  }
  parts.push('</svg>');
  return `${parts.join('\n')}\n`;
}
