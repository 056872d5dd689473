/** The scheduling lab, as a class uses it. */
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { openPage, startBrowser, startServer } from './harness.mjs';

const FIVE = `
[[process]]
name = "A"
arrival = "0ms"
bursts = ["9ms cpu", "4ms io", "5ms cpu"]
priority = 3
[[process]]
name = "B"
arrival = "1ms"
bursts = ["4ms cpu"]
priority = 1
[[process]]
name = "C"
arrival = "2ms"
bursts = ["2ms cpu", "5ms io", "2ms cpu"]
priority = 2
`;
const code = deflateRawSync(FIVE).toString('base64url');

/** @type {Awaited<ReturnType<typeof startServer>>} */ let server;
/** @type {import('playwright-core').Browser} */ let browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
  server.stop();
});

/** Opens the lab and waits for the run and for what every policy makes of it.
 * @param {string} query @param {Parameters<typeof openPage>[1]} [o] */
async function openLab(query, o) {
  const opened = await openPage(browser, { still: true, ...o });
  await opened.page.goto(`${server.url}/lab${query}`);
  if (query.includes('table=')) {
    await opened.page.waitForFunction(() => /of /.test(document.querySelector('.clock .of')?.textContent ?? ''));
    await opened.page.waitForFunction(() => document.querySelectorAll('.pw:not(:empty)').length > 10);
  }
  return opened;
}

const cell = (/** @type {number} */ row, /** @type {string} */ column) =>
  `input[data-row="${row}"][data-column="${column}"]`;

test('choosing a policy is one click, and the numbers are the engine’s', async () => {
  const { page, wrong, close } = await openLab(`?table=${code}`);
  assert.equal(await page.locator('.pol').count(), 15);
  await page.locator('.pol[data-policy="srtf"]').click();
  await page.waitForFunction(() => document.querySelector('.rule')?.textContent?.startsWith('SRTF'));
  await page.waitForFunction(() => new URLSearchParams(location.search).get('policy') === 'srtf');
  const text = await (await fetch(`${server.url}/api/run?table=${code}&policy=srtf&format=ndjson`)).text();
  const { processes } =
    JSON.parse(/\{"processes".*|.*"processes".*/.exec(text.trim().split('\n').at(-1) ?? '')?.[0] ?? '{}').summary ??
    JSON.parse(text.trim().split('\n').at(-1) ?? '{}');
  const expected = processes.map((/** @type {any} */ p) =>
    [p.turnaround_ns, p.waiting_ns, p.response_ns].map((ns) => String(ns / 1e6)),
  );
  await page.waitForFunction(
    (list) =>
      JSON.stringify(
        [...document.querySelectorAll('.met tbody tr')].map((tr) =>
          [...tr.querySelectorAll('.num')].map((n) => n.textContent),
        ),
      ) === list,
    JSON.stringify(expected),
  );
  assert.deepEqual(wrong, []);
  await close();
});

test('a number shows the formula it comes from', async () => {
  const { page, close } = await openLab(`?table=${code}&policy=fcfs`);
  await page.locator('.mv[data-key="t1:waiting"]').click();
  assert.equal(await page.locator('.formula').textContent(), 'waiting = turnaround − CPU12 − 4 = 8');
  await close();
});

test('a bad cell is marked with its reason, and the run before stays', async () => {
  const { page, close } = await openLab(`?table=${code}`);
  await page.fill(cell(1, 'arrival'), 'soon');
  await page.waitForSelector(`${cell(1, 'arrival')}[aria-invalid]`);
  assert.match((await page.locator('.wl-problems').textContent()) ?? '', /B, arrival time:.*soon/);
  assert.equal(await page.locator('.met tbody tr').count(), 3);
  assert.match((await page.locator('.now-said').textContent()) ?? '', /soon.*What is shown is the run before/);
  await page.fill(cell(1, 'arrival'), '3');
  await page.waitForSelector(`${cell(1, 'arrival')}:not([aria-invalid])`);
  assert.equal(await page.locator('.wl-problems li').count(), 0);
  await close();
});

test('cells are typed, pasted, added, moved and removed, and all of it is in the link', async () => {
  const { page, wrong, close } = await openLab('');
  await page.getByText('Begin with five').click();
  await page.waitForFunction(() => document.querySelectorAll('.met tbody tr').length === 5);
  await page.locator(cell(0, 'arrival')).focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'process\tarrival\tburst time\nX\t0\t3\nY\t1\t2\n');
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await page.waitForFunction(() => document.querySelectorAll('.met tbody tr').length === 2);
  assert.equal(await page.inputValue(cell(1, 'name')), 'Y');
  await page.locator(cell(1, 'name')).press('Alt+ArrowUp');
  assert.equal(await page.inputValue(cell(0, 'name')), 'Y');
  await page.locator('.addrow').click();
  await page.waitForFunction(() => document.querySelectorAll('.met tbody tr').length === 3);
  await page.locator('[aria-label="Remove X"]').click();
  await page.waitForFunction(() => document.querySelectorAll('.met tbody tr').length === 2);
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll('.met tbody tr').length === 2);
  assert.deepEqual(
    await page
      .locator('input[data-column="name"]')
      .evaluateAll((l) => l.map((i) => /** @type {HTMLInputElement} */ (i).value)),
    ['Y', 'A'],
  );
  assert.deepEqual(wrong, []);
  await close();
});

