/** What the lab asks the engine besides the run itself: what is wrong with a table, and what every policy makes of it. */
import { rowsFrom } from './sheet.js';

/**
 * @typedef {import('./sheet.js').Row} Row
 * @typedef {import('./sheet.js').CellError} CellError
 * @typedef {import('./policy-list.js').Outcome} Outcome
 * @typedef {{ rows: Row[] | undefined, errors: CellError[] }} Verdict
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
  return {
    rows: Array.isArray(answer.rows) ? rowsFrom(answer.rows) : undefined,
    errors:
      answer.errors ??
      (response.ok ? [] : [{ row: 0, column: 'table', message: answer.detail ?? response.statusText }]),
  };
}

/** What every policy makes of a workload.
 * @param {import('../trace/stream.js').Request} run  the request of its run @param {AbortSignal} signal @returns {Promise<Outcome[]>} */
export async function outcomesOf(run, signal) {
  const address = run.address.replace('/api/run', '/api/lab/policies');
  const response = await fetch(address, {
    signal,
    ...(run.body === undefined
      ? {}
      : { method: 'POST', body: run.body, headers: { 'content-type': 'application/json' } }),
  });
  if (!response.ok) return [];
  const answer = await response.json();
  return answer.policies;
}
