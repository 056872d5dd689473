# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "Polite and greedy"
# summary = "Cooperative jobs give up their turn at a yield; threads have it taken away by the kernel."
# question = "Is a turn given up, or taken away?"
# part = "The machine"
# chapter = 6
# order = 50
# level = "intermediate"
# concepts = ["cooperative multitasking", "preemptive multitasking", "generators", "yield", "quantum"]
#
# [tool.timeslice.machine]
# cores = 1
# policy = "rr"
# quantum = "4ms"
# gil = "off"
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "cooperative: polite greedy polite greedy polite polite\npreemptive: 6 steps done\n"
# status = 0
# ///
"""Two jobs, one polite, one greedy. First they share one thread: each is
a generator, and its turn ends where it says `yield`. Nobody can stop
the greedy one: its steps are long, and the polite one has to wait for
each of them to end. Then the same two jobs run as two threads. Now nobody
asks them: after 4 ms the kernel takes the core away.

Cooperative: you know exactly where a turn can end, and one bad neighbour
spoils it for all. Preemptive: no neighbour can hold you up for long, and
a turn can end in the middle of your work. The rest of the course is about
these two sentences: "Sharing" about the second, asyncio about the first.

Watch for
- the first half: one thread, and turns of very different length;
- the second half: the greedy job loses the core in the middle of a step,
  and its local variables wait unharmed until it is its turn again;
- the policy: first come, first served. Threads, but no quantum: who is
  polite now?
"""

import threading

steps_done = []


def job(name, steps, size):
    for _ in range(steps):
        for _ in range(size):
            pass
        steps_done.append(name)
        yield             # here the turn is given up


# === Cooperative: whose turn it is, decided by this loop ===
ready = [job("polite", 4, 60_000), job("greedy", 2, 800_000)]
while ready:
    turn = ready.pop(0)
    try:
        next(turn)
        ready.append(turn)
    except StopIteration:
        pass
print("cooperative:", *steps_done)

# === Preemptive: the same jobs as threads, nobody is asked ===
steps_done.clear()


def run_to_end(steps):
    for _ in steps:
        pass              # nothing is given up: on to the next step


threads = []
for steps in job("greedy", 2, 800_000), job("polite", 4, 60_000):
    thread = threading.Thread(target=run_to_end, args=(steps,))
    thread.start()
    threads.append(thread)
for thread in threads:
    thread.join()
print("preemptive:", len(steps_done), "steps done")
