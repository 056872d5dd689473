/** A run over the wire: pieces, resumption, refusals. */
import test from 'node:test';
import assert from 'node:assert/strict';
import { Refused, parseMessages, readRun } from '../../static/js/trace/stream.js';

/** @param {string[]} list */
async function* pieces(list) {
  yield* list;
}

test('messages may be cut anywhere', async () => {
  const text = ': still running\n\nevent: hello\ndata: {"a":1}\n\nevent: steps\nid: 9\ndata: [1,\ndata: 2]\n\n';
  for (const size of [1, 2, 7, text.length]) {
    const parts = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    const seen = [];
    for await (const m of parseMessages(pieces(parts))) seen.push(m);
    assert.deepEqual(seen, [
      { id: '', event: 'hello', data: '{"a":1}' },
      { id: '9', event: 'steps', data: '[1,\n2]' },
    ]);
  }
});

const HELLO = 'event: hello\ndata: {}\n\n';
const batch = (/** @type {number[]} */ ids) =>
  `event: steps\nid: ${ids.at(-1)}\ndata: ${JSON.stringify(ids.map((id) => ({ id })))}\n\n`;
const SUMMARY = 'event: summary\ndata: {"n":1}\n\n';

/** Runs `readRun` against canned answers. @param {(Response | Error)[]} answers */
async function read(answers) {
  /** @type {any[]} */ const asked = [];
  /** @type {number[]} */ const ids = [];
  let hellos = 0;
  const original = globalThis.fetch;
  globalThis.fetch = /** @type {any} */ (
    async (/** @type {string} */ address, /** @type {any} */ init) => {
      asked.push([address, init.headers['last-event-id']]);
      const next = answers.shift();
      if (!next || next instanceof Error) throw next ?? new Error('asked once too often');
      return next;
    }
  );
  try {
    await readRun(
      { address: '/api/run?x' },
      { hello: () => hellos++, steps: (s) => ids.push(...s.map((x) => x.id)), summary: () => {} },
      new AbortController().signal,
    );
  } finally {
    globalThis.fetch = original;
  }
  return { asked, ids, hellos };
}

test('a broken stream resumes after the last step', async () => {
  const { asked, ids, hellos } = await read([
    new Response(HELLO + batch([0, 1, 2])),
    new Response(HELLO + batch([3, 4]) + SUMMARY),
  ]);
  assert.deepEqual(ids, [0, 1, 2, 3, 4]);
  assert.deepEqual(asked, [
    ['/api/run?x', undefined],
    ['/api/run?x', '2'],
  ]);
  assert.equal(hellos, 1);
});

test('a server that starts over gives nothing twice', async () => {
  const { ids } = await read([
    new Response(HELLO + batch([0, 1, 2])),
    new Response(HELLO + batch([0, 1, 2, 3]) + SUMMARY),
  ]);
  assert.deepEqual(ids, [0, 1, 2, 3]);
});

test('a refusal keeps its reason', async () => {
  const problem = { title: 'Unprocessable', status: 422, detail: 'line 3: no', errors: [{ message: 'no', line: 3 }] };
  const answer = new Response(JSON.stringify(problem), {
    status: 422,
    headers: { 'content-type': 'application/problem+json' },
  });
  await assert.rejects(
    read([answer]),
    (/** @type {any} */ e) => e instanceof Refused && e.problem.errors?.[0]?.line === 3,
  );
});

test('a failure of the engine in mid-stream is a refusal too', async () => {
  await assert.rejects(
    read([new Response(`${HELLO}event: failed\ndata: {"title":"x","status":500,"detail":"it broke"}\n\n`)]),
    /it broke/,
  );
});
