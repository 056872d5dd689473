# /// script
# requires-python = ">=3.11"
# dependencies = ["httpx"]
#
# [tool.timeslice]
# title = "httpx in a coroutine"
# summary = "The same request with a library that awaits: the loop goes on while the answer is under way."
# question = "Who waits for the answer, if not the thread?"
# part = "One thread, many tasks"
# chapter = 13
# order = 220
# level = "beginner"
# concepts = ["httpx", "aiohttp", "non-blocking library", "selector", "event loop"]
#
# [tool.timeslice.machine]
# net_jitter = 0
#
# [tool.timeslice.hosts."api.example.com"]
# latency = "450ms"
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "200 OK\nlongest silence between two beats: 0.1 s\n"
# status = 0
# ///
"""The same heart, the same service, 0.45 s away. Two words are different:
the client is `httpx.AsyncClient`, and its `get` is awaited. It sends the
request, has the loop's selector watch the socket, and gives control
back. When the answer is there, the selector says so, and the loop puts
the task among those that are ready.

`aiohttp` works the same way. It is not the library that is faster: the
answer takes as long as before. It is the others who lose no time.

Watch for
- the task `ask`: it waits at a socket, and the thread does not;
- the loop: it sleeps in `select`, which the heart's timer ends as well as
  the answer, whichever comes first;
- the heart: every beat on time;
- what would break it: `httpx.get(...)` without `Async` and `await` exists
  too, and blocks like `requests`.
"""

import asyncio
import time

import httpx

beats = []


async def heart():
    for _ in range(8):
        beats.append(time.perf_counter())
        await asyncio.sleep(0.1)


async def ask():
    await asyncio.sleep(0.25)
    async with httpx.AsyncClient() as client:
        answer = await client.get("https://api.example.com/price")
    print(answer.status_code, answer.reason_phrase)


async def main():
    await asyncio.gather(heart(), ask())


asyncio.run(main())

silence = max(late - early for early, late in zip(beats, beats[1:]))
print(f"longest silence between two beats: {silence:.1f} s")
