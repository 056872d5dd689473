# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "Counters and a download"
# summary = "A thread that mostly waits gets its data in time, then queues for the GIL behind threads that compute."
# question = "The data is there: why does the download not go on?"
# part = "Python's rules"
# chapter = 8
# order = 80
# level = "intermediate"
# concepts = ["GIL", "CPU-bound", "I/O-bound", "mixed workload", "convoy effect"]
#
# [tool.timeslice.machine]
# cores = 4
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "downloaded 4 blocks, counted twice from 1000000\n"
# status = 0
# ///
"""The two counters again, with a third thread that downloads a file in
four blocks. Waiting for a block takes 1 ms and needs no GIL: a thread
lets the GIL go before it waits. But when the block has arrived, the
thread needs the GIL again for a few microseconds of Python, and a
counter is holding it. So it waits 5 ms, asks, and may even see the
other counter get the GIL first. This is the convoy effect.

There are four cores: the download never waits for a core, only for the
GIL.

Watch for
- the download's lane: dots (network, 1 ms) and after each of them a
  long hatched stretch (waits for the GIL);
- who gets the GIL after a request: not always who has waited longest;
- switch interval: 0.5 ms. The download ends much earlier;
- GIL: off. Four blocks in about 4 ms.
"""

import threading
import time

N = 1_000_000
blocks = []


def count_down(n):
    while n > 0:
        n -= 1


def fetch(block):
    time.sleep(0.001)     # stands for waiting for the network
    return f"block {block}"


def download():
    for block in range(4):
        blocks.append(fetch(block))


threads = [
    threading.Thread(target=download, name="download"),
    threading.Thread(target=count_down, args=(N,), name="counter 1"),
    threading.Thread(target=count_down, args=(N,), name="counter 2"),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

print(f"downloaded {len(blocks)} blocks, counted twice from {N}")
