/** The logic of the lab: cells and tables, results and formulas, questions, what one takes away. */
import test from 'node:test';
import assert from 'node:assert/strict';
import { Run } from '../../static/js/replay/run.js';
import { derivation, resultsOf, totalsOf } from '../../static/js/replay/results.js';
import { burstsOf, formatTable, freeName, readTable, shownColumns } from '../../static/js/lab/sheet.js';
import { cellsOf, pasteInto, tableFrom } from '../../static/js/lab/paste.js';
import { questionsOf } from '../../static/js/lab/questions.js';
import { Prediction } from '../../static/js/lab/prediction.js';
import { csvOf, ganttSvg, markdownOf } from '../../static/js/lab/take-away.js';
import { POLICIES, policyOf, rankOf } from '../../static/js/lab/policies.js';
import { planPolicy, stepOf } from '../../static/js/stage/policy-layout.js';
import { sentenceAt } from '../../static/js/pages/narration.js';

const MS = 1e6;

/** A run told in short: `[ms, type, thread, more]`. @param {[number, string, number, object?][]} list @param {number} [cores] */
function runOf(list, cores = 1) {
  const run = new Run({ cores, policy: 'srtf', quantum_ns: MS, switch_cost_ns: 0, gil: 'off', switch_interval_ns: MS });
  run.workload = ['A', 'B'];
  run.append(
    list.map(([t, type, thread, more], id) => /** @type {any} */ ({ id, time_ns: t * MS, type, thread, ...more })),
  );
  run.complete = true;
  return run;
}

/** SRTF: A has 5 ms, B comes at 1 with 2 ms and preempts; A waits 3 ms for a device at the end of its first burst. */
const srtf = () =>
  runOf([
    [0, 'thread_created', 0, { process: 0, name: 'A', function: '', daemon: false }],
    [0, 'thread_ready', 0, { reason: 'created' }],
    [0, 'dispatched', 0, { core: 0, switch_ns: 0 }],
    [1, 'thread_created', 1, { process: 0, name: 'B', function: '', daemon: false }],
    [1, 'thread_ready', 1, { reason: 'created' }],
    [1, 'decided', 1, { core: 0, rule: 'shortest remaining time', unit: 'ns', among: [], say: '[t1] needs less.' }],
    [1, 'preempted', 0, { core: 0, reason: 'better' }],
    [1, 'dispatched', 1, { core: 0, switch_ns: 0, say: '[t1] gets the core.' }],
    [3, 'thread_exited', 1, { core: 0 }],
    [3, 'dispatched', 0, { core: 0, switch_ns: 0 }],
    [7, 'blocked', 0, { core: 0, cause: 'device', until_ns: 10 * MS }],
    [10, 'thread_ready', 0, { reason: 'io_done' }],
    [10, 'dispatched', 0, { core: 0, switch_ns: 0 }],
    [12, 'thread_exited', 0, { core: 0 }],
  ]);

test('a cell of bursts holds CPU and I/O in turn, or says which', () => {
  const read = (/** @type {string} */ cell) => burstsOf(cell).map((b) => b?.text);
  assert.deepEqual(read('9 4 5'), ['9ms cpu', '4ms io', '5ms cpu']);
  assert.deepEqual(read('9, 4, 5'), ['9ms cpu', '4ms io', '5ms cpu']);
  assert.deepEqual(read('3ms io, 5ms cpu'), ['3ms io', '5ms cpu']);
  assert.deepEqual(read('500us 2s'), ['500us cpu', '2s io']);
  assert.deepEqual(read('5 cpu 3 io'), ['5ms cpu', '3ms io']);
  assert.deepEqual(read('2 x 4'), ['2ms cpu', undefined, '4ms io']);
});

test('a table goes into text and back, with what stands around it', () => {
  const rows = [
    { name: 'A', arrival: '0', bursts: '9 4 5', priority: '3', affinity: '0 1' },
    { name: 'a "b"', arrival: '500us', bursts: '3 io, 5 cpu', period: '20', deadline: 'soon' },
  ];
  const text = formatTable(rows, 'title = "x"\n\n[machine]\ncores = 2');
  assert.equal(
    text,
    'title = "x"\n\n[machine]\ncores = 2\n\n[[process]]\nname = "A"\narrival = "0ms"\nbursts = ["9ms cpu", "4ms io", "5ms cpu"]\npriority = 3\naffinity = [0, 1]\n\n' +
      '[[process]]\nname = "a \\"b\\""\narrival = "500us"\nbursts = ["3ms io", "5ms cpu"]\nperiod = "20ms"\ndeadline = "soon"\n',
  );
  const back = readTable(text);
  assert.equal(back.preamble, 'title = "x"\n\n[machine]\ncores = 2');
  assert.deepEqual(back.rows, rows);
  assert.deepEqual(readTable('[[process]]\nbursts = [\n  "1ms cpu",\n]\n').rows, [{ bursts: '1' }]);
});

test('cells come out of the clipboard as spreadsheets put them in', () => {
  assert.deepEqual(cellsOf('A\t0\t5\r\nB\t1\t3\r\n'), [
    ['A', '0', '5'],
    ['B', '1', '3'],
  ]);
  assert.deepEqual(cellsOf('"a ""b""",1\nc,"2\n3"'), [
    ['a "b"', '1'],
    ['c', '2\n3'],
  ]);
});

