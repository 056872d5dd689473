/** Small programs to begin one's own with. Short lines: they are read in a narrow pane. */
import { h } from '../ui/dom.js';

/** @type {Record<string, string>} */
export const STARTERS = {
  threads: `from threading import Thread
from time import sleep

def work(name):
    for i in range(3):
        print(name, i)
        sleep(0.002)

a = Thread(target=work, args="a")
b = Thread(target=work, args="b")
a.start()
b.start()
`,
  lock: `from threading import Lock, Thread

total = 0
lock = Lock()

def add():
    global total
    for _ in range(3):
        with lock:
            total += 1

a = Thread(target=add)
b = Thread(target=add)
a.start()
b.start()
a.join()
b.join()
print(total)
`,
  asyncio: `import asyncio

async def tick(name, pause):
    for i in range(3):
        await asyncio.sleep(pause)
        print(name, i)

async def main():
    await asyncio.gather(
        tick("a", 0.010),
        tick("b", 0.015),
    )

asyncio.run(main())
`,
};

/** One link for each of them. @param {(text: string) => void} choose */
export const starterButtons = (choose) =>
  h(
    'span',
    { class: 'starters' },
    Object.entries(STARTERS).map(([name, text]) =>
      h('button', { class: 'lnk', type: 'button', onclick: () => choose(text) }, name),
    ),
  );
