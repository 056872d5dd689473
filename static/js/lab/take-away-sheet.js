/** The sheet to take a schedule away with: each form can be copied or saved. */
import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { sayBriefly } from '../ui/copy.js';
import { openSheet } from '../ui/dialog.js';
import { color } from '../ui/theme.js';
import { csvOf, ganttSvg, markdownOf } from './take-away.js';

/**
 * @typedef {{ run: import('../replay/run.js').Run, results: import('../replay/results.js').Result[], totals: import('../replay/results.js').Totals, title: string }} Subject
 */

/** @param {() => Subject | undefined} subject  nothing while there is nothing to take */
export function takeAwayButton(subject) {
  return h(
    'button',
    {
      class: 'tool',
      type: 'button',
      'aria-label': 'Take away: Gantt as SVG, table as CSV or Markdown',
      title: 'Take away: Gantt as SVG, table as CSV or Markdown',
      onclick: () => open(subject()),
    },
    icon('save'),
  );
}

/** @param {Subject | undefined} s */
function open(s) {
  if (!s) {
    openSheet('Take away', [h('p', {}, 'There is nothing to take yet: the results are hidden, or nothing has run.')]);
    return;
  }
  /** @type {[string, string, string, () => string][]} */
  const forms = [
    ['Gantt chart as SVG', 'gantt.svg', 'image/svg+xml', () => ganttSvg(s.run, s.title, color)],
    ['Table as CSV', 'schedule.csv', 'text/csv', () => csvOf(s.results, s.totals)],
    ['Table as Markdown', 'schedule.md', 'text/markdown', () => markdownOf(s.results, s.totals, s.title)],
  ];
  openSheet('Take away', [
    h(
      'div',
      { class: 'take' },
      forms.flatMap(([name, file, type, make]) => {
        const copy = h('button', { class: 'btn', type: 'button', 'aria-label': `Copy: ${name}` }, 'Copy');
        copy.addEventListener('click', async () => {
          try {
            await navigator.clipboard.writeText(make());
            sayBriefly(copy, 'Copied');
          } catch {
            sayBriefly(copy, 'Not allowed');
          }
        });
        return [
          h('span', {}, name),
          copy,
          h(
            'button',
            { class: 'btn', type: 'button', 'aria-label': `Save: ${name}`, onclick: () => save(file, type, make()) },
            'Save',
          ),
        ];
      }),
    ),
  ]);
}

/** @param {string} file @param {string} type @param {string} text */
function save(file, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const a = h('a', { href: url, download: file });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
