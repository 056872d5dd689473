/** Takes the pictures of the README: `node tests/browser/screenshots.mjs` writes docs/images/{run,async}-{light,dark}.png. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { axisAt, openPage, openRun, startBrowser, startServer } from './harness.mjs';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
/** Name, address, how far into the run. @type {[string, string, number][]} */
const PICTURES = [
  ['run', '/run/counters-and-download?cores=2', 0.42],
  ['async', '/run/blocked-loop', 0.55],
];

const server = await startServer();
const browser = await startBrowser();
mkdirSync(FOLDER, { recursive: true });
for (const theme of /** @type {const} */ (['light', 'dark'])) {
  for (const [name, address, share] of PICTURES) {
    const { page, close } = await openPage(browser, { theme });
    await openRun(page, server.url + address);
    const { x, y } = await axisAt(page, share);
    await page.mouse.click(x, y);
    await page.mouse.move(720, 400);
    await page.waitForTimeout(600);
    await page.screenshot({ path: `${FOLDER}${name}-${theme}.png` });
    await close();
  }
}
await browser.close();
server.stop();