/** @param {string} text @param {string | undefined} expected  rows as `name arrival bursts`, then what was not read */
function checkPasted(text, expected) {
  const table = tableFrom(text);
  const rows = table?.rows.map((r) =>
    [r.name, r.arrival, r.bursts, r.priority].filter((c) => c !== undefined).join('|'),
  );
  assert.equal(rows && [...rows, ...(table?.unread ?? []).map((head) => `not ${head}`)].join(' '), expected);
}

test('a paste with heads is a table, whatever it comes from', () => {
  checkPasted('process\tarrival\tburst\nA\t0\t5', 'A|0|5');
  checkPasted('A\t0\t5\nB\t1\t3', undefined);
  checkPasted('Process ID,Arrival Time (ms),CPU Burst,Prio\nP1,0,8,2\n', 'P1|0|8|2');
  checkPasted('Process;Arrival;Burst\nP1;0,5;8,25\nP2;1;4', 'P1|0.5|8.25 P2|1|4');
  checkPasted('Prozess\tAnkunftszeit\tRechenzeit\nP1\t0,5\t8,25', 'P1|0.5|8.25');
  checkPasted('Name\tArrival\tBursts\nP1\t0\t8,25', 'P1|0|8,25');
  checkPasted('Arrival\tBurst\tColour\n0\t3\tred\n1\t4\tblue', 'A|0|3 B|1|4 not Colour');
  checkPasted('| name | arrival | burst |\n|---|---:|:--|\n| A | 0 | 5 |\n', 'A|0|5');
  checkPasted('name\tarrival\tbursts\nA\t-3\t\nA\tx\t0', 'A|-3| A|x|0');
});

test('a paste fills from the cursor on and makes rows', () => {
  const rows = [{ name: 'A', arrival: '0', bursts: '5' }];
  assert.deepEqual(pasteInto(rows, '1\t2\n3\t4', 0, ['arrival', 'bursts']), [
    { name: 'A', arrival: '1', bursts: '2' },
    { name: 'B', arrival: '3', bursts: '4' },
  ]);
  assert.deepEqual(rows, [{ name: 'A', arrival: '0', bursts: '5' }], 'the rows before are as they were');
  assert.equal(freeName([{ name: 'A' }, { name: 'C' }]), 'B');
});

test('a table shows what is used and what the policy reads', () => {
  const rows = [{ name: 'A', bursts: '1', nice: '5' }];
  assert.deepEqual(shownColumns(rows, ['tickets']), ['name', 'arrival', 'bursts', 'nice', 'tickets']);
});

test('results follow from the lanes, with the formula', () => {
  const run = srtf();
  const results = resultsOf(run);
  const [a, b] = results;
  assert.ok(a && b);
  assert.deepEqual(
    [a, b].map((r) =>
      [r.who.tag, r.who.hue, r.turnaround, r.waiting, r.response].map((v) =>
        typeof v === 'number' && v > 9 ? v / MS : v,
      ),
    ),
    [
      ['A', 1, 12, 2, 0],
      ['B', 2, 2, 0, 0],
    ],
  );
  assert.deepEqual(derivation(a, 'waiting'), { words: 'turnaround − CPU − I/O', numbers: '12 − 7 − 3 = 2' });
  assert.deepEqual(derivation(b, 'turnaround'), { words: 'finish − arrival', numbers: '3 − 1 = 2' });
  const totals = totalsOf(run, results);
  assert.equal(totals.utilisation, 9 / 12);
  const x = 10 / 12;
  assert.ok(Math.abs(totals.fairness - (x + 1) ** 2 / (2 * (x ** 2 + 1))) < 1e-12);
  assert.equal(totals.mean?.waiting, MS);
});

test('a periodic process is the mean of its jobs, and a late one begins when the one before ends', () => {
  const run = runOf([
    [0, 'thread_created', 0, { process: 0, name: 'A', function: '', daemon: false }],
    [0, 'job_released', 0, { job: 1, deadline_ns: 4 * MS }],
    [0, 'thread_ready', 0, { reason: 'created' }],
    [1, 'dispatched', 0, { core: 0, switch_ns: 0 }],
    [4, 'job_released', 0, { job: 2, deadline_ns: 8 * MS }],
    [5, 'job_done', 0, { job: 1 }],
    [7, 'job_done', 0, { job: 2 }],
    [7, 'thread_exited', 0, { core: 0 }],
    [7, 'run_ended', 0, { status: 0 }],
  ]);
  const results = resultsOf(run);
  assert.deepEqual(
    results[0]?.jobs.map((job) => [job.turnaround, job.waiting, job.response].map((ns) => ns / MS)),
    [
      [5, 1, 1],
      [3, 1, 1],
    ],
  );
  const { mean } = totalsOf(run, results);
  assert.deepEqual(mean && [mean.turnaround, mean.waiting, mean.response].map((ns) => ns / MS), [4, 1, 1]);
  assert.equal(results[0] && derivation(results[0], 'turnaround').numbers, '(5 + 3) ÷ 2 = 4');
});

