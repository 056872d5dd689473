/** What the knobs of settings offer lies within what the engine takes. */
import test from 'node:test';
import assert from 'node:assert/strict';
import { notchesOf } from '../../static/js/ui/settings.js';

/** @param {string} kind @param {number} min @param {number} max @param {string} first @param {string} last */
function check(kind, min, max, first, last) {
  const info = { name: 'x', label: 'x', doc: '', default: '', group: '', of: 'both', kind, min, max };
  const notches = notchesOf(/** @type {any} */ (info));
  assert.deepEqual([notches[0], notches.at(-1)], [first, last]);
}

test('a setting can be dragged from its least to its greatest value', () => {
  check('count', 1, 16, '1', '16');
  check('factor', 0, 1000, '0', '1');
  check('factor', 10, 100_000, '0.01', '100');
  check('rate', 1000, 1e11, '1kB', '100GB');
});
