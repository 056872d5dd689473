/** The page in a browser: what a reader does with it, on the real engine. */
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import {
  SIZES,
  axisAt,
  openPage,
  openRun,
  overflow,
  picture,
  startBrowser,
  startServer,
  stepShown,
} from './harness.mjs';

const RUN = '/run/two-counters';
const LOOP = '/run/blocked-loop';

/** @type {Awaited<ReturnType<typeof startServer>>} */ let server;
/** @type {import('playwright-core').Browser} */ let browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  server?.stop();
});

/**
 * One thing a reader does. Afterwards nothing may have been written to the browser's console, and nothing may stick out.
 * @param {string} name @param {(page: import('playwright-core').Page, url: string) => Promise<void>} act
 * @param {Parameters<typeof openPage>[1] & { expected?: RegExp }} [o] `expected`: console messages that belong to it
 */
function check(name, act, o = {}) {
  test(name, { timeout: 180_000 }, async () => {
    const { page, wrong, close } = await openPage(browser, o);
    try {
      await act(page, server.url);
      assert.deepEqual(
        wrong.filter((w) => !o.expected?.test(w)),
        [],
      );
      assert.ok((await overflow(page)) <= 0, 'the page is wider than the window');
    } finally {
      await close();
    }
  });
}

const nowMs = async (/** @type {import('playwright-core').Page} */ page) =>
  Number(await page.locator('.clock .now').textContent());

check('home shows the course and opens a program', async (page, url) => {
  await page.goto(`${url}/`);
  assert.ok((await page.locator('.card').count()) >= 3);
  assert.ok(await page.locator('.card .q').first().textContent());
  assert.ok((await page.locator('.mini-tl canvas').count()) >= 1, 'small timelines of real runs');
  await page.locator('.card[href$="two-counters"], .card').first().click();
  await page.waitForURL(/\/run\//);
  await page.waitForSelector('.delta:not(:empty)');
});

check('finding a program at home', async (page, url) => {
  await page.goto(`${url}/`);
  const all = await page.locator('.card').count();
  await page.fill('.find input', 'deadlock');
  const shown = await page.locator('.card:visible').count();
  assert.ok(shown >= 1 && shown < all);
  await page.fill('.find input', 'no such thing');
  assert.ok(await page.locator('.none').isVisible());
});

check('play moves time and pause stops it', async (page, url) => {
  await openRun(page, url + RUN);
  await page.keyboard.press('Space');
  await page.waitForTimeout(1200);
  await page.keyboard.press('Space');
  const t = await nowMs(page);
  const [p = 0] = await stepShown(page);
  assert.ok(p > 0);
  await page.waitForTimeout(300);
  assert.equal(await nowMs(page), t);
});

check('step and step back', async (page, url) => {
  await openRun(page, url + RUN);
  await page.keyboard.press('Home');
  const seen = [];
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(950);
    seen.push((await stepShown(page))[0] ?? 0);
  }
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => a - b),
  );
  assert.ok(new Set(seen).size === 6);
  for (const expected of seen.toReversed().slice(1)) {
    await page.keyboard.press('ArrowLeft');
    await page.waitForTimeout(60);
    assert.equal((await stepShown(page))[0], expected);
  }
  assert.ok((await page.locator('.now-said .voice').textContent())?.length);
});

check('a step back shows the very same picture as the way there', async (page, url) => {
  await openRun(page, url + RUN);
  await page.keyboard.press('Home');
  for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(1300);
  const there = await picture(page);
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(1300);
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
  await page.waitForTimeout(600);
  assert.deepEqual(await picture(page), there);
});

check('scrubbing the timeline goes anywhere', async (page, url) => {
  await openRun(page, url + RUN);
  const from = await axisAt(page, 0.2);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  const to = await axisAt(page, 0.8);
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
  const late = await nowMs(page);
  const back = await axisAt(page, 0.25);
  await page.mouse.click(back.x, back.y);
  // The clock is painted with the next frame.
  let early = await nowMs(page);
  for (let tries = 0; tries < 40 && early === late; tries++) {
    await page.waitForTimeout(50);
    early = await nowMs(page);
  }
  assert.ok(late > 2.5 * early && early > 0, `${early} and ${late}`);
});

check('jumping to the next output and by the end everything is printed', async (page, url) => {
  await openRun(page, url + RUN);
  await page.selectOption('.jump select >> nth=0', 'output');
  await page.keyboard.press('Escape');
  await page.locator('.stage').click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('Shift+ArrowRight');
  await page.waitForTimeout(900);
  assert.ok((await page.locator('#console .cl').count()) >= 1);
  await page.keyboard.press('End');
  await page.waitForTimeout(300);
  const [p, n] = await stepShown(page);
  assert.equal(p, n);
});

