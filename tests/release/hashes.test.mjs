/**
 * The same run gives the same trace everywhere: the hashes that `cargo test` checks in the debug build of the library
 * (golden/hashes.txt of the crates python and scenario) are those of the release binary, on the command line and over HTTP.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from '../browser/harness.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BINARY = process.env.TIMESLICE_BINARY ?? `${ROOT}target/release/timeslice`;
const NOT_TOLD = '0'.repeat(16);

const golden = ['python', 'scenario']
  .flatMap((crate) => readFileSync(`${ROOT}server/${crate}/tests/golden/hashes.txt`, 'utf8').trim().split('\n'))
  .map((line) => {
    const [slug = '', kernel = '', lines = ''] = line.split(/\s+/);
    return { slug, hashes: Object.entries({ kernel, line: lines }).filter(([, hash]) => hash !== NOT_TOLD) };
  });

const files = new Map(
  readdirSync(`${ROOT}scenarios`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(py|toml)$/.test(path))
    .map((path) => [
      path
        .split('/')
        .at(-1)
        ?.replace(/\.(py|toml)$/, ''),
      `${ROOT}scenarios/${path}`,
    ]),
);

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
before(async () => {
  assert.ok(existsSync(BINARY), 'cargo build --release comes first');
  server = await startServer();
});
after(() => server.stop());

test('there are hashes for every scenario', () => {
  assert.deepEqual(golden.map((g) => g.slug).sort(), [...files.keys()].sort());
});

for (const { slug, hashes } of golden) {
  for (const [level, hash] of hashes) {
    test(`${slug}, ${level} level: the command line`, () => {
      // Run where it lies: the program's path is one of its inputs.
      const path = files.get(slug) ?? slug;
      const args = ['run', basename(path), '--level', level, '--summary', 'json'];
      let out;
      try {
        out = execFileSync(BINARY, args, {
          cwd: dirname(path),
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        });
      } catch (failed) {
        // A program that fails gives its status on.
        out = /** @type {{ stdout: string }} */ (failed).stdout;
      }
      assert.equal(JSON.parse(out).hash, hash);
    });
    test(`${slug}, ${level} level: HTTP`, async () => {
      const answer = await fetch(`${server.url}/api/run?scenario=${slug}&level=${level}`, {
        headers: { accept: 'application/x-ndjson' },
      });
      const last = (await answer.text()).trim().split('\n').at(-1) ?? '{}';
      assert.equal(JSON.parse(last).hash, hash);
    });
  }
}
