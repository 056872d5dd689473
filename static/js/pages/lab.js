/** The scheduling lab: puts workload, policies, stage, results and deck around one run and one player. */
import { bootData, h, one } from '../ui/dom.js';
import { onFrame, wake } from '../ui/frame.js';
import { icon } from '../ui/icons.js';
import { zoom } from '../ui/theme.js';
import { topBar } from '../ui/shell.js';
import { wireTabs } from '../ui/tabs.js';
import { Player } from '../player/player.js';
import { Trail } from '../player/trail.js';
import { idleRun } from '../replay/run.js';
import { resultsOf, totalsOf } from '../replay/results.js';
import { PolicyStage } from '../stage/policy-stage.js';
import { labelWidth, laneHeight, rowsOf } from '../timeline/rows.js';
import { formatLink, learnSettings, packProgram, parseLink, requestOf } from '../trace/link.js';
import { Refused } from '../trace/stream.js';
import { Classroom } from '../lab/classroom.js';
import { outcomesOf } from '../lab/engine.js';
import { POLICIES, covered, policyOf } from '../lab/policies.js';
import { PolicyList } from '../lab/policy-list.js';
import { Prediction } from '../lab/prediction.js';
import { whenAsked } from '../lab/prediction-panel.js';
import { ResultTable } from '../lab/result-table.js';
import { rowsFrom } from '../lab/sheet.js';
import { LabStrip } from '../lab/strip.js';
import { WorkloadTable } from '../lab/table.js';
import { Workload } from '../lab/workload.js';
import { starterRows, workloadActions } from '../lab/actions.js';
import { takeAwayButton } from '../lab/take-away-sheet.js';
import { Deck } from './deck.js';
import { Loader } from './loader.js';
import { Moment } from './moment.js';
import { Narration, againButton } from './narration.js';
import { shareButton } from './share.js';
import { shortcuts } from './shortcuts.js';

/**
 * @typedef {import('../player/player.js').Cause} Cause
 * @typedef {import('../replay/run.js').Run} Run
 * @typedef {import('../replay/results.js').Result} Result
 * @typedef {import('../replay/results.js').Totals} Totals
 */

const boot = bootData();
learnSettings((boot.settings ?? []).map((/** @type {{ name: string }} */ s) => s.name));
const link = parseLink(location.pathname, location.search);
const app = one('#app');
const player = new Player();
const trail = new Trail();
const prediction = new Prediction();
const moment = new Moment(link, player, () => prediction.hides);

const workload = new Workload(String(boot.table ?? ''), {
  change: () => void commit(),
  show: () => {
    // Rows from a seed come with the run.
    if (workload.rows.length > 0) table.show(workload.rows, policy.reads, workload.seeded);
    actions.fit(workload.seeded);
  },
  mark: (errors, remarks) => table.mark(errors, remarks),
});
/** @type {string | undefined} The process the reader follows. */
let chosen;
/** @type {Cause | undefined} */
let dirty;
/** Mean wait of the run before this one. @type {number | undefined} */
let before;
/** @type {Result[]} */
let results = [];
/** @type {Totals | undefined} */
let totals;
let torn = false;
let stepped = false;
let policy = policyOf(link.machine.policy ?? boot.set?.policy ?? 'fcfs');

// === The parts ===

