# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "Two jobs, one core"
# summary = "A core runs one thread at a time; switching every few milliseconds makes it look like two."
# question = "How can one core do two things at once?"
# part = "The machine"
# chapter = 2
# order = 20
# level = "beginner"
# concepts = ["time slicing", "parallelism", "context switch", "quantum", "cores"]
#
# [tool.timeslice.machine]
# cores = 1
# policy = "rr"
# quantum = "4ms"
# gil = "off"
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "306 primes below 2025\nthe squares below 500000 add up to 41666541666750000\n"
# status = 0
# ///
"""One thread looks for primes, the other adds up squares. There is one
core, so at every moment exactly one of them runs. After its quantum of
4 ms the kernel stops it, saves its registers, restores those of the
other, and goes on there as if nothing had happened. Seen from afar both
run at once, each at half speed.

Watch for
- the dial: one lap is one quantum, the short ink mark is the switch;
- the thread that is stopped: it did not ask for it and will never know;
- cores: 2. Time slicing turns into parallel execution, in half the time;
- the quantum: 0.1 ms, with a switch cost of 50 us. Now a good part of
  the core's time goes into switching.
"""

import threading

answers = {}


def find_primes(limit):
    count = 0
    for number in range(2, limit):
        for divisor in range(2, number):
            if number % divisor == 0:
                break
        else:
            count += 1
    answers["primes"] = count


def add_squares(limit):
    total = 0
    for number in range(limit):
        total += number * number
    answers["squares"] = total


one = threading.Thread(target=find_primes, args=(2025,))
two = threading.Thread(target=add_squares, args=(500_000,))
one.start()
two.start()
one.join()
two.join()

print(answers["primes"], "primes below 2025")
print("the squares below 500000 add up to", answers["squares"])
