# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "The balance, with a lock"
# summary = "A lock around read, compute and write makes the three one step that nobody can get into."
# question = "How do two threads take turns on purpose?"
# part = "Sharing"
# chapter = 11
# order = 110
# level = "beginner"
# concepts = ["lock", "critical section", "mutual exclusion", "with statement"]
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "balance: 900, expected: 900\n"
# status = 0
# ///
"""The same deposit and the same withdrawal, with one thing added: before
a thread reads the balance it takes a lock, and it gives the lock back
after writing. Whoever comes second waits at the `with` line. So nobody
reads a balance that somebody else is about to change.

A lock protects nothing by itself. It works because everyone who touches
the balance agrees to take it first.

Watch for
- the withdrawal: it blocks at `with lock` (striped) while the deposit
  is inside, and reads 1000, not 500;
- the price: the two waits no longer overlap, 30 ms instead of 20;
- one of the two `with lock` lines: remove it, and the race is back. Half
  a lock is no lock.
"""

import threading
import time

balance = 500
lock = threading.Lock()


def approve(seconds):
    time.sleep(seconds)   # stands for waiting for the bank's computer


def deposit(amount):
    global balance
    with lock:
        current = balance         # read
        new = current + amount    # compute
        approve(0.010)
        balance = new             # write


def withdraw(amount):
    global balance
    with lock:
        current = balance         # read
        new = current - amount    # compute
        approve(0.020)
        balance = new             # write


threads = [
    threading.Thread(target=deposit, args=(500,), name="deposit"),
    threading.Thread(target=withdraw, args=(100,), name="withdraw"),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

print(f"balance: {balance}, expected: 900")
