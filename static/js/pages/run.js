/** The Run screen: puts editor, stage, narration, inspector and deck around one run and one player. */
import { bootData, h, one } from '../ui/dom.js';
import { onFrame, wake } from '../ui/frame.js';
import { zoom } from '../ui/theme.js';
import { topBar } from '../ui/shell.js';
import { wireTabs } from '../ui/tabs.js';
import { Player } from '../player/player.js';
import { Trail } from '../player/trail.js';
import { idleRun } from '../replay/run.js';
import { Stage } from '../stage/stage.js';
import { labelWidth, laneHeight, rowsOf } from '../timeline/rows.js';
import { learnSettings, packProgram, parseLink, requestOf } from '../trace/link.js';
import { Refused } from '../trace/stream.js';
import { duration } from '../ui/format.js';
import { Console } from './console.js';
import { Deck } from './deck.js';
import { Ending } from './ending.js';
import { Inspector } from './inspector.js';
import { Loader } from './loader.js';
import { Moment } from './moment.js';
import { Narration, againButton } from './narration.js';
import { Program } from './program.js';
import { shareButton } from './share.js';
import { shortcuts } from './shortcuts.js';
import { starterButtons } from './starters.js';
import { Strip, settingsOf } from './strip.js';

/**
 * @typedef {import('../player/player.js').Cause} Cause
 * @typedef {import('../replay/run.js').Run} Run
 */

const boot = bootData();
learnSettings((boot.settings ?? []).map((/** @type {{ name: string }} */ s) => s.name));
const link = parseLink(location.pathname, location.search);
const app = one('#app');
const player = new Player();
const trail = new Trail();
const moment = new Moment(link, player);

/** @type {string | undefined} The thread or task the reader follows. */
let chosen;
/** @type {Cause | undefined} Something has to be drawn again, and why. */
let dirty;
/** @type {{ end: number, handoffs: number } | undefined} The run before this one. */
let before;
let torn = false;
/** The program of the run asked for last. */
let asked = '';
/** Play from the start as soon as the new run is shown. */
let fresh = false;
/** The reader came here step by step. */
let stepped = false;
/** When the inspector was last drawn. */
let inspected = 0;
/** It is to be drawn again as soon as it may. @type {{ actor: string | undefined } | undefined} */
let owed;
/** While time moves, the inspector is drawn this often. */
const LISTS_MS = 80;

/** A room lower than this gives its height to the stage: the narration moves beside it. */
const SHORT = 640;
/** How much of a run is told line by line on demand, when the timeline shows all of it. */
const DETAIL_NS = 20e6;
/** How long before the needle it begins. */
const LEAD_NS = 10e3;

// === The parts ===

const strip = new Strip(
  one('#strip'),
  { ...settingsOf(boot.machine ?? {}), ...boot.set },
  (name, value) => {
    const own = boot.base?.[name];
    if (value === own) delete link.machine[name];
    else link.machine[name] = value;
    rerun();
  },
  boot.settings,
);
const program = new Program(one('#code'), boot, { run: () => rerun(true), change: () => invalidate('seek') });
const stage = new Stage(one('#stage'), { pick, again: () => invalidate('load') });
const narration = new Narration(one('#why'), (position) => player.seek(position));
const inspector = new Inspector(one('#inspector'), pick);
const output = new Console(one('#console'));
const ending = new Ending(one('#ending'), (position) => player.seek(position));
const deck = new Deck(one('#deck'), player, { pick, detail, follow: (who) => chosen !== who && pick(who) });
const keys = shortcuts({ player, deck, program, choose: chooseNext, pick: () => pick(undefined), view: switchView });
topBar(one('#bar'), {
  title: boot.scenario?.title ?? 'Your program',
  number: boot.scenario?.number ? String(boot.scenario.number) : '',
  help: keys.help,
  extra: [
    shareButton(() => {
      player.pause();
      player.seek(player.position);
      return moment.address();
    }),
  ],
});
const viewSwitch = h(
  'div',
  { class: 'modes', role: 'radiogroup', 'aria-label': 'Stage', hidden: true },
  /** @type {const} */ (['loop', 'threads']).map((v) =>
    h(
      'button',
      { class: 'seg', type: 'button', role: 'radio', 'data-view': v, onclick: () => setView(v) },
      v === 'loop' ? 'Event loop' : 'Threads',
    ),
  ),
);
one('.title').after(viewSwitch);
wireTabs(app);

