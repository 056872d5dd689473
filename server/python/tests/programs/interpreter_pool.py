# version: 3.14
# Several interpreters in one process: a pool of them, errors that come back, queues, what they share and what not.
from concurrent import interpreters
from concurrent.futures import InterpreterPoolExecutor
import os

base = 0


def prepare(x):
    global base
    base = x


def total(n):
    return sum(range(n))


def where(i):
    return base + i, os.getpid()


def fail(x):
    raise ValueError(f"bad {x}")


class Point:
    def __init__(self, x):
        self.x = x

    def __repr__(self):
        return f"Point({self.x})"


def main():
    with InterpreterPoolExecutor(max_workers=2, initializer=prepare, initargs=(100,)) as pool:
        print(list(pool.map(total, [10, 20, 30, 40])))
        value, pid = pool.submit(where, 1).result()
        print(value, pid == os.getpid(), base)
        failed = pool.submit(fail, 3)
        try:
            failed.result()
        except ValueError as error:
            print(repr(error), type(error.__cause__).__name__, str(error.__cause__).splitlines()[0])
        print(pool.submit(Point, 3).result())
    try:
        pool.submit(total, 1)
    except RuntimeError as error:
        print(error)
    one = interpreters.create()
    print(one, interpreters.get_current(), interpreters.get_main() is interpreters.get_current())
    queue = interpreters.create_queue()
    one.prepare_main(q=queue, n=7)
    one.exec("q.put([n, {'a': n * 2}])")
    print(queue.get(), queue.empty())
    try:
        one.exec("1 / 0")
    except interpreters.ExecutionFailed as error:
        print(str(error).splitlines()[0])
    print(one.call(len, [1, 2]))
    thread = one.call_in_thread(total, 5)
    print(thread.name)
    thread.join()
    one.close()
    try:
        one.exec("pass")
    except interpreters.InterpreterNotFoundError as error:
        print(str(error).startswith("unrecognized interpreter ID"))
    print([interpreters.is_shareable(x) for x in (1, "a", b"b", None, (1,), [1], {}, queue)])


if __name__ == "__main__":
    main()
