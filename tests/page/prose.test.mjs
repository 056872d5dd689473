/** What stands before the code of a scenario. */
import test from 'node:test';
import assert from 'node:assert/strict';
import { preambleOf, prose } from '../../static/js/editor/prose.js';

const SOURCE = `# /// script
# requires-python = ">=3.11"
# ///
"""Two threads count.

Watch for
- the GIL going
  from hand to hand;
- the end.
"""

import threading
`;

test('metadata and docstring are found with their last line', () => {
  const found = preambleOf(SOURCE);
  assert.equal(found?.last, 11);
  assert.deepEqual(prose(found?.text ?? ''), [
    'Two threads count.',
    'Watch for',
    ['the GIL going from hand to hand;', 'the end.'],
  ]);
});

test('a program without metadata is left alone', () => {
  assert.equal(preambleOf('"""doc"""\nimport x\n'), undefined);
  assert.equal(preambleOf('# /// script\nx = 1\n# ///\n'), undefined);
  assert.deepEqual(preambleOf('# /// script\n# ///\nx = 1\n'), { last: 2, text: '' });
});
