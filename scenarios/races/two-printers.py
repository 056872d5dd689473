# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "Five documents, two printers"
# summary = "A semaphore lets a fixed number of threads in and keeps the others waiting."
# question = "What if not one may enter, but two?"
# part = "Sharing"
# chapter = 11
# order = 140
# level = "intermediate"
# concepts = ["semaphore", "limited resources", "lock", "condition"]
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "5 documents, at most 2 at a time, 0.3 s\n"
# status = 0
# ///
"""Five threads want to print, and there are two printers. A lock would
let one in and leave a printer idle. A semaphore is a lock with a count:
it starts at two, every thread that enters takes one, every thread that
leaves gives one back, and at zero one waits.

Watch for
- the semaphore's count, 2 1 0, and the three threads that wait;
- the wave: two print, two more, the last one. Three rounds of a tenth of
  a second;
- `Semaphore(1)`: half a second, the same as a lock. `Semaphore(5)`: all
  at once;
- `busy`: it is shared too, so it has a lock of its own.
"""

import threading
import time

printers = threading.Semaphore(2)
lock = threading.Lock()
busy = most = 0


def print_document():
    global busy, most
    with printers:
        with lock:
            busy += 1
            most = max(most, busy)
        time.sleep(0.1)       # stands for the printer at work
        with lock:
            busy -= 1


start = time.perf_counter()
threads = [threading.Thread(target=print_document) for _ in range(5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
elapsed = time.perf_counter() - start

print(f"5 documents, at most {most} at a time, {elapsed:.1f} s")