const loader = new Loader(
  {
    show(run, hello) {
      if (hello?.settings) strip.show(hello.settings);
      torn = false;
      narration.holds = false;
      program.ran(asked);
      program.showErrors([]);
      run.file = program.name;
      run.linesFrom = Number(link.machine.from_ns ?? 0);
      if (link.machine.to_ns !== undefined) run.linesUntil = Number(link.machine.to_ns);
      // Without lines from the start: they can be asked for everywhere.
      if (hello?.level === 'kernel') run.linesUntil = -1;
      stage.load(run);
      if (fresh) player.load(run, 0);
      else player.load(run, player.t > 0 ? run.positionAt(player.t) : 0, player.t > 0 ? player.t : undefined);
      if (fresh) player.play();
      fresh = false;
      arrive(run);
    },
    grow(run) {
      stage.refresh();
      player.grow();
      arrive(run);
    },
    done(run, summary) {
      torn = run.head.limit !== undefined || summary.is_complete === false;
      stage.refresh();
      player.grow();
      arrive(run);
      deck.suggestGrain(run);
      const { handoffs } = run.head.counts;
      if (run.stopped) strip.stopped(run.end, run.stopped);
      else
        strip.result(
          run.end,
          before?.end,
          before && before.handoffs !== handoffs && run.hasGil ? `${handoffs} handoffs were ${before.handoffs}` : '',
        );
      invalidate('load');
    },
    fail,
  },
  () => player.t,
);

// === Running ===

/** Makes the run again, after a knob or the program has changed. @param {boolean} [program_changed] */
async function rerun(program_changed = false) {
  if (player.run?.complete)
    before =
      program_changed || player.run.stopped
        ? undefined
        : { end: player.run.end, handoffs: player.run.head.counts.handoffs };
  if (program_changed) {
    fresh = true;
    for (const name of ['schedule', 'from_ns', 'to_ns']) delete link.machine[name];
    if (program.isScenario) ((link.slug = boot.scenario?.slug), (link.code = undefined));
    else link.code = await packProgram(program.source);
  }
  moment.leave();
  start();
}

/** A long run is not told line by line; this asks for the part looked at. */
function detail() {
  const { scale } = deck.timeline;
  // The server tells so many lines and no more: they begin at the needle, unless all that is on the screen is short.
  const here = player.t - LEAD_NS;
  const [from, to] = scale.zoomed
    ? [scale.span < DETAIL_NS / 10 ? scale.from : Math.max(scale.from, here), scale.to]
    : [here, player.t + DETAIL_NS];
  link.machine.from_ns = String(Math.max(0, Math.round(from)));
  link.machine.to_ns = String(Math.round(to));
  // Left to itself, the server shows the lines of a window.
  if (link.machine.level === 'kernel') delete link.machine.level;
  deck.byLine();
  rerun();
}

function start() {
  asked = program.source;
  loader.start(requestOf(link, asked), (player.run?.steps.length ?? 0) > 0);
}

/** @param {unknown} error @param {Run | undefined} run */
function fail(error, run) {
  fresh = false;
  if (error instanceof Refused) {
    const { problem } = error;
    program.showErrors(problem.errors ?? []);
    const first = problem.errors?.[0];
    const hint = first?.hint ? ` ${first.hint}` : '';
    player.pause();
    narration.say(
      first ? `line ${first.line}` : 'not run',
      first ? `*Line ${first.line}:* ${first.message}${/[.!?]$/.test(first.message) ? '' : '.'}${hint}` : error.message,
      true,
      first
        ? [
            h(
              'button',
              { class: 'btn', type: 'button', onclick: () => program.goTo(first.line ?? 1) },
              `Go to line ${first.line}`,
            ),
          ]
        : [againButton(start)],
    );
    return;
  }
  torn = true;
  if (run) {
    run.complete = true;
    player.grow();
    invalidate('load');
  }
  narration.lost(run, start);
}

/** The run has grown. @param {Run} run */
function arrive(run) {
  invalidate(moment.arrive(run) ? 'load' : 'grow');
}

// === Choosing ===

/** @param {string | undefined} who */
function pick(who) {
  chosen = who === chosen ? undefined : who;
  invalidate('load');
}

/** @param {1 | -1} by */
function chooseNext(by) {
  const run = player.run;
  if (!run) return;
  const kind = stage.which === 'loop' ? 'task' : 'thread';
  const list = [...run.people().values()].filter((w) => w.kind === kind).map((w) => w.key);
  const i = chosen === undefined ? -1 : list.indexOf(chosen);
  chosen = list[(i + by + list.length + (i < 0 && by < 0 ? 1 : 0)) % list.length];
  invalidate('load');
}

/** @param {'loop' | 'threads'} view */
function setView(view) {
  stage.wanted = undefined;
  if (view === stage.which) delete link.rest.view;
  else stage.wanted = link.rest.view = view;
  moment.remember();
  chosen = undefined;
  stage.refresh();
  invalidate('load');
}

