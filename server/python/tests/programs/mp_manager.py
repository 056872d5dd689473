# A manager's objects live in its process; others hold proxies.
import multiprocessing as mp
from multiprocessing.managers import BaseManager


class Counter:
    def __init__(self, start=0):
        self.n = start

    def add(self, k):
        self.n += k
        return self.n

    def value(self):
        return self.n


class MyManager(BaseManager):
    pass


MyManager.register("Counter", Counter)


def work(d, items, lock, q, counter):
    with lock:
        d["n"] = d.get("n", 0) + 1
        items.append(d["n"])
    q.put("hello")
    counter.add(5)


if __name__ == "__main__":
    with MyManager() as own, mp.Manager() as m:
        c = own.Counter(10)
        d, items, lock, q = m.dict(), m.list(), m.Lock(), m.Queue()
        ps = [mp.Process(target=work, args=(d, items, lock, q, c)) for _ in range(3)]
        for p in ps:
            p.start()
        for p in ps:
            p.join()
        print(d, sorted(items), q.qsize(), q.get(), c.value())
        print(type(d).__name__, type(items).__name__, len(items), 2 in items, items[0:2] == list(items)[0:2])
        d.update(a=1, b=2)
        print(sorted(d.keys()), d.pop("a"), "a" in d, d.copy(), sorted(d.items()))
        for key in d:
            print(key, d[key])
        try:
            d["missing"]
        except KeyError as e:
            print("KeyError", e)
        items += [9, 8]
        items.sort()
        items.reverse()
        print(items, items.index(9), items.pop(), items.count(9))
        ns = m.Namespace(x=1)
        ns.y = "two"
        print(ns.x, ns.y, ns)
        del ns.x
        try:
            ns.x
        except AttributeError as e:
            print("AttributeError", e)
        v, arr = m.Value("i", 3), m.Array("i", [1, 2, 3])
        v.value += 1
        arr[1] = 20
        print(v.value, v, arr[1], len(arr))
        e, sem, bar = m.Event(), m.Semaphore(1), m.Barrier(1)
        e.set()
        print(e.is_set(), sem.acquire(), sem.acquire(False), bar.wait())
        nested = m.list([m.dict(k=1)])
        nested[0]["k"] = 2
        print(nested[0]["k"])
        plain = m.dict(k=[1])
        plain["k"].append(2)
        print(plain["k"])
    try:
        d["n"]
    except Exception as e:
        print("gone", isinstance(e, (OSError, EOFError)))