const strip = new LabStrip(one('#strip'), boot.settings ?? [], boot.set ?? {}, (name, value) => set(name, value));
const table = new WorkloadTable(one('#table'), {
  change: (list) => workload.edited(list),
  replace: (list, unread) => workload.replace(list, unread),
});
const policies = new PolicyList(one('#policies'), (key) => set('policy', key));
const stage = new PolicyStage(one('#stage'), { pick, again: () => invalidate('load') });
const narration = new Narration(one('#why'), (position) => player.seek(position));
const resultTable = new ResultTable(one('#results'), pick);
const deck = new Deck(one('#deck'), player, { pick, detail: () => {}, follow: (who) => chosen !== who && pick(who) });
const keys = shortcuts({
  player,
  deck,
  program: { focus: () => table.focus(0, 'bursts') },
  what: 'workload',
  choose: chooseNext,
  pick: () => pick(undefined),
  answer: (row) => classroom.answer(row - 1),
});
topBar(one('#bar'), {
  title: boot.scenario?.title ?? 'Scheduling lab',
  number: boot.scenario?.number ? String(boot.scenario.number) : '',
  help: keys.help,
  extra: [
    takeAwayButton(() =>
      player.run && totals && !prediction.hides
        ? { run: player.run, results, totals, title: `${policy.name}, ${boot.scenario?.title ?? 'workload'}` }
        : undefined,
    ),
    shareButton(() => {
      player.pause();
      player.seek(player.position);
      return moment.address();
    }),
  ],
});
const actions = workloadActions(one('#workload-acts'), {
  example: () => workload.replace(starterRows()),
  random: (seed) => (workload.seeded ? set('seed', String(Number(strip.values.seed ?? 0) + 1)) : generate(seed)),
  own: () => workload.replace(workload.rows),
  exam: () => location.origin + formatLink({ ...link, at: undefined, rest: { ...link.rest, exam: '1' } }),
});
wireTabs(app);
if (boot.scenario?.question) {
  const lesson = one('#lesson');
  lesson.hidden = false;
  lesson.append(boot.scenario.question);
}

const loader = new Loader(
  {
    show(run, hello) {
      if (hello?.settings) strip.show(hello.settings);
      if (workload.seeded && hello?.table?.rows) {
        workload.rows = rowsFrom(hello.table.rows);
        table.show(workload.rows, policy.reads, true);
      }
      workload.noted(hello?.table?.remarks ?? []);
      fit();
      torn = false;
      narration.holds = false;
      adapt(run);
      stage.load(run, shownPolicy());
      player.load(run, player.t > 0 ? run.positionAt(player.t) : 0, player.t > 0 ? player.t : undefined);
      arrive(run);
    },
    grow(run) {
      stage.refresh();
      player.grow();
      arrive(run);
    },
    done(run, summary) {
      torn = run.head.limit !== undefined || summary.is_complete === false;
      results = resultsOf(run);
      totals = totalsOf(run, results);
      // The engine knows which dispatches were switches under its conventions.
      if (typeof summary.n_switches === 'number') totals.switches = summary.n_switches;
      prediction.load(run);
      stage.refresh();
      player.grow();
      if (prediction.hides && link.at === undefined) player.seek(0);
      arrive(run);
      strip.result(totals.mean?.waiting, before, prediction.hides);
      invalidate('load');
    },
    fail,
  },
  () => player.t,
);

// === Running ===

/** What a run of a workload is on this page. @param {Run} run */
function adapt(run) {
  run.workload = workload.rows.map((r) => r.name ?? '');
  run.machine.gil = 'off';
  // A process that comes is one step, not three.
  run.passing = new Set(['process_started', 'thread_created', 'process_exited']);
}

/** @param {string} name @param {string} value */
function set(name, value) {
  if (name === 'policy' && value === policy.key && link.machine.policy !== undefined) return;
  if (boot.base?.[name] === value) delete link.machine[name];
  else link.machine[name] = value;
  if (name === 'policy') {
    policy = policyOf(value);
    table.show(workload.rows, policy.reads, workload.seeded);
  }
  fit();
  rerun(name !== 'policy');
}

/** Fits what depends on the policy and the workload. */
function fit() {
  strip.fit(policy.key, workload.seeded);
  policies.select(policy.key);
  one('#policy-name').textContent = policy.name;
  one('#rule').replaceChildren(h('b', {}, policy.name), policy.rule ? `: ${policy.rule}.` : '');
}

/** @param {boolean} [all]  every policy has to be asked again */
function rerun(all = true) {
  if (player.run?.complete && totals) before = totals.mean?.waiting;
  moment.leave();
  start(all);
}

