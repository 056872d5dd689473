# CPU clocks go on while a thread runs, by thread and in sum, and stand still while it waits.
import threading
import time


def spin(seconds):
    start = time.thread_time()
    turns = 0
    while time.thread_time() - start < seconds:
        turns += 1
    return turns


readings = []
while len(readings) < 100:
    readings.append(time.process_time_ns())
print(readings == sorted(readings), len(set(readings)) > 90, max(b - a for a, b in zip(readings, readings[1:])) < 1_000_000)
print(spin(0.002) > 100)

cpu, wall = time.process_time(), time.perf_counter()
time.sleep(0.05)
print(time.process_time() - cpu < 0.01, time.perf_counter() - wall >= 0.05)

own = {}


def worker(name, seconds):
    spin(seconds)
    time.sleep(0.01)
    own[name] = time.thread_time()


before = time.process_time()
threads = [threading.Thread(target=worker, args=(f"t{n}", 0.01 * n)) for n in (1, 2, 3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
used = time.process_time() - before
print([0.01 * n <= own[f"t{n}"] < 0.01 * n + 0.009 for n in (1, 2, 3)], 0.06 <= used < 0.12)
print(time.thread_time() <= time.process_time())
