# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "The blocking call, in a thread"
# summary = "asyncio.to_thread moves a blocking call to a worker thread, and the loop goes on."
# question = "It must block: where can we put it?"
# part = "One thread, many tasks"
# chapter = 12
# order = 180
# level = "intermediate"
# concepts = ["to_thread", "worker thread", "executor", "event loop", "blocking call"]
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "longest silence between two beats: 0.1 s\n"
# status = 0
# ///
"""The same heart and the same report. `write_file` still blocks for
0.45 s, because many libraries do and cannot be changed. One line is
different: `await asyncio.to_thread(write_file)` hands the call to a
worker thread and waits for its answer. The worker blocks, the loop's
own thread does not, and the heart beats on.

Watch for
- the second thread, `asyncio_0`: it appears at the call and takes the
  blocking upon itself;
- the heart: every beat on time, during the call as well;
- the way back: the worker cannot resume a task itself. It leaves the
  result and wakes the loop, which does it in its own time;
- the limit: this helps against waiting. A worker that computes would hold
  the GIL, and the loop would have to ask for it, 5 ms at a time.
"""

import asyncio
import time

beats = []


async def heart():
    for _ in range(8):
        beats.append(time.perf_counter())
        await asyncio.sleep(0.1)


def write_file():
    time.sleep(0.45)          # stands for a library that blocks


async def write_report():
    await asyncio.sleep(0.25)
    await asyncio.to_thread(write_file)


async def main():
    await asyncio.gather(heart(), write_report())


asyncio.run(main())

silence = max(late - early for early, late in zip(beats, beats[1:]))
print(f"longest silence between two beats: {silence:.1f} s")
