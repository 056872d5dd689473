/** The page in every room: projector, laptop, phone; many cores, many threads, many processes. Nothing is cut off. */
import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { openPage, openRun, axisAt, overflow, serveTrace, startBrowser, startServer } from './harness.mjs';
import { parentAndWorkers } from '../page/processes.mjs';
import { machine, steps } from '../page/text.mjs';

/** @typedef {import('playwright-core').Page} Page */
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

/** @param {string} name @param {Parameters<typeof openPage>[1]} o @param {(page: Page, url: string) => Promise<void>} act */
function check(name, o, act) {
  test(name, { timeout: 120_000 }, async () => {
    const { page, wrong, close } = await openPage(browser, o);
    try {
      await act(page, server.url);
      assert.deepEqual(wrong, []);
      assert.ok((await overflow(page)) <= 0, 'the page is wider than the window');
    } finally {
      await close();
    }
  });
}

/** Parts of the stage that stick out of it, by class. @param {Page} page */
const cutOff = (page) =>
  page.evaluate(() => {
    const room = /** @type {HTMLElement} */ (document.querySelector('.stage')).getBoundingClientRect();
    return [...document.querySelectorAll('.stage .dial .well, .stage .tray, .stage .proc, .stage .chan-l, .stage .tok')]
      .filter((el) => el.checkVisibility())
      .map((el) => ({ el, box: el.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0)
      .filter(
        ({ box }) =>
          box.left < room.left - 1 ||
          box.right > room.right + 1 ||
          box.top < room.top - 1 ||
          box.bottom > room.bottom + 1,
      )
      .map(({ el }) => el.getAttribute('class') ?? '');
  });

/** @param {Page} page @param {number} share */
async function goTo(page, share) {
  const { x, y } = await axisAt(page, share);
  await page.mouse.click(x, y);
  await page.waitForTimeout(400);
}

const BUSY = '/run/two-counters';
for (const [
  path,
  size,
  presenter,
] of /** @type {[string, 'laptop' | 'projector' | 'desktop' | 'phone', boolean][]} */ ([
  [BUSY, 'projector', false],
  [BUSY, 'projector', true],
  ['/run/blocked-loop', 'projector', true],
  ['/run/producer-consumer', 'projector', true],
  [`${BUSY}?cores=16`, 'laptop', false],
  [`${BUSY}?cores=8`, 'projector', true],
  ['/run/deadlock', 'laptop', false],
  ['/run/lost-updates', 'phone', false],
])) {
  check(
    `${path} on a ${size}${presenter ? ' in presenter size' : ''} shows the whole stage`,
    { size },
    async (page, url) => {
      await openRun(page, url + path);
      if (presenter) await page.keyboard.press('p');
      await page.waitForTimeout(300);
      await goTo(page, 0.45);
      assert.deepEqual(await cutOff(page), []);
      assert.ok(await page.locator('.delta').isVisible());
      const strip = /** @type {{ x: number, width: number }} */ (await page.locator('.delta').boundingBox());
      assert.ok(strip.x + strip.width <= /** @type {any} */ (page.viewportSize()).width, 'the result is in sight');
    },
  );
}

for (const [workers, size] of /** @type {[number, 'desktop' | 'laptop' | 'phone'][]} */ ([
  [2, 'desktop'],
  [3, 'laptop'],
  [8, 'desktop'],
  [2, 'phone'],
  [15, 'desktop'],
])) {
  check(
    `${workers} worker processes on a ${size}: a box and a GIL each, nobody stands in another's box`,
    { size },
    async (page, url) => {
      await serveTrace(page, steps(parentAndWorkers(workers)), machine({ cores: 4 }));
      await openRun(page, url + BUSY);
      await goTo(page, 0.5);
      assert.equal(await page.locator('.plan .proc').count(), workers + 1);
      assert.equal(await page.locator('.tok.hex[data-id^="gil"]').count(), workers + 1);
      assert.deepEqual(await cutOff(page), []);
      // The parent waits on its pipe in the first box, the worker's second thread for its own GIL in the second.
      const boxes = await page
        .locator('.plan .proc')
        .evaluateAll((all) => all.map((el) => el.getBoundingClientRect().toJSON()));
      for (const [token, home] of [
        ['t0', 0],
        [`t${workers + 1}`, 1],
      ]) {
        const at = await page.locator(`.tok[data-id="${token}"] .rim`).boundingBox();
        const box = boxes[Number(home)];
        assert.ok(
          at &&
            at.x >= box.x - 1 &&
            at.x + at.width <= box.right + 1 &&
            at.y >= box.y - 1 &&
            at.y + at.height <= box.bottom + 1,
          String(token),
        );
      }
    },
  );
}

check('playing never moves the page of a phone', { size: 'phone' }, async (page, url) => {
  await openRun(page, `${url}/run/blocked-loop`);
  for (const share of [0.1, 0.4, 0.8]) {
    await goTo(page, share);
    assert.equal(await page.evaluate(() => scrollY), 0);
  }
});

check('an empty editor offers something to begin with', {}, async (page, url) => {
  await page.goto(`${url}/run`);
  await page.locator('.now-said .starters button').first().click();
  await page.waitForSelector('.delta:not(:empty)');
  assert.match((await page.locator('.cm-content').textContent()) ?? '', /Thread/);
});

check('a run that reaches a limit says which, where the narration is', {}, async (page, url) => {
  await page.goto(`${url}/run`);
  await page.locator('.cm-content').click();
  await page.keyboard.insertText('while True: print("again and again")\n');
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('.delta:not(:empty)', { timeout: 60_000 });
  await page.locator('.stage').click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('End');
  await page.waitForFunction(() => /limit reached/.test(document.querySelector('.when')?.textContent ?? ''));
  assert.ok((await page.locator('.now-said .more').textContent())?.length);
});

check('a long run tells its values only where its lines are told', {}, async (page, url) => {
  await openRun(page, url + BUSY);
  await goTo(page, 0.5);
  const memory = page.locator('#inspector .vars').first();
  assert.match((await memory.textContent()) ?? '', /Lines here/);
  await page.click('.detail');
  await page.waitForURL(/from_ns=/);
  await page.waitForFunction(() => /as before/.test(document.querySelector('.delta')?.textContent ?? ''), undefined, {
    timeout: 60_000,
  });
  await page.waitForFunction(
    () => /Known since/.test(document.querySelector('#inspector .vars')?.textContent ?? ''),
    undefined,
    { timeout: 60_000 },
  );
  assert.ok((await page.locator('.cm-cursors .cur').count()) > 0);
  await page.keyboard.press('Home');
  await page.waitForFunction(() => /told from/.test(document.querySelector('#inspector .vars')?.textContent ?? ''));
  await page.keyboard.press('End');
  await page.waitForFunction(() => /As of/.test(document.querySelector('#inspector .vars')?.textContent ?? ''));
});

check('home is there before its timelines are made', {}, async (page, url) => {
  await page.route('**/api/minis', async (route) => {
    await new Promise((done) => setTimeout(done, 400));
    await route.continue();
  });
  await page.goto(`${url}/`);
  assert.ok((await page.locator('.card').count()) > 10);
  await page.waitForFunction(() => document.querySelectorAll('.mini-tl canvas').length > 10);
});

for (const path of ['/', '/run/two-counters', '/run/blocked-loop']) {
  check(`with the keyboard alone: whatever has the focus on ${path} has a name and shows it`, {}, async (page, url) => {
    if (path === '/') await page.goto(url + path);
    else await openRun(page, url + path);
    await page.waitForTimeout(300);
    const names = new Set();
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const el = document.activeElement;
        if (!el || el === document.body) return undefined;
        const host = el.closest('.knob, .find') ?? el;
        const { outlineStyle, outlineWidth, borderTopColor } = getComputedStyle(host);
        const typing = el.closest('.cm-editor') !== null;
        return {
          name: el.getAttribute('aria-label') ?? el.textContent?.trim() ?? '',
          shown:
            typing || host.matches('.find')
              ? borderTopColor !== ''
              : outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
          typing,
        };
      });
      if (!at) break;
      assert.ok(at.name, 'no name');
      assert.ok(at.shown, `${at.name}: the focus is not to be seen`);
      names.add(at.name);
      // Tab indents in the editor; Escape leaves it.
      if (at.typing) await page.keyboard.press('Escape');
    }
    assert.ok(names.size > 20, `${names.size} stops`);
  });
}