check('editing the program and running it', async (page, url) => {
  await openRun(page, url + RUN);
  await page.click('.cm-content');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('print("hello")\n');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/code=/);
  await page.waitForFunction(() => /to finish/.test(document.querySelector('.delta')?.textContent ?? ''));
  await page.keyboard.press('Escape');
  await page.keyboard.press('End');
  await page.waitForFunction(() => document.querySelector('#console')?.textContent?.includes('hello'));
  await page.reload();
  await page.waitForSelector('.delta:not(:empty)');
  assert.match((await page.locator('.cm-content').textContent()) ?? '', /print\("hello"\)/);
});

check(
  'an error stands on its line',
  async (page, url) => {
    await openRun(page, url + RUN);
    await page.click('.cm-content');
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('import threading\nimport subprocess\n');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.cm-explain');
    assert.equal(await page.locator('.cm-line.cm-bad').textContent(), 'import subprocess');
    assert.match((await page.locator('.now-said').textContent()) ?? '', /line 2/i);
    await page.click('.now-said .btn');
    assert.ok(await page.evaluate(() => document.activeElement?.classList.contains('cm-content')));
  },
  { expected: /status of 422/ },
);

check('changing the cores runs again and says what it cost', async (page, url) => {
  await openRun(page, url + RUN);
  await page.focus('[aria-label="cores"]');
  await page.keyboard.press('ArrowLeft');
  await page.waitForURL(/cores=1/);
  await page.waitForFunction(() => /was|as before/.test(document.querySelector('.delta')?.textContent ?? ''));
  await page.waitForFunction(() => document.querySelectorAll('.dial').length === 1);
  await page.focus('[aria-label="GIL"]');
  await page.keyboard.press('Enter');
  await page.waitForURL(/gil=off/);
});

check('a shared link opens at the same step with the same picture', async (page, url) => {
  await openRun(page, `${url}${RUN}?cores=2`);
  const there = await axisAt(page, 0.37);
  await page.mouse.click(there.x, there.y);
  await page.click('.btn.share');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /[?&]at=\d+/);
  await page.mouse.move(300, 300);
  await page.waitForTimeout(500);
  const before = await picture(page);
  await page.goto('about:blank');
  await openRun(page, link);
  await page.waitForTimeout(500);
  assert.deepEqual(await picture(page), before);
});

check('the event loop has its own stage, and the threads behind it', async (page, url) => {
  await openRun(page, url + LOOP);
  assert.ok(await page.locator('.chan-o').isVisible());
  await page.selectOption('.jump select >> nth=0', 'blocking');
  await page.locator('.stage').click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('Shift+ArrowRight');
  await page.waitForSelector('.stage.blocked');
  assert.match((await page.locator('.stage').textContent()) ?? '', /blocked/);
  await page.keyboard.press('v');
  await page.waitForSelector('.dial');
  await page.keyboard.press('v');
  await page.waitForSelector('.chan-o');
});

check('a deadlock shows its ring and how it came to that', async (page, url) => {
  await openRun(page, `${url}/run/deadlock`);
  await page.keyboard.press('End');
  await page.waitForSelector('.ending:not([hidden]) svg');
  assert.match((await page.locator('.delta').textContent()) ?? '', /^deadlock after/);
  assert.match(
    (await page.locator('.endtext p').first().textContent()) ?? '',
    /^Thread-1 waits for current\.lock, which/,
  );
  const [end = 0] = await stepShown(page);
  await page.click('.ending .btn');
  const [first = 0] = await stepShown(page);
  assert.ok(first < end);
});

check('the keyboard table', async (page, url) => {
  await openRun(page, url + RUN);
  await page.keyboard.press('?');
  await page.waitForSelector('.keytable tr');
  assert.ok((await page.locator('.keytable tr').count()) > 15);
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', { state: 'detached' });
  await page.keyboard.press('ArrowDown');
  await page.waitForSelector('.th.chosen');
});

check(
  'with less motion asked for, nothing travels',
  async (page, url) => {
    await openRun(page, url + RUN);
    await page.keyboard.press('Home');
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(1000);
    const there = (await picture(page)).tokens;
    await page.waitForTimeout(400);
    assert.deepEqual((await picture(page)).tokens, there);
  },
  { still: true },
);