/** @type {AbortController | undefined} */
let comparing;
/** @param {boolean} [all] */
function start(all = true) {
  if (workload.isEmpty) return empty();
  const request = requestOf(link, workload.text);
  loader.start(request, (player.run?.steps.length ?? 0) > 0);
  if (!all) return;
  comparing?.abort();
  const abort = (comparing = new AbortController());
  outcomesOf(request, abort.signal)
    .then((list) => {
      if (list.length === 0) return;
      policies.offer(list.map((o) => o.policy));
      policies.select(policy.key);
      policies.show(list, Number(strip.values.cores ?? 1), prediction.hides);
    })
    .catch(() => {});
}

/** @param {unknown} error @param {Run | undefined} run */
function fail(error, run) {
  player.pause();
  if (error instanceof Refused) {
    const list = error.problem.cells ?? [];
    table.mark(list);
    if (list.length) refuse(list);
    else narration.say('not run', error.message, true, [againButton(() => start())]);
    return;
  }
  torn = true;
  if (run) {
    run.complete = true;
    player.grow();
    invalidate('load');
  }
  narration.lost(run, () => start());
}

/** The engine cannot take the table as it is. @param {import('../lab/sheet.js').CellError[]} cells */
function refuse(cells) {
  const [first] = cells;
  if (!first) return;
  const shown = results.length ? ' What is shown is the run before.' : '';
  narration.say('not run', `*${table.placeOf(first)}:* ${first.message}.${shown}`, true);
}

/** Nothing to schedule. */
function empty() {
  const idle = idleRun({
    cores: Number(strip.values.cores ?? 1),
    policy: policy.key,
    switch_cost_ns: 0,
    gil: 'off',
    ...boot.machine,
  });
  adapt(idle);
  results = [];
  totals = undefined;
  stage.load(idle, policy);
  player.load(idle, 0);
  narration.say(
    'empty',
    'The machine is on and has nothing to do. Write a process into the table, paste cells, or begin with five.',
    false,
    [
      h(
        'button',
        { class: 'btn solid', type: 'button', onclick: () => workload.replace(starterRows()) },
        'Begin with five',
      ),
      h('button', { class: 'btn', type: 'button', onclick: () => generate(1) }, 'Random ones'),
    ],
  );
}

// === The workload ===

/** The workload is another one: it goes into the link, is judged, and is run if it can be. */
async function commit() {
  link.table = await packProgram(workload.text);
  link.slug = undefined;
  history.replaceState(null, '', formatLink(link));
  if (workload.isEmpty) return empty();
  const errors = await workload.judge();
  if (errors?.length) refuse(errors);
  else if (errors) rerun();
}

/** A workload from a seed. @param {number} seed */
function generate(seed) {
  link.machine.seed = String(seed);
  workload.generate();
  strip.fit(policy.key, true);
}

// === Prediction ===

const classroom = new Classroom(one('#predict'), {
  prediction,
  player,
  narration,
  redraw() {
    if (player.run) stage.load(player.run, shownPolicy());
    policies.show(policies.outcomes, Number(strip.values.cores ?? 1), prediction.hides);
    strip.result(totals?.mean?.waiting, undefined, prediction.hides);
    invalidate('load');
  },
  stopped: () => deck.showPlaying(false),
  answered() {
    stepped = true;
    invalidate('step');
  },
});

/** The policy as the stage may show it. */
const shownPolicy = () => (prediction.exam && prediction.hides ? covered(policy) : policy);

// === Choosing ===

/** @param {string | undefined} who */
function pick(who) {
  if (prediction.open && who !== undefined) return classroom.answer(Number(who.slice(1)));
  chosen = who === chosen ? undefined : who;
  invalidate('load');
}

/** @param {1 | -1} by */
function chooseNext(by) {
  const list = [...(player.run?.people().keys() ?? [])];
  const i = chosen === undefined ? -1 : list.indexOf(chosen);
  chosen = list[(i + by + list.length + (i < 0 && by < 0 ? 1 : 0)) % list.length];
  invalidate('load');
}

