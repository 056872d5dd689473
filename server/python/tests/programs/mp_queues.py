# Queues between processes: order, limits, the feeder thread, errors.
import multiprocessing as mp
import queue
import time


def produce(q, n):
    for i in range(n):
        q.put(i)
    q.put(None)


def work(tasks, done):
    while True:
        n = tasks.get()
        if n is None:
            tasks.task_done()
            break
        done.put(n * n)
        tasks.task_done()


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    q = mp.Queue()
    p = mp.Process(target=produce, args=(q, 5))
    p.start()
    print(list(iter(q.get, None)))
    p.join()
    print(q.empty(), q.qsize(), q.full())
    small = mp.Queue(2)
    small.put(1)
    small.put(2)
    print(small.full(), small.qsize())
    try:
        small.put(3, timeout=0.01)
    except queue.Full:
        print("full")
    try:
        small.put_nowait(3)
    except queue.Full:
        print("still full")
    print(small.get(), small.get(timeout=1))
    try:
        small.get(timeout=0.01)
    except queue.Empty:
        print("empty")
    try:
        small.get_nowait()
    except queue.Empty:
        print("still empty")
    small.close()
    small.join_thread()
    try:
        small.put(1)
    except ValueError as e:
        print(str(e).startswith("Queue <multiprocessing.queues.Queue object at"), str(e).endswith("is closed"))
    changing = mp.Queue()
    item = [1]
    changing.put(item)
    time.sleep(0.1)
    item.append(2)
    print(changing.get())
    tasks, done = mp.JoinableQueue(), mp.Queue()
    workers = [mp.Process(target=work, args=(tasks, done)) for _ in range(2)]
    for w in workers:
        w.start()
    for n in range(6):
        tasks.put(n)
    tasks.join()
    print(sorted(done.get() for _ in range(6)))
    for w in workers:
        tasks.put(None)
    for w in workers:
        w.join()
    attempt(tasks.task_done)
    simple = mp.SimpleQueue()
    print(simple.empty())
    simple.put({"a": 1})
    print(simple.empty(), simple.get())
    try:
        simple.put(q)
    except RuntimeError as e:
        print(e)
    lots = mp.Queue()
    p = mp.Process(target=lots.put, args=("x" * 300_000,))
    p.start()
    print(len(lots.get()))
    p.join()
