# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "A race for the balance"
# summary = "Two threads read, compute and write the same number; one of the two payments disappears."
# question = "Where did the 500 go?"
# part = "Sharing"
# chapter = 11
# order = 100
# level = "beginner"
# concepts = ["race condition", "shared data", "read, compute, write", "lost update"]
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "balance: 400, expected: 900\n"
# status = 0
# ///
"""An account holds 500. One thread deposits 500, another withdraws 100,
so 900 should be left. Both do the same three things: read the balance,
compute the new one, write it back. Between reading and writing each
asks the bank's computer for permission, and while a thread waits for an
answer, others run.

So both read 500. The deposit writes 1000. Then the withdrawal, which
still believes in 500, writes 400. The deposit is lost: not refused, not
reported, just overwritten.

Watch for
- `current`: each thread has its own, and both hold 500;
- the moment in which the withdrawal writes 400 over 1000;
- the pauses: swap 0.010 and 0.020. Now the balance is 1000 and the
  withdrawal is lost. Join each thread before starting the next: 900.
  Three results from one idea of a program: that is a race;
- the `approve` calls: remove them and the balance is right, because a
  thread this short is done before the second one starts. The mistake
  is still there. It only waits.
"""

import threading
import time

balance = 500


def approve(seconds):
    time.sleep(seconds)   # stands for waiting for the bank's computer


def deposit(amount):
    global balance
    current = balance         # read
    new = current + amount    # compute
    approve(0.010)
    balance = new             # write


def withdraw(amount):
    global balance
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
