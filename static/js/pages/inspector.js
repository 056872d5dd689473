/**
 * The inspector: threads or tasks with their times, shared memory with its last writers, locals of whoever is chosen
 * or runs, and the count of everything so far. The lists are the text form of the stage.
 */
import { h, write } from '../ui/dom.js';
import { chip } from '../ui/chip.js';
import { clock, clockUnit, duration, elide, percent, thousands } from '../ui/format.js';
import { taskTexture, threadTexture } from '../replay/lanes.js';
import { isData } from '../replay/values.js';
import { standingWords, taskWords, threadWords } from '../stage/words.js';
import { functionOf } from '../stage/dials.js';

/**
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('../replay/state.js').MachineState} MachineState
 * @typedef {import('../replay/state.js').Thread} Thread
 * @typedef {import('../replay/state.js').Task} Task
 * @typedef {import('../replay/entities.js').Who} Who
 * @typedef {{ el: HTMLElement, chip: HTMLElement, state: HTMLElement, a: HTMLElement, b: HTMLElement | undefined, standing: HTMLElement }} ListRow
 */

/** Lists longer than this end in a count. */
const MOST = 60;
const LATE = 0.3e6;

/** @param {number} ns */
const inMs = (ns) => (ns < 5e4 ? '–' : (ns / 1e6).toFixed(ns >= 100e6 ? 0 : 1));

/** What the reader has to know of the values shown, when not all of the run is told line by line.
 * @param {Run} run @param {number} t */
function aboutValues(run, t) {
  if (run.steps.length === 0 || (run.tellsLines(t) && !run.beginsBlind)) return '';
  const at = (/** @type {number} */ ns) => `${clock(ns, run.end)} ${clockUnit(run.end)}`;
  if (!run.hasLines) return 'A run this long is told without its values. "Lines here" tells them around the needle.';
  if (t < run.linesFrom) return `Values are told from ${at(run.linesFrom)} on.`;
  if (t > run.linesUntil) return `As of ${at(run.linesUntil)}: after it, values are not told.`;
  return `Known since ${at(run.linesFrom)}: what nobody has touched since then is not shown.`;
}

export class Inspector {
  /** @param {HTMLElement} el @param {(who: string) => void} pick */
  constructor(el, pick) {
    this.pick = pick;
    this.people = h('div', { class: 'thlist', role: 'list' });
    this.peopleHead = h('h2', { class: 'ih' }, 'Threads');
    this.lates = h('div', { class: 'lates' });
    this.lateHead = h('h2', { class: 'ih' }, 'How late the loop was', h('span', { class: 'quiet' }, 'due to resumed'));
    this.memory = h('div', { class: 'vars' });
    this.memoryHead = h('h2', { class: 'ih' }, 'Shared memory', h('span', { class: 'quiet' }, 'last written by'));
    this.locals = h('div', { class: 'vars loc' });
    this.localsHead = h('h2', { class: 'ih lochead' }, 'Locals');
    this.metrics = h('dl', { class: 'metrics' });
    el.append(
      this.peopleHead,
      this.people,
      this.lateHead,
      this.lates,
      this.memoryHead,
      this.memory,
      this.localsHead,
      this.locals,
      h('h2', { class: 'ih' }, 'So far'),
      this.metrics,
    );
    /** @type {Map<string, ListRow>} */ this.rows = new Map();
    this.peopleFor = '';
    this.metricsFor = '';
    this.memoryFor = '';
    this.localsFor = '';
  }

  /** @param {Run} run @param {MachineState} state @param {number} t @param {'threads' | 'loop'} view @param {string | undefined} chosen */
  show(run, state, t, view, chosen) {
    if (view === 'loop') this.showTasks(run, state, t, chosen);
    else this.showThreads(run, state, t, chosen);
    this.lateHead.hidden = this.lates.hidden = view !== 'loop';
    if (view === 'loop') this.showLates(run, state, t);
    this.showMemory(run, state, t);
    write(
      /** @type {Node} */ (this.memoryHead.firstChild),
      state.processes.length > 1 ? 'Memory, per process' : 'Shared memory',
    );
    this.showLocals(run, state, view, chosen);
    this.showMetrics(run, state, t, view);
  }

