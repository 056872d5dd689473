# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp", "requests"]
#
# [tool.timeslice]
# title = "A hundred URLs, three ways"
# summary = "One after the other, ten threads, a hundred tasks: the same answers, and very different waiting."
# question = "Threads or tasks for a hundred downloads?"
# part = "One thread, many tasks"
# chapter = 13
# order = 230
# level = "intermediate"
# concepts = ["requests", "aiohttp", "thread pool", "gather", "I/O-bound", "latency"]
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = """one_after_the_other: 5050 in 5.0 s
# threads: 5050 in 0.5 s
# tasks: 5050 in 0.1 s
# """
# status = 0
# ///
"""A hundred records are wanted from a web service that takes 50 ms to
answer, a little more or less each time. Asked one after the other, the
program waits a hundred times. Ten threads wait ten at a time: a thread
that waits for the network has let the GIL go. With `aiohttp` one thread
sends all hundred requests before the first answer is there.

The answers are the same, in the same order. What differs is how much of
the time is waiting, and how much is the work of sending and reading,
which none of the three can share.

Watch for
- the first part: a core that is idle almost always;
- the second: ten threads wait, and one at a time computes;
- the third: a hundred tasks at the selector, and a connection limit
  (100 is the default of `aiohttp`) that nobody notices yet;
- the strip: at a network latency of 1 ms the three come close to each
  other. `TCPConnector(limit=5)` makes the last like five threads.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import aiohttp
import requests

URLS = [f"https://api.example.com/items/{n}" for n in range(1, 101)]


def fetch(url):
    return requests.get(url).json()["id"]


def one_after_the_other():
    return [fetch(url) for url in URLS]


def threads():
    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(fetch, URLS))


async def fetch_all():
    async def fetch(url):
        async with session.get(url) as response:
            return (await response.json())["id"]

    async with aiohttp.ClientSession() as session:
        return await asyncio.gather(*(fetch(url) for url in URLS))


def tasks():
    return asyncio.run(fetch_all())


for way in (one_after_the_other, threads, tasks):
    start = time.perf_counter()
    total = sum(way())
    took = time.perf_counter() - start
    print(f"{way.__name__}: {total} in {took:.1f} s")
