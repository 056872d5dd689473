"""Custom thread pool with a progress reporter."""
from __future__ import annotations
import threading
import time
import queue
import sys
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

@dataclass(order=True)
class Job:
    priority: int
    func: Callable[..., Any] = field(compare=False)
    args: tuple = field(default=(), compare=False)
    kwargs: dict = field(default_factory=dict, compare=False, repr=False)

class Progress:
    def __init__(self, total: int, width: int = 20, out=sys.stdout):
        self.total = total
        self.width = width
        self.done = 0
        self.out = out
        self._lock = threading.Lock()
    def tick(self):
        with self._lock:
            self.done += 1
            filled = int(self.width * self.done / self.total)
            bar = "#" * filled + "-" * (self.width - filled)
            self.out.write(f"\r[{bar}] {self.done / self.total:>6.1%} ({self.done}/{self.total})")
            if self.done == self.total:
                self.out.write("\n")
            self.out.flush()

class Worker(threading.Thread):
    _ids = iter(range(1, 100))
    def __init__(self, tasks: "queue.PriorityQueue[Job]", results: list, progress: Progress):
        super().__init__(name=f"worker-{next(self._ids)}", daemon=True)
        self.tasks, self.results, self.progress = tasks, results, progress
        self.start()
    def run(self):
        while True:
            job = self.tasks.get()
            try:
                if job.func is None:
                    break
                try:
                    value = job.func(*job.args, **job.kwargs)
                except Exception as exc:
                    self.results.append((job.args, type(exc).__name__, str(exc)))
                else:
                    self.results.append((job.args, "ok", value))
                self.progress.tick()
            finally:
                self.tasks.task_done()

class ThreadPool:
    def __init__(self, n: int, total: int):
        self.tasks: queue.PriorityQueue = queue.PriorityQueue(maxsize=0)
        self.results: list = []
        self.progress = Progress(total)
        self.workers = [Worker(self.tasks, self.results, self.progress) for _ in range(n)]
    def submit(self, priority, func, *args, **kwargs):
        self.tasks.put(Job(priority, func, args, kwargs))
    def __enter__(self):
        return self
    def __exit__(self, exc_type, exc, tb):
        self.tasks.join()
        for _ in self.workers:
            self.tasks.put(Job(99, None))
        for w in self.workers:
            w.join(timeout=1)
        return False

def work(n, *, scale=1):
    time.sleep(0.01 * n)
    if n == 4:
        raise ValueError(f"bad number {n!r}")
    return n * n * scale

with ThreadPool(3, 6) as pool:
    for i in range(6):
        pool.submit(i, work, i, scale=10)
for row in sorted(pool.results):
    print("{0!s:<8} {1:^12} {2!r:>20}".format(*row))
print([w.name for w in pool.workers], [w.is_alive() for w in pool.workers])

print(Job(1, None) < Job(2, None), Job(1, None) == Job(1, print))

try:
    pool.workers[0].start()
except RuntimeError as e:
    print("RuntimeError:", e)
try:
    pool.tasks.task_done()
except ValueError as e:
    print("ValueError:", e)