check(
  'a lost connection keeps what is here',
  async (page, url) => {
    let cut = 0;
    await page.route('**/api/run*', async (route) => {
      cut += 1;
      if (cut > 1) return route.abort();
      const whole = await (await route.fetch()).text();
      const messages = whole.split('\n\n');
      await route.fulfill({
        contentType: 'text/event-stream',
        body: `${messages.slice(0, Math.max(2, Math.floor(messages.length / 2))).join('\n\n')}\n\n`,
      });
    });
    await page.goto(url + RUN);
    await page.waitForFunction(
      () => /The stream stopped/.test(document.querySelector('.now-said')?.textContent ?? ''),
      undefined,
      { timeout: 20_000 },
    );
    assert.ok(cut >= 3, 'it tried again first');
    await page.keyboard.press('End');
    assert.ok(((await stepShown(page))[0] ?? 0) > 0);
  },
  { expected: /Failed to load resource|ERR_/ },
);

for (const theme of /** @type {const} */ (['light', 'dark'])) {
  for (const size of /** @type {(keyof typeof SIZES)[]} */ (Object.keys(SIZES))) {
    check(
      `${theme}, ${size}: every screen fits`,
      async (page, url) => {
        for (const path of ['/', RUN, LOOP, '/run/deadlock', '/run']) {
          await page.goto(url + path);
          if (path !== '/' && path !== '/run') await page.waitForSelector('.delta:not(:empty)', { timeout: 45_000 });
          assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme);
          assert.ok((await overflow(page)) <= 0, `${path} is wider than the window`);
          const clipped = await page.evaluate(() =>
            [...document.querySelectorAll('.transport > *, .bar > *, .now-said, .btn')]
              .filter(
                (e) => e instanceof HTMLElement && e.offsetParent && e.getBoundingClientRect().right > innerWidth + 1,
              )
              .map((e) => e.className),
          );
          assert.deepEqual(clipped, [], `${path}: beyond the right edge`);
        }
      },
      { theme, size },
    );
  }
}

check('the theme can be changed and stays', async (page, url) => {
  await openRun(page, url + RUN);
  await page.keyboard.press('t');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
});

check('a click on the timeline is in the address, and a reload goes back to it', async (page, url) => {
  await openRun(page, url + RUN);
  const { x, y } = await axisAt(page, 0.5);
  await page.mouse.click(x, y);
  await page.waitForFunction(() => /[?&]at=\d+/.test(location.search));
  const [step] = await stepShown(page);
  await page.reload();
  await page.waitForSelector('.delta:not(:empty)');
  assert.equal((await stepShown(page))[0], step);
});

check('Tab goes through the editor and leaves no trace, and indents where one writes', async (page, url) => {
  await openRun(page, url + RUN);
  const program = page.locator('#code .cm-content');
  const text = () => program.evaluate((el) => el.textContent ?? '');
  const before = await text();
  await page.locator('#code .btn.solid').focus();
  await page.keyboard.press('Tab');
  assert.ok(await program.evaluate((el) => el === document.activeElement));
  await page.keyboard.press('Tab');
  assert.ok(await program.evaluate((el) => el !== document.activeElement));
  assert.equal(await text(), before);
  await page.locator('#code .cm-line').first().click();
  await page.keyboard.press('Tab');
  assert.equal((await text()).length, before.length + 4);
});

check('a program whose loop comes late is shown by its threads, unless the link says otherwise', async (page, url) => {
  await openRun(page, `${url}/run/hundred-urls`);
  assert.equal(await page.locator('.seg[aria-checked="true"]').textContent(), 'Threads');
  await page.locator('.seg[data-view="loop"]').click();
  await page.waitForFunction(() => location.search.includes('view=loop'));
  await page.reload();
  await page.waitForSelector('.seg[data-view="loop"][aria-checked="true"]');
});

check('a silent server waits for all its clients, each of whom has a seat', async (page, url) => {
  await openRun(page, `${url}/run/echo-server`);
  const waits = page.locator('#stage', { hasText: 'waits in select()for 3 sockets or the timer due in' });
  for (let i = 0; i < 200 && !(await waits.count()); i++) await page.keyboard.press('ArrowRight');
  const stage = (await waits.textContent()) ?? '';
  assert.equal(stage.split('read()').length - 1, 3, stage);
  const left = await page.locator('.curs .cur').evaluateAll((list) => list.map((c) => c.getBoundingClientRect().left));
  assert.ok(left.length > 3 && left.every((x) => x >= 0), `chips before their gutter: ${left}`);
});
