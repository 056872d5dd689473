# forkserver: children come from a server process, not from the caller; the caller's memory is not copied.
import multiprocessing as mp
import os

value = "at import"


def look(q):
    q.put((value, os.getppid(), mp.current_process().name))


if __name__ == "__main__":
    value = "changed"
    ctx = mp.get_context("forkserver")
    q = ctx.SimpleQueue()
    parents = set()
    for _ in range(2):
        p = ctx.Process(target=look, args=(q,))
        p.start()
        seen, parent, name = q.get()
        print(seen, name)
        parents.add(parent)
        p.join()
        print(p.exitcode)
    print(len(parents), os.getpid() in parents)
