# What fork copies: memory as it is, lambdas and open pipes too; what the child changes stays there.
import multiprocessing as mp
import os
import threading

state = {"n": 1, "items": [1, 2]}
lock = threading.Lock()


def child(conn):
    state["n"] += 10
    state["items"].append("child")
    conn.send((state, os.getpid() != os.getppid(), lock.locked(), threading.active_count(), __name__))
    conn.close()


if __name__ == "__main__":
    ctx = mp.get_context("fork")
    here, there = ctx.Pipe()
    with lock:
        p = ctx.Process(target=child, args=(there,))
        p.start()
    print(here.recv())
    p.join()
    print(state, lock.locked(), p.exitcode)
    seen = ctx.SimpleQueue()
    p = ctx.Process(target=lambda: seen.put("a lambda runs in the child"))
    p.start()
    print(seen.get())
    p.join()
    big = list(range(50_000))
    p = ctx.Process(target=lambda: seen.put(sum(big)))
    big_before = len(big)
    p.start()
    big.clear()
    print(seen.get(), big_before, len(big))
    p.join()
    nested = ctx.Process(target=lambda: seen.put((mp.current_process().name, mp.parent_process().name)))
    nested.start()
    print(*seen.get())
    nested.join()