/** The run has grown. @param {Run} run */
function arrive(run) {
  invalidate(moment.arrive(run) ? 'load' : 'grow');
}

// === Drawing ===

/** @param {Cause} cause */
function invalidate(cause) {
  if (dirty !== 'load') dirty = cause;
  wake();
}

player.on((cause) => {
  if (cause === 'play' || cause === 'pause') {
    deck.showPlaying(player.playing);
    narration.hush(player.playing);
  }
  if (cause !== 'load' && cause !== 'grow' && cause !== 'pause') {
    if (player.run && player.run.steps.length > 0) narration.holds = false;
    stepped = cause === 'step' || cause === 'back';
  }
  invalidate(cause);
});

onFrame((now, dt) => {
  if (player.moving) player.advance(dt);
  const cause = dirty;
  dirty = undefined;
  if (cause) draw(cause, now);
  const travelling = stage.frame(now);
  deck.timeline.frame();
  return player.moving || travelling || dirty !== undefined;
});

/** What the inspector shows depends on these. */
let shownFor = '';

/** @param {Cause} cause @param {number} now */
function draw(cause, now) {
  const { run } = player;
  if (!run) return;
  const asking = classroom.ask();
  stage.svg.classList.toggle('asking', asking);
  const { position, t } = player;
  const jump = cause === 'seek' || cause === 'scrub' || cause === 'load';
  if (cause === 'load' || cause === 'grow' || asking) describe(run);
  const state = run.at(position);
  const brief = cause === 'tick' && player.travel === 0;
  if (brief) narration.brief(run, state, now);
  else narration.tell(run, position, false, stepped);
  stage.render({
    run,
    state,
    t,
    span: brief ? trail.flown(t, now) : 0,
    travel: cause === 'grow' ? 0 : player.travel,
    jump,
    actor: undefined,
    chosen,
  });
  for (const [id, token] of stage.tokens?.map ?? [])
    token.g.classList.toggle('candidate', asking && Boolean(prediction.open?.among.includes(Number(id.slice(1)))));
  deck.draw(player.playing);
}

/** Fits what does not move with time to the run. @param {Run} run */
function describe(run) {
  const small = app.clientWidth < 720;
  app.toggleAttribute('data-many-cores', run.machine.cores > 2);
  const room = innerHeight / zoom();
  const lanes = rowsOf(run, 'threads', laneHeight(run, 'threads', room, small), small, chosen);
  deck.timeline.load({
    rows: lanes,
    left: labelWidth(lanes, small),
    end: run.end,
    complete: run.complete,
    torn,
    handoffs: [],
    deliveries: [],
    marks: run.lanes.marks,
    ghost: undefined,
    curtain: prediction.hides,
  });
  deck.describe(run, 'threads', chosen);
  classroom.show();
  const key = `${run.complete}${run.steps.length}${chosen}${prediction.hides}${policy.key}`;
  if (key === shownFor) return;
  shownFor = key;
  if (prediction.hides)
    resultTable.say([
      h(
        'p',
        { class: 'hiddenbox' },
        `The results are hidden ${prediction.exam ? 'until you reveal them' : 'while you predict'}. ${whenAsked(run.machine.cores)}`,
      ),
    ]);
  else if (totals && run.complete && results.length) resultTable.show(run, results, totals, chosen);
  else resultTable.say([h('p', { class: 'empty pad' }, run.steps.length ? 'They come with the end of the run.' : '')]);
}

addEventListener('resize', () => invalidate('load'));
keys.listen();
deck.showPlaying(false);
policies.offer(POLICIES.map((p) => p.key));
table.show(workload.rows, policy.reads, workload.seeded);
actions.fit(workload.seeded);
fit();
if (link.rest.exam !== undefined) prediction.turn(true, true);
const hasRows = !workload.isEmpty;
empty();
if (hasRows) {
  narration.say('loading', 'The engine begins.');
  void workload.judge();
  start();
}