  /** Rows for everybody, made again only when somebody new appears. @param {Run} run @param {Who[]} whos @param {string} key @param {string[]} columns */
  list(run, whos, key, columns) {
    const full = `${key}${run.population}${whos.length}`;
    if (full === this.peopleFor && this.people.childElementCount) return;
    this.peopleFor = full;
    this.rows.clear();
    const wide = columns.length === 1;
    const rows = whos.slice(0, MOST).map((who) => {
      const sign = chip(who);
      const state = h('span', { class: 'st' });
      const a = h('span', { class: 'num a' });
      const b = wide ? undefined : h('span', { class: 'num b' });
      const standing = h('span', { class: 'standing' });
      const el = h(
        'div',
        { class: `th${wide ? ' wide' : ''}`, role: 'listitem', title: who.name, onclick: () => this.pick(who.key) },
        sign,
        state,
        a,
        b,
        standing,
      );
      this.rows.set(who.key, { el, chip: sign, state, a, b, standing });
      return el;
    });
    const head = wide
      ? null
      : h(
          'div',
          { class: 'th head', 'aria-hidden': 'true' },
          h('span'),
          h('span'),
          columns.map((c) => h('span', {}, c)),
        );
    this.people.replaceChildren(
      ...(head ? [head] : []),
      ...rows,
      ...(whos.length > MOST ? [h('div', { class: 'empty pad' }, `and ${whos.length - MOST} more`)] : []),
    );
  }

  /** @param {Run} run @param {MachineState} state @param {number} t @param {string | undefined} chosen */
  showThreads(run, state, t, chosen) {
    write(/** @type {Node} */ (this.peopleHead.firstChild), 'Threads');
    const whos = [...run.people().values()].filter((w) => w.kind === 'thread');
    this.list(run, whos, 'threads', ['CPU', 'held up']);
    const objectName = (/** @type {number} */ id) => state.objects[id]?.name;
    for (const who of whos.slice(0, MOST)) {
      const row = this.rows.get(who.key);
      if (!row) continue;
      const th = state.threads[who.id];
      const texture = th && th.status !== 'new' ? threadTexture(th, t) : 'done';
      row.chip.dataset.state = !th || th.status === 'new' ? 'new' : texture === 'switch' ? 'ready' : texture;
      write(row.state, th ? threadWords(th, objectName, t, state) : 'not started');
      const cpu = th ? th.cpu + (th.status === 'running' ? Math.max(0, t - th.runsFrom) : 0) : 0;
      const held = th ? th.held + (th.status === 'ready' || th.cause === 'gil' ? Math.max(0, t - th.since) : 0) : 0;
      write(row.a, inMs(cpu));
      write(row.standing, th && th.status !== 'done' ? standingWords(th) : '');
      if (row.b) write(row.b, inMs(held));
      this.mark(
        row,
        !th || th.status === 'new' || th.status === 'done',
        Boolean(th?.uncaught && th.status === 'done'),
        who.key === chosen,
      );
    }
  }

  /** @param {Run} run @param {MachineState} state @param {number} t @param {string | undefined} chosen */
  showTasks(run, state, t, chosen) {
    write(/** @type {Node} */ (this.peopleHead.firstChild), 'Tasks');
    const whos = [...run.people().values()].filter((w) => w.kind === 'task');
    this.list(run, whos, 'tasks', ['']);
    for (const who of whos.slice(0, MOST)) {
      const row = this.rows.get(who.key);
      if (!row) continue;
      const task = state.tasks[who.id];
      const blocks = task !== undefined && state.loopOn(task.thread)?.blocking?.task === task.id;
      row.chip.dataset.state = task ? taskTexture(task) : 'new';
      write(row.state, task ? taskWords(task, blocks) : 'not created');
      const waits =
        task &&
        task.until !== undefined &&
        task.status !== 'running' &&
        task.status !== 'ready' &&
        task.status !== 'done';
      const late = waits && t - /** @type {number} */ (task.until) > LATE;
      write(
        row.a,
        !waits
          ? ''
          : late
            ? `late ${duration(t - /** @type {number} */ (task.until))}`
            : `${duration(Math.max(0, /** @type {number} */ (task.until) - t))} left`,
      );
      const failed = task?.status === 'done' && task.outcome === 'exception';
      this.mark(row, !task || task.status === 'done', Boolean(late || blocks || failed), who.key === chosen);
    }
  }

