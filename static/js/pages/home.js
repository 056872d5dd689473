/** Home: the course in its order, each scenario with its question and a timeline of its real run, and an editor. */
import { bootData, h, one } from '../ui/dom.js';
import { onFrame, wake } from '../ui/frame.js';
import { icon, mark } from '../ui/icons.js';
import { listen } from '../ui/keys.js';
import { setPresenter } from '../ui/theme.js';
import { switchTheme, topBar } from '../ui/shell.js';
import { LEGEND, keyTo } from '../timeline/legend.js';
import { Mini } from '../timeline/mini.js';
import { packProgram } from '../trace/link.js';
import { Editor } from '../editor/editor.js';
import { STARTERS, starterButtons } from './starters.js';

/**
 * @typedef {object} Card
 * @property {string} slug
 * @property {string} title
 * @property {string} summary
 * @property {string} question
 * @property {string} part
 * @property {'python' | 'table'} language
 * @property {number} chapter
 * @property {number} order
 * @property {string[]} [concepts]
 */

const SEEN = 'timeslice-seen';

const boot = bootData();
/** @type {Card[]} */
const cards = (boot.scenarios ?? []).toSorted(
  (/** @type {Card} */ a, /** @type {Card} */ b) => a.chapter - b.chapter || a.order - b.order,
);
/** @typedef {import('../timeline/mini.js').MiniTrace} MiniTrace */
/** @type {Mini[]} */
const minis = [];
/** Where each small timeline goes. @type {Map<string, { box: HTMLElement, phase: number, workload: boolean }>} */
const places = new Map();

/** Parts of the course, in other words. @type {Record<string, string>} */
const PARTS = {
  'The machine': 'One core, many programs',
  "Python's rules": 'What the interpreter adds',
  Sharing: 'When they touch the same thing',
  'One thread, many tasks': 'asyncio and its loop',
  'The scheduler': 'Who runs next, and why',
};

/** Slugs the reader has opened, as far as this browser remembers. */
function seen() {
  try {
    return new Set(JSON.parse(localStorage.getItem(SEEN) ?? '[]'));
  } catch {
    return new Set();
  }
}

/** @param {string} slug */
function note(slug) {
  try {
    localStorage.setItem(SEEN, JSON.stringify([...seen().add(slug)]));
  } catch {
    // Progress is a comfort, not a need.
  }
}

/** @param {Card} card @param {number} i @param {boolean} opened @param {boolean} next */
function cardOf(card, i, opened, next) {
  const box = h('div', { class: 'mini-tl' });
  const el = h(
    'a',
    {
      class: `card${next ? ' here' : ''}`,
      href: `/run/${card.slug}`,
      title: card.summary,
      onclick: () => note(card.slug),
      'data-find':
        `${card.title} ${card.question} ${card.summary} ${(card.concepts ?? []).join(' ')} ${card.part}`.toLowerCase(),
    },
    h('div', { class: 'ct' }, mark(20, opened ? 1 : 0), h('span', { class: 'cn num quiet' }, i + 1)),
    h('h3', {}, card.title),
    h('p', { class: 'q' }, card.question),
    box,
  );
  places.set(card.slug, { box, phase: (i * 0.37) % 1, workload: card.language === 'table' });
  return el;
}

function course() {
  const opened = seen();
  const next = cards.find((c) => !opened.has(c.slug));
  const parts = Map.groupBy(cards, (c) => c.part);
  let i = 0;
  const sections = [...parts].map(([part, list]) => {
    const row = h(
      'div',
      { class: 'cards' },
      list.map((c) => cardOf(c, i++, opened.has(c.slug), c === next && opened.size > 0)),
    );
    return h(
      'section',
      { class: 'part' },
      h('div', { class: 'pt' }, h('h2', {}, part), h('p', { class: 'quiet' }, PARTS[part] ?? '')),
      row,
    );
  });
  const start = next ?? cards[0];
  one('#course').replaceChildren(
    h(
      'div',
      { class: 'hh' },
      h(
        'div',
        {},
        h('h1', {}, 'Watch programs take turns'),
        h('p', { class: 'quiet' }, `${cards.length} programs you can run, slow down and change.`),
      ),
      h('span', { class: 'grow' }),
      start
        ? h(
            'a',
            { class: 'btn solid', href: `/run/${start.slug}`, onclick: () => note(start.slug) },
            opened.size ? `Continue with ${start.title}` : 'Start',
          )
        : null,
    ),
    ...sections,
    h('p', { class: 'empty none', hidden: true }, 'Nothing of this name in the course.'),
  );
}

/** @param {string} text */
function find(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let any = false;
  for (const section of document.querySelectorAll('.part')) {
    let some = false;
    for (const card of section.querySelectorAll('.card')) {
      const hit = words.every((w) => card.getAttribute('data-find')?.includes(w));
      /** @type {HTMLElement} */ (card).hidden = !hit;
      some ||= hit;
    }
    /** @type {HTMLElement} */ (section).hidden = !some;
    any ||= some;
  }
  one('.none').hidden = any;
}

function own() {
  const editor = new Editor(one('#editor'), STARTERS.threads ?? '', { run: () => void go(), label: 'Your program' });
  const go = async () => location.assign(`/run?code=${await packProgram(editor.source)}`);
  one('#own-actions').append(
    h('button', { class: 'btn solid', type: 'button', onclick: () => void go() }, icon('play', 13), 'Run'),
    h('span', { class: 'quiet orfrom' }, 'or from'),
    starterButtons((text) => editor.replace(text)),
  );
  one('#own-actions').after(
    h(
      'p',
      { class: 'ownlab' },
      h('a', { class: 'lnk', href: '/lab' }, 'The scheduling lab'),
      ' takes a table of processes instead.',
    ),
  );
  return editor;
}

topBar(one('#bar'), {});
const field = h('input', {
  type: 'search',
  placeholder: 'Find a program or a function',
  'aria-label': 'Find a program or a function',
  oninput: () => find(field.value),
});
one('.brand').after(h('label', { class: 'find' }, icon('search', 14), field));
course();
const editor = own();
listen([
  { keys: ['t'], shown: 'T', does: 'light or dark', act: switchTheme },
  { keys: ['p'], shown: 'P', does: 'presenter size', act: () => setPresenter() },
  { keys: ['e'], shown: 'E', does: 'write a program', act: () => editor.focus() },
  { keys: ['/'], shown: '/', does: 'find', act: () => field.focus() },
]);
/** @param {Record<string, MiniTrace>} made */
function showMinis(made) {
  for (const [slug, { box, phase, workload }] of places) {
    const mini = made[slug];
    if (!mini?.lanes.length || box.firstChild) continue;
    minis.push(new Mini(box, mini, { phase, workload }));
  }
  if (Mini.moves) wake();
}

/** The server makes them after its start: those that are not in the page come as soon as they are there. */
async function fetchMinis() {
  try {
    const response = await fetch('/api/minis');
    if (response.ok) showMinis(await response.json());
  } catch {
    // Without them the cards still say what they are.
  }
}

one('#reading').append(...LEGEND.threads.map(([k, text]) => keyTo(k, text)));
showMinis(boot.minis ?? {});
if (!boot.minis_complete) void fetchMinis();

onFrame((now) => {
  for (const m of minis) m.frame(now);
  return Mini.moves && !document.hidden;
});
document.addEventListener('visibilitychange', wake);
document.fonts?.ready.then(() => minis.forEach((m) => m.paint(m.t)));
