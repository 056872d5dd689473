/** The palette, computed: text is readable and marks are visible on every ground, in both themes (WCAG 2.2 AA). */
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const css = readFileSync(new URL('../../static/css/tokens.css', import.meta.url), 'utf8');
/** @type {Record<string, [light: string, dark: string]>} */
const tokens = Object.fromEntries(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map((m) => [
    m[1],
    [m[2] ?? '', m[3] ?? ''],
  ]),
);

/** @param {string} hex */
function luminance(hex) {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {string} a @param {string} b @param {0 | 1} theme */
function contrast(a, b, theme) {
  const [low = 0, high = 0] = [a, b].map((name) => luminance(tokens[name]?.[theme] ?? '')).sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** @param {string} name @param {string[]} fronts @param {string[]} backs @param {number} least */
const check = (name, fronts, backs, least) =>
  test(name, () => {
    for (const theme of /** @type {const} */ ([0, 1]))
      for (const front of fronts)
        for (const back of backs) {
          const found = contrast(front, back, theme);
          assert.ok(found >= least, `${front} on ${back}, ${theme ? 'dark' : 'light'}: ${found.toFixed(2)} < ${least}`);
        }
  });

const HUES = Array.from({ length: 9 }, (_, i) => `h${i}`);
const GROUNDS = ['surface', 'bench'];

check('text', ['ink', 'ink-2', 'ink-3', 'wrong-text'], [...GROUNDS, 'raised'], 4.5);
check('quiet text in a recess', ['ink', 'ink-2', 'ink-3'], ['sunken'], 4.5);
check('code', ['syn-str', 'syn-com', 'syn-txt'], ['surface'], 4.5);
check(
  'names in their hue',
  HUES.map((h) => `${h}-text`),
  GROUNDS,
  4.5,
);
check(
  'outlines and textures in a hue',
  HUES.map((h) => `${h}-edge`),
  GROUNDS,
  3,
);
check('lines that mean something', ['line-3'], GROUNDS, 3);
check('what is wrong', ['wrong'], GROUNDS, 3);
check('text on ink', ['on-ink'], ['ink'], 4.5);
check('text on red', ['on-wrong'], ['wrong'], 4.5);
for (const h of HUES) check(`the tag of a token in ${h}`, [`${h}-on`], [h], 4.5);
