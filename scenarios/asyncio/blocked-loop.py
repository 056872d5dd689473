# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "One call stops them all"
# summary = "A call that blocks without await holds the only thread, and every task stands still."
# question = "Which call stops all the others?"
# part = "One thread, many tasks"
# chapter = 12
# order = 170
# level = "beginner"
# concepts = ["event loop", "blocking call", "cooperative multitasking", "latency"]
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "longest silence between two beats: 0.5 s\n"
# status = 0
# ///
"""A heart should beat every 0.1 s. Beside it a report is written: it
waits a little, as it should, with `await`, and then makes one call that
takes 0.45 s and does not await. Tasks give up control only at an
`await`. There is none inside `time.sleep`, so nothing else runs until
it returns: not the heart, not the timers, not the loop itself.

In a web service this one line stops every visitor at once.

Watch for
- the first three beats: on time;
- `write_report`: the loop turns red while the call lasts, the heart's
  timer is due, and nobody looks at it;
- the threads: one. There is nobody else who could look;
- the cure: `await asyncio.sleep(0.45)` in place of `write_file()`. A call
  that cannot be changed needs the next scenario.
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
    write_file()              # no await: nobody else can run


async def main():
    await asyncio.gather(heart(), write_report())


asyncio.run(main())

silence = max(late - early for early, late in zip(beats, beats[1:]))
print(f"longest silence between two beats: {silence:.1f} s")
