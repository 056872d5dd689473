/**
 * Each screen names all its modules in its head, so that the browser fetches them at once instead of finding them one
 * import after the other. To write the lists again: UPDATE=1 npm test
 */
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import assert from 'node:assert/strict';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const JS = join(ROOT, 'static/js');

/** Every module an entry reaches, itself included. @param {string} entry @param {Set<string>} [seen] */
function reach(entry, seen = new Set()) {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const [, path] of readFileSync(entry, 'utf8').matchAll(/^(?:import|export)\s[^;]*?from\s+'(\.[^']+)'/gm))
    reach(join(dirname(entry), path ?? ''), seen);
  return seen;
}

for (const screen of ['home', 'run', 'lab']) {
  test(`${screen}: its modules are fetched at once`, () => {
    const list = [...reach(join(JS, `pages/${screen}.js`))].map((f) => relative(JS, f)).sort();
    const expected = list.map((f) => `<link rel="modulepreload" href="/static/{{ hash }}/js/${f}">\n`).join('');
    const file = join(ROOT, `templates/${screen}-modules.html`);
    if (process.env.UPDATE) writeFileSync(file, expected);
    assert.equal(
      readFileSync(file, 'utf8'),
      expected,
      `templates/${screen}-modules.html is not what the modules import; run: UPDATE=1 npm test`,
    );
  });
}
