# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "One by one, or all together"
# summary = "Awaiting calls one by one adds their waits up; gather lets the waits overlap, on one thread."
# question = "How can one thread wait for three things at once?"
# part = "One thread, many tasks"
# chapter = 12
# order = 160
# level = "beginner"
# concepts = ["asyncio", "async and await", "gather", "tasks", "event loop"]
#
# [tool.timeslice.machine]
# cores = 1
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "one by one: 0.3 s\nall together: 0.1 s\n"
# status = 0
# ///
"""Three pages again, and this time one thread only. `await` means: I
have to wait here, run something else meanwhile. In the first half there
is nothing else, so the three waits add up. `gather` turns the three
calls into tasks of the event loop. The first runs to its `await` and
gives control back, the second does, the third does, and then all three
wait at the same time.

Watch for
- `async` alone makes nothing concurrent: the first half is as slow as a
  program without it;
- the loop in the second half: three short turns, one common wait, three
  short turns;
- the threads: there is one, from beginning to end;
- `await` in front of `fetch(page)`: that runs the call to its end, like
  any call. Only a task runs by itself.
"""

import asyncio
import time

PAGES = ["/news", "/weather", "/sports"]


async def fetch(page):
    await asyncio.sleep(0.1)  # stands for waiting for the network
    return f"<html>{page}</html>"


async def main():
    # === One by one ===
    start = time.perf_counter()
    for page in PAGES:
        await fetch(page)
    elapsed = time.perf_counter() - start
    print(f"one by one: {elapsed:.1f} s")

    # === All together ===
    start = time.perf_counter()
    await asyncio.gather(*[fetch(page) for page in PAGES])
    elapsed = time.perf_counter() - start
    print(f"all together: {elapsed:.1f} s")


asyncio.run(main())
