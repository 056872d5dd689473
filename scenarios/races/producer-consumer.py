# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "Producer and consumer"
# summary = "A queue hands things from one thread to another and makes each wait when it must."
# question = "How do threads hand things over without a lock in sight?"
# part = "Sharing"
# chapter = 11
# order = 130
# level = "beginner"
# concepts = ["queue", "producer and consumer", "bounded buffer", "back-pressure"]
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "baked 1\nbaked 2\nbaked 3\nsold 1\nbaked 4\nbaked 5\nsold 2\nsold 3\nsold 4\nsold 5\n"
# status = 0
# ///
"""A baker bakes five loaves, a shop assistant sells them, and between
them is a counter with room for two. `queue.Queue` is that counter. Its
`put` waits while it is full, its `get` waits while it is empty, and the
locking is inside, where nobody can forget it.

The loaf is never in two hands at once: whoever has taken it out of the
queue owns it. That is why queues are the friendliest way to share.

Watch for
- the start: the shop waits in `get`, because nothing is baked yet;
- loaf 5: the counter is full, so the baker waits in `put`. The slow side
  sets the pace (back-pressure);
- the `None` at the end: it says "no more". Without it the shop would
  wait in `get` for ever;
- `maxsize`: 1, then 5. Who waits now?
"""

import queue
import threading
import time

counter = queue.Queue(maxsize=2)


def baker():
    for loaf in range(1, 6):
        time.sleep(0.020)     # in the oven
        print("baked", loaf)
        counter.put(loaf)
    counter.put(None)         # no more bread today


def shop():
    while True:
        loaf = counter.get()
        if loaf is None:
            break
        time.sleep(0.050)     # serving a customer
        print("sold", loaf)


threads = [threading.Thread(target=baker, name="baker"),
           threading.Thread(target=shop, name="shop")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