  /** @param {ListRow} row @param {boolean} dim @param {boolean} bad @param {boolean} chosen */
  mark(row, dim, bad, chosen) {
    row.el.classList.toggle('dim', dim);
    row.el.classList.toggle('badrow', bad);
    row.el.classList.toggle('chosen', chosen);
  }

  /** @param {Run} run @param {MachineState} state @param {number} t */
  showLates(run, state, t) {
    const waiting = state.tasks
      .filter(
        (k) =>
          k &&
          k.until !== undefined &&
          k.status !== 'running' &&
          k.status !== 'ready' &&
          k.status !== 'done' &&
          t - k.until > 1e6,
      )
      .map((k) => ({ task: k.id, by: t - /** @type {number} */ (k.until) }));
    const list = [...state.lates.filter((l) => l.by > 1e6), ...waiting].slice(-3);
    const most = Math.max(20e6, ...run.head.lates.map((l) => l.by), ...list.map((l) => l.by));
    this.lates.replaceChildren(
      ...(list.length
        ? list.map((l) => {
            const who = run.who(undefined, l.task);
            return h(
              'div',
              { class: 'lt' },
              who ? chip(who) : null,
              h('span', { class: 'ltb' }, h('i', { style: { width: `${(l.by / most) * 100}%` } })),
              h('span', { class: 'num' }, duration(l.by)),
            );
          })
        : [h('div', { class: 'empty' }, 'Every task was resumed when it was due.')]),
    );
  }

  /** @param {Run} run @param {MachineState} state @param {number} t */
  showMemory(run, state, t) {
    const many = state.processes.length > 1;
    const list = [...state.variables.values()].filter((v) => isData(v.value));
    const queues = state.objects.filter((o) => o && (o.kind === 'queue' || o.kind === 'async_queue'));
    const locks = state.objects.filter((o) => o && o.holders.length > 0);
    const about = aboutValues(run, t);
    const key =
      list.map((v) => `${v.name}${v.value}${v.thread}${v.task}`).join('|') +
      queues.map((q) => q.name + q.size).join() +
      locks.map((o) => `${o.name}${o.holders.map((x) => `${x.thread}${x.task}`)}`).join() +
      run.population +
      about;
    if (key === this.memoryFor) return;
    this.memoryFor = key;
    const nothing = about ? '' : 'Nothing is shared yet.';
    const rows = list.slice(0, 40).map((v) => {
      const who = run.who(v.thread, v.task) ?? run.who(v.thread);
      const process = many ? h('span', { class: 'quiet' }, `${state.processes[v.process]?.pid ?? ''} `) : null;
      return h(
        'div',
        { class: 'var', title: `${v.name} = ${v.value}` },
        h('span', { class: 'mono' }, process, elide(v.name, 22)),
        h('span', { class: 'mono val' }, elide(v.value, 24)),
        h('span', { class: 'by' }, who ? chip(who) : ''),
      );
    });
    const held = locks.map((o) =>
      h(
        'div',
        { class: 'var' },
        h('span', { class: 'mono' }, o.name),
        h('span', { class: 'val' }, 'held'),
        h(
          'span',
          { class: 'by' },
          o.holders.map((x) => run.who(x.thread, x.task)).map((w) => (w ? chip(w) : null)),
        ),
      ),
    );
    const filled = queues.map((q) =>
      h(
        'div',
        { class: 'var', title: q.items.join(', ') },
        h('span', { class: 'mono' }, q.name),
        h('span', { class: 'val' }, `${thousands(q.size)} ${q.size === 1 ? 'item' : 'items'}`),
        h('span', { class: 'by' }),
      ),
    );
    this.memory.replaceChildren(
      ...(rows.length + held.length + filled.length
        ? [...filled, ...held, ...rows]
        : nothing
          ? [h('div', { class: 'empty pad' }, nothing)]
          : []),
      ...(about ? [h('div', { class: 'empty pad' }, about)] : []),
    );
  }

