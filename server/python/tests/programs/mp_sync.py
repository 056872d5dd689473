# Locks and their friends between processes.
import multiprocessing as mp
import threading
import time


def add(counter, lock, n):
    for _ in range(n):
        with lock:
            counter.value += 1


def meet(barrier, q, i):
    n = barrier.wait()
    q.put(("in", i))
    if n == 0:
        q.put("one of them is number 0")


def hold(lock, held, go):
    lock.acquire()
    held.set()
    go.wait()
    lock.release()


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    mp.set_start_method("fork")
    counter, lock = mp.Value("i", 0, lock=False), mp.Lock()
    ps = [mp.Process(target=add, args=(counter, lock, 50)) for _ in range(3)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print(counter.value)
    print(lock)
    with lock:
        print(lock, lock.acquire(block=False), lock.acquire(timeout=0.01))
    attempt(lock.release)
    held, go = mp.Event(), mp.Event()
    p = mp.Process(target=hold, args=(lock, held, go))
    p.start()
    held.wait()
    print(lock, lock.acquire(False))
    go.set()
    p.join()
    print(lock)
    rlock = mp.RLock()
    print(rlock)
    with rlock, rlock:
        print(rlock)
    attempt(rlock.release)
    sem = mp.Semaphore(2)
    sem.release()
    print(sem, sem.get_value())
    bounded = mp.BoundedSemaphore(1)
    print(bounded)
    attempt(bounded.release)
    cond = mp.Condition()
    attempt(cond.notify)
    attempt(cond.wait)
    with cond:
        print(cond.wait(0.01), cond.wait_for(lambda: False, 0.01), cond.wait_for(lambda: "yes"))
    event = mp.Event()
    print(event.is_set(), event.wait(0.01))
    event.set()
    print(event.is_set(), event.wait())
    barrier, q = mp.Barrier(3), mp.SimpleQueue()
    ps = [mp.Process(target=meet, args=(barrier, q, i)) for i in range(3)]
    for p in ps:
        p.start()
    print(sorted(str(q.get()) for _ in range(4)))
    for p in ps:
        p.join()
    print(barrier.parties, barrier.n_waiting, barrier.broken)
    lonely = mp.Barrier(2)
    try:
        lonely.wait(0.01)
    except threading.BrokenBarrierError:
        print("broken", lonely.broken)
    try:
        mp.SimpleQueue().put(lock)
    except RuntimeError as e:
        print(e)