test('a question is asked before the answer shows, wherever there is a choice', () => {
  const run = srtf();
  const list = questionsOf(run);
  assert.deepEqual(
    list.map((q) => [q.position, q.then, q.among, q.answer, q.stays]),
    [[5, 8, [0, 1], 1, false]],
    'before the decision and the preemption that follows from it',
  );
  const fcfs = runOf([
    [0, 'thread_created', 0, { process: 0, name: 'A', function: '', daemon: false }],
    [0, 'thread_ready', 0, { reason: 'created' }],
    [0, 'dispatched', 0, { core: 0, switch_ns: 0 }],
    [1, 'thread_created', 1, { process: 0, name: 'B', function: '', daemon: false }],
    [1, 'thread_ready', 1, { reason: 'created' }],
    [5, 'thread_exited', 0, { core: 0 }],
    [5, 'dispatched', 1, { core: 0, switch_ns: 0 }],
    [6, 'thread_exited', 1, { core: 0 }],
  ]);
  assert.deepEqual(
    questionsOf(fcfs).map((q) => [q.position, q.among, q.answer, q.stays]),
    [[5, [0, 1], 0, true]],
    'somebody comes and nothing changes: the running one stays',
  );
});

test('predictions are kept, scored and revealed', () => {
  const p = new Prediction();
  p.turn(true);
  p.load(srtf());
  assert.equal(p.due(4), undefined);
  assert.equal(p.due(9)?.answer, 1, 'nobody gets past an open question');
  assert.equal(p.answer(7), undefined, 'somebody who could not run is no answer');
  assert.deepEqual(p.answer(0)?.right, false);
  assert.equal(p.due(9), undefined);
  assert.deepEqual([p.right, p.answered, p.finished], [0, 1, true]);
  p.restart();
  p.due(5);
  assert.equal(p.answer(1)?.right, true);
  p.revealed = true;
  assert.equal(p.hides, false);
});

test('what is taken away says the same as the page', () => {
  const run = srtf();
  const results = resultsOf(run);
  const totals = totalsOf(run, results);
  assert.equal(
    csvOf(results, totals),
    'process,arrival,start,finish,CPU,I/O,turnaround,waiting,response,missed\r\nA,0,0,12,7,3,12,2,0,0\r\nB,1,1,3,2,0,2,0,0,0\r\nmean,,,,,,7,1,0,0\r\n',
  );
  // Names are the reader's: no formula for a spreadsheet, no markup for a page.
  const named = results.map((r, i) => ({ ...r, who: { ...r.who, name: i ? '<b>|' : '=1+1' } }));
  assert.match(csvOf(named, totals), /\r\n'=1\+1,/);
  assert.match(markdownOf(named, totals, ''), /\| &lt;b>\\\| \|/);
  assert.match(markdownOf(results, totals, 'SRTF'), /\| A \| 0 \| 0 \| 12 \| 7 \| 3 \| 12 \| 2 \| 0 \| 0 \|/);
  const svg = ganttSvg(run, 'A & B', (name) => `var(${name})`);
  assert.equal(svg.match(/<title>[AB] \d/g)?.length, 4);
  assert.match(svg, /<title>A &amp; B<\/title>/);
});

test('the sentence of a dispatch is the one of the decision', () => {
  assert.equal(sentenceAt(srtf(), 8), '[t1] needs less.');
});

test('what a policy keeps is found under the names it has', () => {
  const run = srtf();
  run.append([
    /** @type {any} */ ({
      id: 14,
      time_ns: 12 * MS,
      type: 'sched_values',
      thread: 0,
      values: [
        { name: 'virtual_deadline', value: 7 },
        { name: 'vruntime', value: 3 },
      ],
    }),
  ]);
  const thread = run.head.threads[0];
  assert.ok(thread);
  assert.equal(rankOf(policyOf('eevdf'), thread), 3);
  assert.equal(thread.sched.get('virtual_deadline'), 7);
  assert.equal(new Set(POLICIES.map((p) => p.key)).size, 15);
});

test('the stage fits every room and number of cores', () => {
  for (const [w, h] of [
    [390, 318],
    [600, 306],
    [700, 560],
    [1200, 900],
  ])
    for (const shape of /** @type {const} */ (['queue', 'levels', 'line', 'tickets', 'deadlines', 'cores']))
      for (const cores of [1, 2, 4, 8, 16]) {
        const plan = planPolicy(w ?? 0, h ?? 0, {
          shape,
          channels: shape === 'cores' ? cores : 3,
          cores,
          tracks: 3,
          values: true,
        });
        const at = `${shape}, ${cores} cores in ${w}×${h}`;
        assert.equal(plan.dials.length, cores, at);
        for (const d of plan.dials)
          assert.ok(d.x - plan.R >= 0 && d.x + plan.R <= plan.W && d.y - plan.R >= 0 && d.y + plan.R <= plan.H + 2, at);
      }
  assert.deepEqual([stepOf(10, 5), stepOf(7e6, 8), stepOf(0.3, 3)], [2, 1e6, 0.1]);
});
