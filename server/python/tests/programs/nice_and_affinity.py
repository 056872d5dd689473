"""Nice values and the cores a thread may use: its own, a child's, what is inherited, what is refused."""
import multiprocessing
import os
import threading


def burn(n):
    for _ in range(n):
        pass


def worker(core):
    os.sched_setaffinity(0, {core})
    burn(20_000)
    print("worker", core, os.sched_getaffinity(0), os.getpriority(os.PRIO_PROCESS, 0))


def main():
    fork = multiprocessing.get_context("fork")
    print(os.sched_getaffinity(0) == set(range(os.cpu_count())), os.getpriority(os.PRIO_PROCESS, 0))
    for i in range(2):
        p = fork.Process(target=worker, args=(i,))
        p.start()
        p.join()
    os.sched_setaffinity(0, [0, 0, 99])
    print(os.sched_getaffinity(0))
    p = fork.Process(target=burn, args=(3_000_000,))
    p.start()
    print(os.sched_getaffinity(p.pid), os.getpriority(os.PRIO_PROCESS, p.pid))
    os.sched_setaffinity(p.pid, {1})
    os.setpriority(os.PRIO_PROCESS, p.pid, 5)
    print(os.sched_getaffinity(p.pid), os.getpriority(os.PRIO_PROCESS, p.pid))
    p.terminate()
    p.join()

    def of_thread():
        print(os.nice(3), os.sched_getaffinity(threading.get_native_id()))
        inner = threading.Thread(target=lambda: print("inherited", os.nice(0)))
        inner.start()
        inner.join()

    t = threading.Thread(target=of_thread)
    t.start()
    t.join()
    print(os.nice(0), os.nice(100))
    for call in (
        lambda: os.sched_setaffinity(0, []),
        lambda: os.sched_setaffinity(0, [99]),
        lambda: os.sched_setaffinity(4_000_000, [0]),
        lambda: os.sched_getaffinity(4_000_000),
        lambda: os.nice(-1),
        lambda: os.setpriority(os.PRIO_PROCESS, 0, -1),
        lambda: os.sched_setaffinity(0, ["a"]),
        lambda: os.sched_setaffinity(0, [-1]),
        lambda: os.sched_setaffinity(0, 1),
    ):
        try:
            call()
        except Exception as e:
            print(type(e).__name__, e)


if __name__ == "__main__":
    main()