  /** Whose locals: the chosen one's, else whoever runs.
   * @param {MachineState} state @param {'threads' | 'loop'} view @param {string | undefined} chosen @returns {{ owner: Thread | Task, key: string } | undefined} */
  subject(state, view, chosen) {
    if (chosen) {
      const owner = chosen.startsWith('k')
        ? state.tasks[Number(chosen.slice(1))]
        : state.threads[Number(chosen.slice(1))];
      if (owner) return { owner, key: chosen };
    }
    const task = view === 'loop' ? state.task(state.mainLoop?.current) : undefined;
    if (task) return { owner: task, key: `k${task.id}` };
    const alive = state.threads.filter((x) => x && x.status !== 'done' && x.status !== 'new');
    const thread = alive.find((x) => x.status === 'running') ?? alive.find((x) => x.cause === 'gil') ?? alive[0];
    return thread && { owner: thread, key: `t${thread.id}` };
  }

  /** @param {Run} run @param {MachineState} state @param {'threads' | 'loop'} view @param {string | undefined} chosen */
  showLocals(run, state, view, chosen) {
    const subject = this.subject(state, view, chosen);
    const who = subject && run.people().get(subject.key);
    const frame = subject?.owner.frames.at(-1);
    const own = subject && 'locals' in subject.owner ? [...subject.owner.locals] : [];
    const vars = [...(frame?.vars ?? []), ...own].filter(([, v]) => isData(v));
    const called =
      frame?.function ||
      (!subject ? '' : 'coroutine' in subject.owner ? subject.owner.coroutine : functionOf(subject.owner));
    const key = `${who?.name}${called}${vars.map(([k, v]) => `${k}=${v}`).join()}`;
    if (key === this.localsFor) return;
    this.localsFor = key;
    this.localsHead.replaceChildren(
      'Locals of ',
      h(
        'span',
        { class: 'quiet' },
        who
          ? `${who.name}${called ? `, ${called.replace(/^<module>$/, 'the program')}${called.startsWith('<') || called === 'the program' ? '' : '()'}` : ''}`
          : 'nobody',
      ),
    );
    this.locals.replaceChildren(
      ...(vars.length
        ? vars
            .slice(0, 12)
            .map(([k, v]) =>
              h(
                'span',
                { class: 'lv2', title: `${k} = ${v}` },
                h('span', { class: 'mono' }, k),
                h('span', { class: 'mono val' }, elide(v, 26)),
              ),
            )
        : [h('span', { class: 'empty' }, 'none')]),
    );
  }

  /** @param {Run} run @param {MachineState} state @param {number} t @param {'threads' | 'loop'} view */
  showMetrics(run, state, t, view) {
    /** @type {[string, string | number, boolean?][]} */
    let list;
    if (view === 'loop') {
      const { select, blocked } = state.loopTimes(t);
      list = [
        ['turns', thousands(state.mainLoop?.turn ?? 0)],
        ['in select()', percent(select, t)],
        ['blocked', blocked ? duration(blocked) : '0', blocked > 0],
      ];
    } else {
      const busy = state.cores.reduce(
        (a, c) => a + c.busy + (c.thread === undefined ? 0 : Math.max(0, t - c.runsFrom)),
        0,
      );
      list = [
        ['CPU used', percent(busy, t * state.cores.length)],
        ['switches', thousands(state.counts.switches)],
        run.hasGil
          ? ['GIL handoffs', thousands(state.counts.handoffs)]
          : ['preempted', thousands(state.counts.preemptions)],
      ];
    }
    const key = JSON.stringify(list);
    if (key === this.metricsFor) return;
    this.metricsFor = key;
    this.metrics.replaceChildren(
      ...list.map(([k, v, bad]) => h('div', { class: bad ? 'bad' : '' }, h('dd', { class: 'num' }, v), h('dt', {}, k))),
    );
  }
}
