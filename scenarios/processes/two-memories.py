# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "Two memories"
# summary = "A forked process begins as a copy of its parent; from then on each has a memory of its own."
# question = "The child adds 500 to the balance: what does the parent see?"
# part = "The machine"
# chapter = 3
# order = 25
# level = "beginner"
# concepts = ["process", "fork", "memory", "exit status", "pid"]
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "child: 500 becomes 1000\nparent: still 500, and the child ended with 3\n"
# status = 0
# ///
"""A process has a memory that no other process can touch. `fork` makes
a new process as a copy of the one that calls it: the same variables with
the same values, at the same line. From then on there are two of
everything. The child adds 500 to its balance; the parent's balance does
not move, for it is another variable at another place.

What the parent does learn is the exit status, a small number that the
system keeps until the parent asks for it with `join`.

Watch for
- the second process box that opens at the fork, with a thread, a GIL
  and a `balance` of its own;
- the parent, which waits for its child and uses no core meanwhile;
- `"fork"`: make it `"spawn"`. The child now begins as a new interpreter
  that imports this file again, which takes 20 times as long, and its
  `balance` is what the import makes it;
- a thread in place of the process: `threading.Thread`. One memory, and
  the parent sees 1000.
"""

import multiprocessing
import sys

balance = 500


def deposit(amount):
    global balance
    before = balance
    balance += amount
    print(f"child: {before} becomes {balance}")
    sys.exit(3)


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    child = context.Process(target=deposit, args=(500,))
    child.start()
    child.join()
    status = child.exitcode
    print(f"parent: still {balance}, and the child ended with {status}")
