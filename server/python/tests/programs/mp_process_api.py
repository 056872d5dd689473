# Process objects: names, reprs, exit codes, errors.
import multiprocessing as mp
import os
import sys
import time


def leave(code):
    sys.exit(code)


def nap():
    time.sleep(60)


def fail():
    sys.stderr = None
    raise ValueError


def grandchild(q):
    p = mp.Process(target=q.put, args=("from a grandchild",))
    p.start()
    p.join()
    q.put((p.name, mp.current_process().name))


def shown(p):
    text = repr(p)
    if p.pid:
        text = text.replace(f"pid={p.pid}", "pid=N")
    return text.replace(f"parent={os.getpid()}", "parent=N")


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")


if __name__ == "__main__":
    mp.set_start_method("fork")
    p = mp.Process(target=leave, args=(3,), name="leaver")
    print(shown(p), p.daemon, p.exitcode)
    attempt(p.join)
    attempt(lambda: p.sentinel)
    p.start()
    attempt(p.start)
    p.join()
    print(shown(p), p.exitcode, p.is_alive())
    p.close()
    attempt(p.is_alive)
    for code in (0, None, 5, True, "a message"):
        if code == "a message":
            continue
        q = mp.Process(target=leave, args=(code,))
        q.start()
        q.join()
        print(q.name, q.exitcode)
    sleeper = mp.Process(target=nap, daemon=True)
    sleeper.start()
    print(shown(sleeper), [c.name for c in mp.active_children()])
    attempt(sleeper.close)
    sleeper.join(0.05)
    print(sleeper.exitcode)
    sleeper.terminate()
    sleeper.join()
    print(shown(sleeper), sleeper.exitcode)
    killed = mp.Process(target=nap)
    killed.start()
    killed.kill()
    killed.join()
    print(shown(killed), mp.active_children())
    bad = mp.Process(target=fail)
    bad.start()
    bad.join()
    print(bad.exitcode)
    q = mp.SimpleQueue()
    g = mp.Process(target=grandchild, args=(q,))
    g.start()
    print(q.get(), q.get())
    g.join()
    print(mp.current_process().name, mp.parent_process(), shown(mp.current_process()))
    attempt(mp.set_start_method, "spawn")
    print(mp.get_start_method())
    attempt(mp.get_context, "vfork")
    attempt(setattr, p, "daemon", True)


class Subclass(mp.Process):
    def __init__(self, n):
        super().__init__()
        self.n = n

    def run(self):
        sys.exit(self.n)


if __name__ == "__main__":
    s = Subclass(9)
    print(s.name)
    s.start()
    s.join()
    print(s.exitcode)
