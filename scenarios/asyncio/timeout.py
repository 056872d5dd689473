# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "Giving up in time"
# summary = "A timeout cancels a task at its await; the task can still clean up."
# question = "How do you stop someone who is waiting?"
# part = "One thread, many tasks"
# chapter = 12
# order = 200
# level = "intermediate"
# concepts = ["cancellation", "timeout", "CancelledError", "finally"]
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "fast: connected\nfast: disconnected\nfast answered\nslow: connected\nslow: disconnected\nslow took too long\n"
# status = 0
# ///
"""Two servers are asked, and each has 50 ms to answer. The fast one needs
20 ms. The slow one would need 200. When its time is up, the loop does
not kill anything: it raises a CancelledError inside the task, at the
`await` where it waits. So `finally` runs, the connection is closed, and
only then does the caller learn of it, as a TimeoutError.

Watch for
- the timer that `asyncio.timeout` sets, and takes back when the answer
  is there in time;
- the slow call: at 50 ms it is woken by the timer, not by an answer;
- the order of the last two lines: first the tidying up, then the verdict;
- `asyncio.sleep` in `ask`: make it `time.sleep`. A task can be cancelled
  only where it awaits, so now nobody gives up in time.
"""

import asyncio


async def ask(server, seconds):
    print(f"{server}: connected")
    try:
        await asyncio.sleep(seconds)  # stands for waiting for the answer
    finally:
        print(f"{server}: disconnected")


async def main():
    for server, seconds in [("fast", 0.020), ("slow", 0.200)]:
        try:
            async with asyncio.timeout(0.050):
                await ask(server, seconds)
            print(server, "answered")
        except TimeoutError:
            print(server, "took too long")


asyncio.run(main())
