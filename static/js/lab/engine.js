/** What the lab asks the engine besides the run itself: what is wrong with a table, and what every policy makes of it. */
import { LONGEST_ADDRESS } from '../trace/link.js';
import { rowsFrom } from './sheet.js';

/**
 * @typedef {import('./sheet.js').Row} Row
 * @typedef {import('./sheet.js').CellError} CellError
 * @typedef {import('./policy-list.js').Outcome} Outcome
 * @typedef {{ rows: Row[] | undefined, errors: CellError[], remarks: string[], text: string | undefined }} Verdict  `text`: the table as the engine writes it.
 */

/** Reads a table. @param {string} text  TOML, or cells with heads @param {AbortSignal} signal @returns {Promise<Verdict>} */
export async function readByEngine(text, signal) {
  const response = await fetch('/api/table', {
    method: 'POST',
    body: text,
    signal,
    headers: { 'content-type': 'text/plain' },
  });
  const answer = /json/.test(response.headers.get('content-type') ?? '') ? await response.json() : {};
  const list = answer.rows ?? answer.processes;
  return {
    rows: Array.isArray(list) ? rowsFrom(list.map((/** @type {any} */ r) => r.cells ?? r)) : undefined,
    errors:
      answer.errors ??
      (response.ok ? [] : [{ row: 0, column: 'table', message: answer.detail ?? response.statusText }]),
    remarks: answer.remarks ?? [],
    text: answer.text,
  };
}

/** What every policy makes of a workload.
 * @param {import('../trace/stream.js').Request} run  the request of its run @param {AbortSignal} signal @returns {Promise<Outcome[]>} */
export async function outcomesOf(run, signal) {
  const address = run.address.replace('/api/run', '/api/lab/policies');
  const response = await fetch(address, {
    signal,
    ...(run.body === undefined || (address.length <= LONGEST_ADDRESS && run.body === undefined)
      ? {}
      : { method: 'POST', body: run.body, headers: { 'content-type': 'application/json' } }),
  });
  if (!response.ok) return [];
  const answer = await response.json();
  return answer.policies ?? answer;
}
