/** The link is the document. */
import test from 'node:test';
import assert from 'node:assert/strict';
import {
  formatDuration,
  formatLink,
  packProgram,
  parseDuration,
  parseLink,
  requestOf,
  unpackProgram,
} from '../../static/js/trace/link.js';

/** A link says the same after it was read and written. @param {string} address */
function roundTrip(address) {
  const [path = '', search = ''] = address.split(/(?=\?)/);
  assert.equal(formatLink(parseLink(path, search)), address);
}

test('links survive being read and written', () => {
  roundTrip('/run/two-counters');
  roundTrip('/run/two-counters?cores=1&gil=off&at=17');
  roundTrip('/run/two-counters?quantum=4ms&switch_cost=5us&schedule=0,1:2,1');
  roundTrip('/run?cores=2&code=abc_-1&at=3');
  roundTrip('/run/blocked-loop?at=3&view=threads');
});

test('parameters may stand in any order and be written by hand', () => {
  const link = parseLink('/run/two-counters', '?at=17&gil=off&cores=1');
  assert.deepEqual(link.machine, { gil: 'off', cores: '1' });
  assert.equal(link.at, 17);
  assert.equal(parseLink('/run/x', '?at=seventeen').at, undefined);
});

test('the run is asked for without position and looks', () => {
  const link = parseLink('/run/two-counters', '?cores=1&at=17&theme=dark');
  assert.deepEqual(requestOf(link, ''), { address: '/api/run?scenario=two-counters&cores=1' });
});

test('a program too long for an address is posted', () => {
  const link = parseLink('/run', `?cores=1&code=${'a'.repeat(9000)}`);
  const { address, body } = requestOf(link, 'print(1)');
  assert.equal(address, '/api/run');
  assert.deepEqual(JSON.parse(body ?? ''), { source: 'print(1)', settings: { cores: '1' } });
});

test('programs survive packing', async () => {
  for (const source of ['', 'print("x")\n', 'π = "日本語 🐍"\n', 'x = 1\n'.repeat(5000)]) {
    const code = await packProgram(source);
    assert.match(code, /^[\w-]*$/);
    assert.equal(await unpackProgram(code), source);
  }
});

test('durations as in links', () => {
  for (const [text, ns] of /** @type {[string, number][]} */ ([
    ['4ms', 4e6],
    ['5us', 5000],
    ['1.5s', 1.5e9],
    ['250ns', 250],
  ])) {
    assert.equal(parseDuration(text), ns);
    assert.equal(formatDuration(ns), text);
  }
  assert.equal(parseDuration('4 parsecs'), undefined);
  assert.equal(formatDuration(0), '0us');
});
