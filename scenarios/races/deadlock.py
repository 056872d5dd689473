# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "Deadlock"
# summary = "Two threads each hold a lock and want the other's; neither can ever go on."
# question = "Why is everyone waiting for everyone?"
# part = "Sharing"
# chapter = 11
# order = 150
# level = "intermediate"
# concepts = ["deadlock", "lock order", "circular wait"]
#
# [tool.timeslice.expect]
# outcome = "deadlock"
# output = "moving 100 from savings to current\nmoving 30 from current to savings\n"
# ///
"""Money moves between two accounts, in both directions at once. To be
safe each transfer locks the account it takes from, then the account it
pays into. One thread holds `savings` and waits for `current`; the other
holds `current` and waits for `savings`. Nobody made a mistake that can
be seen on one line, and nobody will ever go on.

Python does not notice: under CPython this program hangs for ever, without
a word. Here the run ends as soon as nothing can happen any more.

Watch for
- the ring: thread, lock it waits for, thread that holds it, lock that
  one waits for, and back to the start;
- the pause between the two `with` lines: without it the first transfer
  is done before the second starts. A deadlock that hides behind timing
  is still a deadlock;
- the cure: everybody takes the locks in one agreed order, say by name,
  whichever way the money goes. Try it in `transfer`.
"""

import threading
import time


class Account:
    def __init__(self, name, balance):
        self.name = name
        self.balance = balance
        self.lock = threading.Lock()


def transfer(source, target, amount):
    print(f"moving {amount} from {source.name} to {target.name}")
    with source.lock:
        time.sleep(0.005)     # stands for checking the balance
        with target.lock:
            source.balance -= amount
            target.balance += amount


savings = Account("savings", 1000)
current = Account("current", 200)

threads = [
    threading.Thread(target=transfer, args=(savings, current, 100)),
    threading.Thread(target=transfer, args=(current, savings, 30)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("savings:", savings.balance, "current:", current.balance)
