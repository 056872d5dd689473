# spawn: a new interpreter imports the program as __mp_main__, so what stands at its top runs again.
import multiprocessing as mp

counter = 0


def show(q):
    global counter
    counter += 1
    q.put((__name__, counter, show.__module__, mp.current_process().name))


class Job:
    def __init__(self, n):
        self.n = n

    def __call__(self, q):
        q.put((type(self).__name__, self.n, isinstance(self, Job)))


if __name__ == "__main__":
    counter = 100
    ctx = mp.get_context("spawn")
    q = ctx.Queue()
    for target in (show, Job(7)):
        p = ctx.Process(target=target, args=(q,))
        p.start()
        print(q.get())
        p.join()
        print(p.exitcode, counter)
    for bad in (lambda: None, (x for x in ())):
        try:
            ctx.Process(target=print, args=(bad,)).start()
        except Exception as e:
            print(type(e).__name__)
    r, w = ctx.Pipe(duplex=False)
    p = ctx.Process(target=w.send, args=("through an inherited pipe",))
    p.start()
    w.close()
    print(r.recv())
    p.join()
    try:
        print(r.recv())
    except EOFError:
        print("nobody can write any more")
