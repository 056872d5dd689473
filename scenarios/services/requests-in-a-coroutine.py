# /// script
# requires-python = ">=3.11"
# dependencies = ["requests"]
#
# [tool.timeslice]
# title = "requests in a coroutine"
# summary = "A web request with a blocking library, made in a coroutine, stops the whole event loop."
# question = "It is in an async function: does it let the others run?"
# part = "One thread, many tasks"
# chapter = 13
# order = 210
# level = "beginner"
# concepts = ["requests", "blocking library", "event loop", "latency"]
#
# [tool.timeslice.machine]
# net_jitter = 0
#
# [tool.timeslice.hosts."api.example.com"]
# latency = "450ms"
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "200 OK\nlongest silence between two beats: 0.5 s\n"
# status = 0
# ///
"""A heart should beat every 0.1 s. Beside it, a coroutine asks a web
service with `requests`, the library that everybody knows. The service
takes 0.45 s to answer. `requests.get` knows nothing of event loops: it
sends the request and blocks its thread until the answer is there. The
thread is the one that the loop runs on.

That `get` stands in an `async def` changes nothing. Only `await` gives
control back, and `requests` has nothing to await.

Watch for
- the thread: it leaves its core and waits for the network, and with it
  the loop and every other task;
- the heart's timer: due at once, looked at half a second late;
- the first lines of the program: make the host's latency 5 s, and think
  of a service with a thousand visitors;
- the twin of this program, with `httpx`, which is the next scenario.
"""

import asyncio
import time

import requests

beats = []


async def heart():
    for _ in range(8):
        beats.append(time.perf_counter())
        await asyncio.sleep(0.1)


async def ask():
    await asyncio.sleep(0.25)
    answer = requests.get("https://api.example.com/price")  # no await
    print(answer.status_code, answer.reason)


async def main():
    await asyncio.gather(heart(), ask())


asyncio.run(main())

silence = max(late - early for early, late in zip(beats, beats[1:]))
print(f"longest silence between two beats: {silence:.1f} s")
