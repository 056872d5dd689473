# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "Waiting and computing"
# summary = "When work is a mixture, threads overlap the waiting, and what cannot overlap decides how long it takes."
# question = "Some waiting, some computing: which one sets the pace?"
# part = "Python's rules"
# chapter = 8
# order = 70
# level = "intermediate"
# concepts = ["mixed workload", "bottleneck", "I/O-bound", "CPU-bound", "GIL"]
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "4 pages made\n"
# status = 0
# ///
"""A web server makes four pages, a thread for each. A page takes 10 ms of
waiting for the database and about 4 ms of computing. One after the
other that would be 56 ms. With threads it is about 26: the four waits
overlap and cost 10 ms together, the computing does not and costs four
times 4 ms. Whatever cannot overlap is the bottleneck.

Watch for
- the four dotted waits, side by side, and then four threads that come
  back at the same time and queue for the GIL;
- the pause: at 0.020 the run is 10 ms longer, for all four together;
- the rounds: at 600_000 it is 16 ms longer, 4 ms for each page;
- cores: 4. No help: the cores were not the bottleneck, the GIL was;
- GIL: off, with 4 cores. Now the computing overlaps as well.
"""

import threading
import time

pages = []


def query_database():
    time.sleep(0.010)     # stands for waiting for the answer
    return "rows"


def fill_template(rows):
    rounds = 300_000
    while rounds > 0:     # stands for a lot of Python
        rounds -= 1
    return "<html>"


def make_page():
    rows = query_database()
    pages.append(fill_template(rows))


threads = [threading.Thread(target=make_page) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

print(len(pages), "pages made")