test('prediction hides what comes and counts who was right', async () => {
  const { page, close } = await openLab(`?table=${code}&policy=srtf`);
  await page.getByRole('button', { name: 'Predict' }).click();
  await page.keyboard.press('End');
  await page.waitForSelector('.cands .btn');
  assert.match((await page.locator('.now .voice, .now-said').first().textContent()) ?? '', /Who runs now/);
  assert.equal(await page.locator('.met').count(), 0);
  assert.equal(await page.locator('.pw').first().textContent(), '?');
  await page.locator('.cands .btn', { hasText: 'B' }).click();
  await page.waitForFunction(() => document.querySelector('.score')?.textContent === '1 right of 1');
  await close();
});

test('prediction goes on by keyboard, from how it works to what the last answer was worth', async () => {
  const { page, wrong, close } = await openLab(`?table=${code}&policy=fcfs`);
  const said = page.locator('.now-said');
  await page.getByRole('button', { name: 'Predict' }).click();
  await page.waitForFunction(() => /Press play/.test(document.querySelector('.now-said')?.textContent ?? ''));
  const total = Number(/^\d+/.exec((await page.locator('.score').textContent()) ?? '')?.[0]);
  for (let answered = 1; answered <= total; answered++) {
    await page.keyboard.press('End');
    await page.waitForSelector('.cands .btn');
    const row = (await page.locator('.cands .btn').last().textContent())?.charCodeAt(0) ?? 0;
    await page.keyboard.press(String(row - 64));
    await page.waitForFunction((n) => document.querySelector('.score')?.textContent?.endsWith(` of ${n}`), answered);
    assert.match((await said.textContent()) ?? '', /right|not this one/);
  }
  // The last answer is judged, and everything is shown again.
  await page.waitForSelector('.met tbody tr');
  assert.match((await said.textContent()) ?? '', /right|not this one/);
  assert.deepEqual(wrong, []);
  await close();
});

test('what cannot be met is said before it is missed, for the cores there are', async () => {
  const text = ['A', 'B']
    .map((n, i) => `[[process]]\nname = "${n}"\nbursts = ${5 + i}\nperiod = ${8 + 2 * i}\n`)
    .join('');
  const over = deflateRawSync(text).toString('base64url');
  const { page, close } = await openLab(`?table=${over}&policy=edf`);
  assert.match((await page.locator('.wl-problems .mild').textContent()) ?? '', /122.5 % of one core/);
  await page.locator('.pips i').nth(1).click();
  await page.waitForFunction(() => document.querySelectorAll('.wl-problems .mild').length === 0);
  await close();
});

test('an exam tells nothing until it is revealed', async () => {
  const { page, wrong, close } = await openLab(`?table=${code}&policy=srtf&exam=1`);
  await page.keyboard.press('End');
  // Nor does the stage tell who is next by its order, or by what it ranks by.
  const stage = page.locator('#stage svg.stage-svg');
  assert.match((await stage.textContent()) ?? '', /in the order of the table/);
  assert.doesNotMatch((await stage.textContent()) ?? '', /least time left/);
  await page.locator('.cands .btn', { hasText: 'A' }).click();
  await page.waitForFunction(() => /^1 of \d+ answered$/.test(document.querySelector('.score')?.textContent ?? ''));
  assert.equal(await page.locator('.met').count(), 0);
  await page.getByRole('button', { name: 'Reveal' }).click();
  await page.waitForSelector('.met tbody tr');
  assert.match((await stage.textContent()) ?? '', /least time left/);
  assert.equal(await page.locator('.score').textContent(), '0 right of 1');
  assert.deepEqual(wrong, []);
  await close();
});

test('a schedule can be taken away', async () => {
  const { page, close } = await openLab(`?table=${code}&policy=fcfs`);
  await page.getByRole('button', { name: /^Take away/ }).click();
  await page.getByRole('button', { name: 'Copy: Table as CSV' }).click();
  await page.getByText('Copied').waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^process,arrival,.*\r\nA,0,0,/);
  await close();
});

for (const size of /** @type {const} */ (['desktop', 'laptop', 'phone']))
  test(`nothing is wider than the window: ${size}`, async () => {
    const { page, wrong, close } = await openLab(`?table=${code}&policy=mlfq&cores=2`, { size, theme: 'dark' });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.deepEqual(wrong, []);
    await close();
  });

test('a table pasted from a spreadsheet replaces the one before, its bad cells marked where they are', async () => {
  const { page, wrong, close } = await openLab(`?table=${code}`);
  const paste = async (/** @type {string} */ text) => {
    await page.locator(cell(0, 'bursts')).focus();
    await page.evaluate((pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(event);
    }, text);
  };
  await paste('Prozess;Ankunft;Dauer;Farbe\nP1;0,5;8,25;rot\nP2;1;x;blau');
  await page.waitForSelector(`${cell(1, 'bursts')}[data-bad]`);
  assert.equal(await page.locator('#table tbody tr').count(), 2);
  assert.equal(await page.locator(cell(0, 'arrival')).inputValue(), '0.5');
  assert.equal(await page.locator(`${cell(0, 'bursts')}[data-bad]`).count(), 0);
  await page.locator(cell(1, 'bursts')).fill('4');
  await page.waitForFunction(() => document.querySelector('.delta b')?.textContent === '3.9 ms');
  const many = Array.from({ length: 40 }, (_, i) => `P${i}\t${i}\t2`).join('\n');
  await paste(`name\tarrival\tburst\n${many}`);
  await page.waitForFunction(() => document.querySelectorAll('.tlab.band').length === 7);
  assert.match((await page.locator('.tlab.band').first().textContent()) ?? '', /^P0 to P5/);
  assert.deepEqual(wrong, []);
  await close();
});
