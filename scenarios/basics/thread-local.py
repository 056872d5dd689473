# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "Shared, local, thread-local"
# summary = "All threads share the globals; local variables belong to one call, a threading.local to one thread."
# question = "Which variables do threads share?"
# part = "The machine"
# chapter = 4
# order = 30
# level = "beginner"
# concepts = ["threads", "shared memory", "local variables", "threading.local"]
#
# [tool.timeslice.machine]
# gil = "off"
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "Ann: the global says Cid, mine says Ann\nBob: the global says Cid, mine says Bob\nCid: the global says Cid, mine says Cid\nmain: the global says Cid, mine is set: False\n"
# status = 0
# ///
"""A web server greets three visitors, a thread for each. Every thread
notes the visitor's name twice: in a global, of which there is one for
all threads, and in a `threading.local`, of which each thread has its
own copy under the same name. Then it waits for the database.

When the answers come, the global holds the name of whoever wrote last.
That is a real bug of real web servers, and thread-local data is the cure.

Watch for
- the memory: `current` is one cell that changes hands twice, `mine.name`
  is one cell per thread;
- `visitor` and `seconds`: locals live on each thread's own stack;
- the main thread at the end: it never set `mine.name`, so it has none.
"""

import threading
import time

current = None            # one for all threads
mine = threading.local()  # one for each thread


def query_database(seconds):
    time.sleep(seconds)   # stands for waiting for the answer


def greet(visitor, seconds):
    global current
    current = visitor
    mine.name = visitor
    query_database(seconds)
    print(f"{visitor}: the global says {current}, mine says {mine.name}")


visitors = [("Ann", 0.02), ("Bob", 0.04), ("Cid", 0.06)]
threads = [threading.Thread(target=greet, args=v) for v in visitors]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

mine_is_set = hasattr(mine, "name")
print(f"main: the global says {current}, mine is set: {mine_is_set}")
