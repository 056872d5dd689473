/** The code pane: the program with cursors and time per line, and whether it is still the one that ran. */
import { h, one } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { Editor } from '../editor/editor.js';
import { taskTexture, threadTexture } from '../replay/lanes.js';
import { whoOf } from '../replay/book.js';

/**
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('../replay/state.js').MachineState} MachineState
 * @typedef {import('../editor/marks.js').Cursor} Cursor
 */

/** Lines with less than this share of the hottest one show no bar. */
const LEAST_HEAT = 0.04;
/** The pane follows the running line at most this often while playing. */
const FOLLOW_MS = 350;

export class Program {
  /** @param {HTMLElement} el @param {{ source?: string, scenario?: { slug: string } | null }} boot @param {{ run: () => void, change: () => void }} on */
  constructor(el, boot, on) {
    this.original = boot.source ?? '';
    this.fromScenario = Boolean(boot.scenario);
    this.ranSource = this.original;
    this.followed = 0;
    this.runButton = h(
      'button',
      { class: 'btn solid small', type: 'button', title: 'Run (Ctrl Enter)', onclick: () => on.run() },
      icon('play', 12),
      'Run',
    );
    this.undoButton = h(
      'button',
      {
        class: 'tool txt',
        type: 'button',
        hidden: true,
        onclick: () => (this.editor.replace(this.original), on.run()),
      },
      icon('reset', 14),
      'Undo changes',
    );
    this.heatKey = h('span', { class: 'quiet heatk' }, 'time per line');
    this.name = boot.scenario ? `${boot.scenario.slug}.py` : 'program.py';
    one('.ph', el).append(
      h('h2', {}, this.name),
      this.runButton,
      this.undoButton,
      h('span', { class: 'grow' }),
      this.heatKey,
    );
    this.editor = new Editor(one('#editor', el), this.original, {
      run: on.run,
      change: () => {
        this.describe();
        this.editor.showErrors([]);
        on.change();
      },
    });
    this.describe();
  }

  get source() {
    return this.editor.source;
  }

  /** It is the scenario's own program. */
  get isScenario() {
    return this.fromScenario && this.source === this.original;
  }

  get isDirty() {
    return this.source !== this.ranSource;
  }

  describe() {
    const dirty = this.isDirty;
    this.runButton.classList.toggle('wanted', dirty);
    this.heatKey.hidden = dirty;
    this.undoButton.hidden = !this.fromScenario || this.source === this.original;
    if (dirty) {
      this.editor.showMarks([], new Map(), new Map());
    }
  }

  /** A run of this program is on show now. @param {string} source */
  ran(source) {
    this.ranSource = source;
    this.describe();
  }

  /** @param {import('../trace/stream.js').ProgramError[]} errors */
  showErrors(errors) {
    this.editor.showErrors(errors);
  }

  /** @param {number} line */
  goTo(line) {
    this.editor.reveal(line);
    this.editor.focus();
  }

  focus() {
    this.editor.focus();
  }

  /** Shows who is where. @param {Run} run @param {MachineState} state @param {number} t @param {'threads' | 'loop'} view @param {string | undefined} lead  whose line to keep in sight @param {boolean} playing */
  follow(run, state, t, view, lead, playing) {
    if (this.isDirty) return;
    const cursors = view === 'loop' ? taskCursors(run, state) : threadCursors(run, state, t);
    this.editor.showMarks(
      cursors,
      heatOf(run, state, t),
      new Map(cursors.filter((c) => c.state === 'run' || c.state === 'wrong').map((c) => [c.line, c])),
    );
    const now = performance.now();
    if (playing && now - this.followed < FOLLOW_MS) return;
    const line = cursors.find((c) => c.key === lead)?.line;
    if (line === undefined || document.activeElement?.closest('.cm-editor')) return;
    this.followed = now;
    this.editor.reveal(line, false);
  }
}

/** @param {Run} run @param {MachineState} state @returns {(Cursor & { key: string })[]} */
function taskCursors(run, state) {
  const out = [];
  for (const task of state.tasks) {
    const who = task && run.people().get(`k${task.id}`);
    if (!who || task.status === 'done' || task.line === undefined || task.line < 1) continue;
    const blocks = state.loopOn(task.thread)?.blocking?.task === task.id;
    out.push({
      key: who.key,
      line: task.line,
      tag: who.tag,
      hue: who.hue,
      state: blocks ? 'wrong' : taskTexture(task),
      task: true,
      name: who.name,
    });
  }
  return out;
}

/** @param {Run} run @param {MachineState} state @param {number} t @returns {(Cursor & { key: string })[]} */
function threadCursors(run, state, t) {
  const out = [];
  for (const th of state.threads) {
    const who = th && run.people().get(`t${th.id}`);
    if (!who || th.status === 'new' || th.line === undefined || th.line < 1) continue;
    if (th.status === 'done' && !th.uncaught) continue;
    const texture = threadTexture(th, t);
    out.push({
      key: who.key,
      line: th.line,
      tag: who.tag,
      hue: who.hue,
      state: th.uncaught ? 'wrong' : texture === 'switch' ? 'ready' : texture,
      task: false,
      name: who.name,
    });
  }
  return out;
}

/** @param {Run} run @param {MachineState} state @param {number} t @returns {import('../editor/marks.js').Heat} */
function heatOf(run, state, t) {
  /** @type {Map<number, Map<number, number>>} */
  const lines = new Map();
  const add = (/** @type {number} */ line, /** @type {string} */ who, /** @type {number} */ ns) => {
    const hue = run.people().get(who)?.hue ?? 0;
    let row = lines.get(line);
    if (!row) lines.set(line, (row = new Map()));
    row.set(hue, (row.get(hue) ?? 0) + ns);
  };
  for (const [line, row] of state.heat) for (const [who, ns] of row) add(line, who, ns);
  for (const th of state.threads)
    if (th?.line !== undefined && th.lineSince !== undefined && t > th.lineSince)
      add(th.line, whoOf(th), t - th.lineSince);
  const sum = (/** @type {Map<number, number>} */ row) => [...row.values()].reduce((a, b) => a + b, 0);
  const most = Math.max(1, ...[...lines.values()].map(sum));
  return new Map(
    [...lines]
      .filter(([, row]) => sum(row) / most >= LEAST_HEAT)
      .map(([line, row]) => [line, [...row].map(([hue, ns]) => /** @type {[number, number]} */ ([hue, ns / most]))]),
  );
}
