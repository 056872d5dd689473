# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "The average, in chunks"
# summary = "Work that is cut into independent parts gives the same result in any order."
# question = "Does it matter which part is done first?"
# part = "The machine"
# chapter = 1
# order = 10
# level = "beginner"
# concepts = ["concurrency", "structure", "threads", "join"]
#
# [tool.timeslice.machine]
# cores = 1
# gil = "off"
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "first to last: 300000.5\nlast to first: 300000.5\na thread each: 300000.5\n"
# status = 0
# ///
"""Concurrency is a way to structure a program, before it is a way to
make it fast. The sum of 600 000 numbers is cut into three chunks that
know nothing of each other. Such parts may be added up first to last,
last to first, or all at once by three threads: the average is the same.

Watch for
- the first two rounds: one thread, one chunk after the other;
- the third round: three threads take turns on the only core, and nobody
  can tell from the result who went first;
- cores: set it to 3. The third round now takes a third of the time, and
  not a letter of the program has changed.

The GIL is off in part 1 of the course, so that only the machine decides.
Part 2 switches it on.
"""

import threading

N = 600_000
CHUNKS = [
    range(1, 200_001),
    range(200_001, 400_001),
    range(400_001, N + 1),
]


def add_up(chunk):
    total = 0
    for number in chunk:
        total += number
    return total


# === One thread, in two different orders ===
sums = [add_up(chunk) for chunk in CHUNKS]
print("first to last:", sum(sums) / N)

sums = [add_up(chunk) for chunk in reversed(CHUNKS)]
print("last to first:", sum(sums) / N)

# === A thread for each chunk: the machine picks the order ===
results = {}


def worker(name, chunk):
    results[name] = add_up(chunk)


threads = []
for name, chunk in enumerate(CHUNKS):
    thread = threading.Thread(target=worker, args=(name, chunk))
    thread.start()
    threads.append(thread)
for thread in threads:
    thread.join()
print("a thread each:", sum(results.values()) / N)
