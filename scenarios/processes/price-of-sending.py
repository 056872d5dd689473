# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "The price of sending"
# summary = "A pool computes in parallel, but every argument and every result is pickled, sent and unpickled."
# question = "Four workers for a sum: why is one process faster?"
# part = "Python's rules"
# chapter = 9
# order = 86
# level = "intermediate"
# concepts = ["pool", "pickle", "pipe", "marshalling", "multiprocessing"]
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "the sums agree: True\nsending the lists pays off: False\nsending two numbers pays off: True\n"
# status = 0
# ///
"""Processes share no memory, so what one wants to give another has to be
turned into bytes, written into a pipe, read and made into objects again.
That work is done by the cores too, and for data that is quickly dealt
with it is more work than the work itself.

Here a pool of two adds up numbers twice. The first time it is sent the
numbers: pickling a list and reading it back takes longer than adding it
up. The second time it is sent two numbers, from where to where, and
makes the others itself: nothing to send, everything to compute.

Watch for
- the parent's threads while the lists travel: one feeds the pipe, which
  holds 64 KiB, and waits whenever it is full;
- the workers, which spend that time unpickling;
- the second round: both cores compute, the pipes are all but empty;
- PARTS: 40. More, smaller messages cost more again.
"""

import multiprocessing
import time

N = 400_000
PARTS = 4


def add_range(bounds):
    total = 0
    for number in range(*bounds):
        total += number
    return total


def timed(call, *args):
    start = time.perf_counter()
    result = sum(call(*args))
    return result, time.perf_counter() - start


if __name__ == "__main__":
    step = N // PARTS
    bounds = [(i, i + step) for i in range(0, N, step)]
    lists = [list(range(*pair)) for pair in bounds]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        here, quick = timed(map, sum, lists)
        there, sent = timed(pool.map, sum, lists, 1)
        alone, slow = timed(map, add_range, bounds)
        shared, split = timed(pool.map, add_range, bounds, 1)
    print("the sums agree:", here == there == alone == shared)
    print("sending the lists pays off:", sent < quick)
    print("sending two numbers pays off:", split < slow)