function switchView() {
  if (player.run?.isAsync) setView(stage.which === 'loop' ? 'threads' : 'loop');
}

// === Drawing ===

/** @param {Cause} cause */
function invalidate(cause) {
  // A load outranks what comes after it in the same frame: it decides whether tokens travel.
  if (dirty !== 'load') dirty = cause;
  wake();
}

player.on((cause) => {
  if (cause === 'play' || cause === 'pause') {
    deck.showPlaying(player.playing);
    narration.hush(player.playing);
  }
  if (cause !== 'load' && cause !== 'grow') {
    narration.holds = false;
    stepped = cause === 'step' || cause === 'back';
  }
  invalidate(cause);
});

onFrame((now, dt) => {
  const started = player.moving;
  if (started) player.advance(dt);
  const cause = dirty;
  dirty = undefined;
  if (cause) draw(cause, now);
  if (owed && now - inspected >= LISTS_MS) lists(owed.actor, now);
  const travelling = stage.frame(now);
  deck.timeline.frame();
  return player.moving || travelling || dirty !== undefined || owed !== undefined;
});

/** @param {Cause} cause @param {number} now */
function draw(cause, now) {
  const { run } = player;
  if (!run) return;
  const { position, t } = player;
  const lines = player.grain === 'line';
  const loads = cause === 'load' || cause === 'grow';
  const jump = cause === 'seek' || cause === 'scrub' || cause === 'load';
  if (loads) describe(run);
  const state = run.at(position);
  const brief = cause === 'tick' && player.travel === 0;
  const step = brief
    ? narration.brief(run, state, now)
    : narration.tell(run, position, lines, stepped, stage.which === 'loop');
  const actor =
    step &&
    (step.task !== undefined && stage.which === 'loop'
      ? `k${step.task}`
      : step.thread === undefined
        ? undefined
        : `t${step.thread}`);
  // First: the editor asks where the selection is, which lays out whatever has been changed before.
  owed =
    (cause === 'scrub' || (cause === 'tick' && player.playing)) && now - inspected < LISTS_MS ? { actor } : undefined;
  if (!owed) lists(actor, now);
  const blocked = stage.render({
    run,
    state,
    t,
    span: brief ? trail.flown(t, now) : 0,
    travel: cause === 'grow' ? 0 : player.travel,
    jump,
    actor,
    chosen,
  });
  app.classList.toggle('loop-blocked', blocked);
  deck.draw(player.playing);
  output.show(run, state.counts.outputs);
  ending.show(run, state);
}

/** The inspector and the program: lists of words, which cost more to draw than to read. @param {string | undefined} actor @param {number} now */
function lists(actor, now) {
  const { run, position, t } = player;
  if (!run) return;
  const state = run.at(position);
  owed = undefined;
  inspected = now;
  program.follow(run, state, t, stage.which, chosen ?? actor, player.playing);
  inspector.show(run, state, t, stage.which, chosen);
}

/** Fits what does not move with time to the run. @param {Run} run */
function describe(run) {
  const { which } = stage;
  viewSwitch.hidden = !run.isAsync;
  for (const b of viewSwitch.children) b.setAttribute('aria-checked', String(b.getAttribute('data-view') === which));
  app.dataset.view = which;
  app.toggleAttribute('data-many-cores', run.machine.cores > 2);
  const small = app.clientWidth < 720;
  const room = innerHeight / zoom();
  app.toggleAttribute('data-short', !small && room < SHORT);
  const rows = rowsOf(run, which, laneHeight(run, which, room, small), small, chosen);
  const ghost =
    before && run.complete && Math.abs(before.end - run.end) / before.end > 0.002
      ? { t: before.end, text: `before: ${duration(before.end)}` }
      : undefined;
  deck.timeline.load({
    rows,
    left: labelWidth(rows, small),
    end: run.end,
    complete: run.complete,
    torn,
    handoffs: which === 'threads' ? run.lanes.handoffs : [],
    deliveries: which === 'threads' ? run.lanes.deliveries : [],
    marks: run.lanes.marks,
    ghost,
  });
  deck.describe(run, which, chosen);
}

addEventListener('resize', () => invalidate('load'));
keys.listen();
deck.showPlaying(false);
// The machine is there before anything runs on it, so its knobs can be used at once.
const idle = idleRun(boot.machine);
const { view } = link.rest;
if (view === 'threads' || view === 'loop') stage.wanted = view;
stage.load(idle);
player.load(idle, 0);
if (boot.source === '') {
  narration.say('empty', 'The machine is on and has nothing to do. Write a program, or begin with one.', false, [
    starterButtons((text) => (program.editor.replace(text), rerun(true))),
  ]);
  program.focus();
} else {
  narration.say('loading', 'The engine begins.');
  start();
}
