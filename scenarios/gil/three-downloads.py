# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "Three downloads"
# summary = "Threads that wait do so at the same time, even on one core and with the GIL."
# question = "Only one thread may run: why are three faster?"
# part = "Python's rules"
# chapter = 10
# order = 90
# level = "beginner"
# concepts = ["I/O-bound", "threads", "GIL", "overlap"]
#
# [tool.timeslice.machine]
# cores = 1
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "one after the other: 0.3 s\na thread for each: 0.1 s\n"
# status = 0
# ///
"""Three pages are fetched, first one after the other, then by a thread
each. A fetch is a few microseconds of Python and a tenth of a second of
waiting. A thread that waits holds neither a core nor the GIL, so three
can wait at once. Only one of them runs at any moment, on one core, and
still the second half of this run takes a third of the time.

Watch for
- the first half: one wait at a time, and a core with nothing to do;
- the second half: three dotted lines side by side. What overlaps is the
  waiting, not the computing;
- cores: 4, or GIL: off. It makes no difference, and that tells you what
  this program was short of: neither cores nor the GIL.
"""

import threading
import time

PAGES = ["/news", "/weather", "/sports"]


def fetch(page):
    time.sleep(0.1)       # stands for waiting for the network
    return f"<html>{page}</html>"


# === One after the other ===
start = time.perf_counter()
for page in PAGES:
    fetch(page)
elapsed = time.perf_counter() - start
print(f"one after the other: {elapsed:.1f} s")

# === A thread for each ===
start = time.perf_counter()
threads = [threading.Thread(target=fetch, args=(page,))
           for page in PAGES]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
elapsed = time.perf_counter() - start
print(f"a thread for each: {elapsed:.1f} s")
