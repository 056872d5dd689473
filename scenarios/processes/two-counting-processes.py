# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "Two counting processes"
# summary = "Two processes have two GILs, so on two cores they compute at the same time."
# question = "Threads could not use the second core. Can processes?"
# part = "Python's rules"
# chapter = 9
# order = 85
# level = "beginner"
# concepts = ["multiprocessing", "GIL", "CPU-bound", "parallelism", "fork"]
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "both have counted down from 1000000\n"
# status = 0
# ///
"""The program of "Two counters", with processes in place of threads.
Each process is a Python of its own: its own memory, its own GIL. There
is nothing to hand over, so each counts on a core of its own and both
are done in half the time, but for the start: a process takes about a
millisecond to begin, twenty times as long as a thread.

The processes share nothing. That is why they need not wait for each
other, and also why the parent learns nothing from them but that they
have ended.

Watch for
- both cores busy at once, and a GIL in each process that nobody asks for;
- the first millisecond of each child, in which it does not run Python yet;
- cores: 1. The two take turns, switched by the operating system now;
- N: 10_000. Starting costs more than the work, and threads would win;
- `"fork"`: make it `"spawn"`. A new interpreter takes about 30 ms.
"""

import multiprocessing

N = 1_000_000


def count_down(n):
    while n > 0:
        n -= 1


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    first = context.Process(target=count_down, args=(N,))
    second = context.Process(target=count_down, args=(N,))
    first.start()
    second.start()
    first.join()
    second.join()
    print("both have counted down from", N)
