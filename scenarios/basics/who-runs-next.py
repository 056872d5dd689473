# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "Who runs next?"
# summary = "The kernel's scheduler moves threads between running, ready and waiting."
# question = "Three threads want the core: who decides?"
# part = "The machine"
# chapter = 5
# order = 40
# level = "beginner"
# concepts = ["scheduler", "ready queue", "preemption", "running, ready, waiting", "round robin"]
#
# [tool.timeslice.machine]
# cores = 1
# policy = "rr"
# quantum = "2ms"
# gil = "off"
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "report and backup done, the clock ticked 6 times\n"
# status = 0
# ///
"""A report and a backup only compute. A clock computes almost nothing:
it wakes up every 3 ms, counts a tick and goes back to sleep. All three
need the same core, and none of them says when it is whose turn. The
scheduler does.

Watch for
- the three places a thread can be: on the core, in the ready queue, or
  waiting (for a timer, for another thread). Only the first costs CPU;
- the clock: when its sleep ends it is ready, not running, and joins the
  queue behind the others. Count how late its ticks are;
- the quantum: at 0.5 ms the ticks come nearly on time, and there are
  four times as many switches;
- the policy: first come, first served never takes the core away. Look
  how long the clock waits now.
"""

import threading
import time

ticks = 0


def compute(rounds):
    while rounds > 0:
        rounds -= 1


def clock():
    global ticks
    for _ in range(6):
        time.sleep(0.003)
        ticks += 1


threads = [
    threading.Thread(target=clock, name="clock"),
    threading.Thread(target=compute, args=(600_000,), name="report"),
    threading.Thread(target=compute, args=(400_000,), name="backup"),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

print("report and backup done, the clock ticked", ticks, "times")
