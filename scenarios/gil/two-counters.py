# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "Two counters"
# summary = "Two threads that only compute are no faster on two cores than on one: they share one GIL."
# question = "Two threads, two cores: why does only one run?"
# part = "Python's rules"
# chapter = 7
# order = 60
# level = "beginner"
# concepts = ["GIL", "CPU-bound", "threads", "switch interval", "free threading"]
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "both have counted down from 1000000\n"
# status = 0
# ///
"""Two threads count down from a million. There are two cores, so they
could run side by side. They do not: to execute Python, a thread must
hold the global interpreter lock, the GIL, and there is one GIL. So the
two take turns, and together they need as long as one thread that does
both countdowns. A thread that has waited 5 ms for the GIL asks for it;
the holder sees the request at the end of a loop turn and lets go.

Watch for
- the GIL going from hand to hand about every 5 ms, and the other core
  idle meanwhile;
- the start: the first thread already counts while `start()` still waits
  to get the GIL back, so the second one begins 5 ms later;
- cores: 1. Nearly the same time. The second core was of no use;
- GIL: off. Now both count at once, and the run takes half as long;
- switch interval: 1 ms. More turns, same work, hardly more time.
"""

import threading

N = 1_000_000


def count_down(n):
    while n > 0:
        n -= 1


first = threading.Thread(target=count_down, args=(N,))
second = threading.Thread(target=count_down, args=(N,))
first.start()
second.start()
first.join()
second.join()

print("both have counted down from", N)
