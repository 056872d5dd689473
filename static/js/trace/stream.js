/**
 * A run over the wire: server-sent events read from `fetch`, so that a refusal keeps its reason, a run can be
 * aborted, and a broken stream resumes after the last step received.
 */

/**
 * @typedef {import('../replay/run.js').Step} Step
 * @typedef {{ message: string, line?: number, col?: number, end_line?: number, end_col?: number, hint?: string }} ProgramError
 * @typedef {{ type?: string, title: string, status: number, detail?: string, errors?: ProgramError[], cells?: { row: number, column: string, message: string }[] }} ProblemBody  `cells`: bad ones of a table.
 * @typedef {{ id: string, event: string, data: string }} Message
 *
 * @typedef {{ address: string, body?: string }} Request  With a body, it is posted.
 *
 * @typedef {object} Handlers
 * @property {(hello: any) => void} hello
 * @property {(steps: Step[]) => void} steps
 * @property {(summary: any) => void} summary
 */

/** The engine refused the request; `problem` says why. */
export class Refused extends Error {
  /** @param {ProblemBody} problem */
  constructor(problem) {
    super(problem.detail || problem.title);
    this.problem = problem;
  }
}

const RETRIES = 3;
const PAUSE_MS = 400;

/** Reads one run to its summary. Rejects with `Refused`, with an `AbortError`, or with any error when the stream
 * broke for good; what was handed over by then is complete as far as it goes.
 * @param {Request} request @param {Handlers} handlers @param {AbortSignal} signal */
export async function readRun(request, handlers, signal) {
  let last = '';
  let greeted = false;
  for (let attempt = 0; ; attempt++) {
    try {
      for await (const m of messages(request, last, signal)) {
        attempt = 0;
        if (m.event === 'hello') {
          if (!greeted) handlers.hello(JSON.parse(m.data));
          greeted = true;
        } else if (m.event === 'steps') {
          /** @type {Step[]} */
          let steps = JSON.parse(m.data);
          // A server that cannot skip sends from the start again.
          if (last !== '') steps = steps.filter((s) => s.id > Number(last));
          if (steps.length) handlers.steps(steps);
          if (m.id !== '' && Number(m.id) >= Number(last || -1)) last = m.id;
        } else if (m.event === 'summary') {
          handlers.summary(JSON.parse(m.data));
          return;
        } else if (m.event === 'failed') throw new Refused(JSON.parse(m.data));
      }
      throw new Error('the stream ended before the run did');
    } catch (error) {
      if (signal.aborted || error instanceof Refused || attempt >= RETRIES) throw error;
      await new Promise((done) => setTimeout(done, PAUSE_MS * 2 ** attempt));
    }
  }
}

/** @param {Request} request @param {string} last @param {AbortSignal} signal @returns {AsyncGenerator<Message>} */
async function* messages(request, last, signal) {
  /** @type {Record<string, string>} */
  const headers = { accept: 'text/event-stream' };
  if (last !== '') headers['last-event-id'] = last;
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(request.address, {
    headers,
    signal,
    ...(request.body === undefined ? {} : { method: 'POST', body: request.body }),
  });
  if (!response.ok || !response.body) throw new Refused(await problemOf(response));
  yield* parseMessages(response.body.pipeThrough(/** @type {any} */ (new TextDecoderStream())), signal);
}

/** Server-sent events out of text that arrives in pieces.
 * @param {AsyncIterable<string>} pieces @param {AbortSignal} [signal] @returns {AsyncGenerator<Message>} */
export async function* parseMessages(pieces, signal) {
  let rest = '';
  for await (const piece of pieces) {
    if (signal?.aborted) return;
    // What was there before has been looked through, but a boundary may have been cut.
    BOUNDARY.lastIndex = Math.max(0, rest.length - 3);
    rest += piece;
    let begin = 0;
    for (let cut = BOUNDARY.exec(rest); cut; cut = BOUNDARY.exec(rest)) {
      const message = parseMessage(rest.slice(begin, cut.index));
      const after = (begin = cut.index + cut[0].length);
      if (message) yield message;
      BOUNDARY.lastIndex = after;
    }
    rest = rest.slice(begin);
  }
}

const BOUNDARY = /\r?\n\r?\n/g;

/** @param {string} block @returns {Message | undefined} */
function parseMessage(block) {
  const m = { id: '', event: 'message', data: '' };
  /** @type {string[]} */
  const data = [];
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith(':')) continue;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') m.event = value;
    else if (field === 'id') m.id = value;
  }
  m.data = data.join('\n');
  return data.length ? m : undefined;
}

/** @param {Response} response @returns {Promise<ProblemBody>} */
async function problemOf(response) {
  const fallback = { title: response.statusText || 'The engine refused the run', status: response.status };
  if (!/json/.test(response.headers.get('content-type') ?? '')) return fallback;
  try {
    return { ...fallback, ...(await response.json()) };
  } catch {
    return fallback;
  }
}
