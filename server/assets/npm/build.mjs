// Makes what the page takes from npm, from the packages installed beside this file: the editor in one module, four
// fonts, the licences of all of them. Usage: node build.mjs FOLDER. Run by cargo (../build.rs) and by the Dockerfile.

import { build } from 'esbuild';
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const modules = join(here, 'node_modules');
const out = process.argv[2];
if (!out) throw new Error('usage: node build.mjs FOLDER');

/** Package, file in it, name under which it is served. */
const FONTS = [
  ['inter', 'inter-latin-wght-normal.woff2', 'inter.woff2'],
  ['jetbrains-mono', 'jetbrains-mono-latin-wght-normal.woff2', 'jetbrains-mono.woff2'],
  ['source-serif-4', 'source-serif-4-latin-wght-normal.woff2', 'source-serif-4.woff2'],
  ['source-serif-4', 'source-serif-4-latin-wght-italic.woff2', 'source-serif-4-italic.woff2'],
];

/** The names of all installed packages that end up in a served file; esbuild only makes the bundle. */
async function packages() {
  const names = [];
  for (const name of (await readdir(modules)).sort()) {
    if (name.startsWith('.') || name.includes('esbuild')) continue;
    if (name.startsWith('@')) {
      for (const inner of (await readdir(join(modules, name))).sort()) names.push(`${name}/${inner}`);
    } else {
      names.push(name);
    }
  }
  return names;
}

async function licences() {
  const rule = '='.repeat(80);
  let text = "What Timeslice's page contains of others' work: the editor (CodeMirror) and the fonts.\n";
  for (const name of await packages()) {
    const folder = join(modules, name);
    const file = (await readdir(folder)).find((entry) => entry.toLowerCase().startsWith('licen'));
    if (!file) throw new Error(`the package ${name} has no licence file`);
    text += `\n${rule}\n${name}\n${rule}\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`;
  }
  return text;
}

await mkdir(out, { recursive: true });
await build({
  entryPoints: [join(here, 'entry.js')],
  outfile: join(out, 'codemirror.js'),
  bundle: true,
  format: 'esm',
  minify: true,
  target: 'es2022',
  charset: 'utf8',
  logLevel: 'warning',
});
for (const [name, file, served] of FONTS) {
  await copyFile(join(modules, '@fontsource-variable', name, 'files', file), join(out, served));
}
await writeFile(join(out, 'THIRD-PARTY.txt'), await licences());
