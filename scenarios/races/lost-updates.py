# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "Is n += 1 safe?"
# summary = "Under the GIL a plain increment loses nothing in today's Python; with a call inside, it does."
# question = "Only one thread runs at a time: is that not enough?"
# part = "Sharing"
# chapter = 11
# order = 120
# level = "advanced"
# concepts = ["race condition", "atomicity", "GIL check points", "lost update", "free threading"]
#
# [tool.timeslice.machine]
# switch_interval = "1ms"
#
# [tool.timeslice.expect]
# outcome = "finishes"
# status = 0
# ///
"""Two threads add one to a counter 300 000 times each. Written as
`counter += 1`, not one update has been lost since Python 3.10: a thread
gives the GIL away only at certain points, such as the start of a
function or the end of a loop turn, and there is none between reading the
counter and writing it.

Put a function call between the two, and there is one. A thread that is
stopped just there wakes up with an old value and overwrites everything
the other thread has counted in the meantime.

So the first form is right by accident. Nothing in the language promises
it, and without the GIL it is wrong.

Watch for
- the first result: 0 lost, whatever the seed;
- the second: many lost, in lumps, because each unlucky switch costs a
  whole turn of the other thread. Another seed, another number;
- GIL: off. Now the first form loses updates as well.

The switch interval is 1 ms instead of 5, so that a short run has many
switches.
"""

import threading

N = 300_000
counter = 0


def plain():
    global counter
    for _ in range(N):
        counter += 1


def add_one(value):
    return value + 1


def with_call():
    global counter
    for _ in range(N):
        counter = add_one(counter)


for body in plain, with_call:
    counter = 0
    threads = [threading.Thread(target=body) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{body.__name__}: {2 * N - counter} updates lost")
