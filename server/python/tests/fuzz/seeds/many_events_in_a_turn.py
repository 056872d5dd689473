import threading, queue, asyncio, time, random, collections, itertools, functools, contextlib, dataclasses
import heapq, gc, sys, weakref, copy, enum
from concurrent.futures import ThreadPoolExecutor, as_completed, wait

total = 0
items = [3, 1, 2]
table = {'a': 1, 'b': [2]}
lock, other = threading.Lock(), threading.Lock()
rlock = threading.RLock()
ready = threading.Event()
room = threading.Semaphore(2)
cond = threading.Condition()
jobs = queue.Queue(maxsize=3)
local = threading.local()
pair = threading.Barrier(2)

class Oops(Exception):
    pass

class Account:
    n = 0
    def __init__(self, balance=0):
        self.balance = balance
        self.me = [self]
    def __enter__(self):
        return self
    def __exit__(self, *why):
        return self.balance % 3 == 0
    def __del__(self):
        Account.n += 1
    def __eq__(self, other):
        return isinstance(other, Account) and self.balance == other.balance
    def __hash__(self):
        return hash(self.balance)
    def __add__(self, other):
        return Account(self.balance + getattr(other, 'balance', 1))
    def __iter__(self):
        yield self.balance
        yield from range(2)
    async def __aenter__(self):
        await asyncio.sleep(0)
        return self
    async def __aexit__(self, *why):
        await asyncio.sleep(0.001)
    def __await__(self):
        return (yield from asyncio.sleep(0, self).__await__())

@dataclasses.dataclass(order=True)
class Point:
    x: int = 0
    tags: list = dataclasses.field(default_factory=list)

acc = Account(5)
def f0(n=1, *, y=()):
    global total
    x = y = n
    n = 3
    while n > 0:
        n = n - 1 if isinstance(n, int) else 0
        with contextlib.suppress(Exception):
            for n in reversed(items[:3]):
                if total == 2: raise SystemExit(3)
                try:
                    with cond:
                        pass
                    pass
                except* Oops as e:
                    def inner(*a):
                        return time.monotonic()
                    y = inner(x, y)
                    total += 1
                    items[0] *= (Point(1) if () else None)
                    pass
                pass
            else:
                def inner(a, b=y):
                    nonlocal x
                    x = [x, a]
                    return ((n or ()) and {table: time.monotonic()})
                y = inner(x, y)
                x += (acc == table.get('a'))
                pass
            pass
        items.append(x)
        pass
    try:
        total = [{2: total} for i in range(3) if {total: Account(2)}]
        pass
    except* Oops as e:
        match (Point(1))[Account(2)]:
            case Account(balance=x) | Point(x=x):
                total += 1
                total += 1
                print(((10**20 if y else None) / [x, ()]))
                pass
            case _:
                total += 1
                n = 3
                while n > 0:
                    n = n - 1 if isinstance(n, int) else 0
                    if x: break
                    pass
                for n in sorted(table, key=str):
                    g = (i * 2 for i in items)
                    del g
                    pass
                else:
                    try:
                        pass
                    finally:
                        pass
                    try:
                        pass
                    except:
                        pass
                    else:
                        pass
                    pass
                pass
        y = total
        pass
    pass
    return []
@functools.wraps(len)
def f1(n=1):
    global total
    x = y = n
    for n in zip(items[:3], 'ab'):
        with rlock:
            print(((y, *total) - [acc.balance, items]))
            pass
        match (total, *b'b'):
            case [first, *_]:
                n = 3
                while n > 0:
                    n = n - 1 if isinstance(n, int) else 0
                    g = (i * 2 for i in items)
                    x = g.send(None)
                    if y: break
                    pass
                pass
            case _:
                total = (n % (-1 * {}))
                pass
        pass
    match total:
        case str() | None:
            items.sort(key=str, reverse=True)
            x = jobs.get(timeout=0.01)
            pass
        case _:
            for n in (i for i in items[:3]):
                g = (i * 2 for i in items)
                g.throw(Oops())
                items[0] = [(total @ b'b') for i in range(3) if (x | True)]
                pass
            x = list(f1(n) or ())
            pass
    n = 3
    while n > 0:
        n = n - 1 if isinstance(n, int) else 0
        items[0] = f'{acc!r:>5} {acc}'
        pass
    if sum((x)[Point(1)]):
        n = 3
        while n > 0:
            n = n - 1 if isinstance(n, int) else 0
            def inner(a=x):
                nonlocal x
                x = [x, a]
                return '%s %r' % (0, b'b')
            y = inner(x, y)
            x, *y = f'{x!r:>5} {total}'
            pass
        if f'{items!r:>5} {x}':
            try:
                with room:
                    print(time.monotonic())
                    total += 1
                    pass
                pass
            finally:
                for x in 'text':
                    if x: break
                    with acc, rlock:
                        pass
                    pass
                pass
            g = (i * 2 for i in items)
            g.close()
            try:
                try:
                    def inner(a=x):
                        nonlocal x
                        x = [x, a]
                        return (-1 << (lambda a, *b: 1.5)(0))
                    y = inner(x, y)
                    try:
                        pass
                    finally:
                        pass
                    pass
                except* Oops as e:
                    pass
                pass
            except* Oops as e:
                pass
            pass
        else:
            pass
        pass
    else:
        pass
    pass
    return [n for i in range(3) if 10**20]
@functools.cache
def f2(n=1, *rest):
    global total
    x = y = n
    pass
    yield (() if table.get('a') else None)
    return (table if acc.balance else None)
async def f3(n=1):
    global total
    x = y = n
    pass
    yield (lambda a, *b: total)(10**20)
async def f4(n=1, *rest):
    global total
    x = y = n
    pass
x = y = n = 1
threads = [threading.Thread(target=f, args=(i,)) for i in range(3) for f in (f0, f0)]
for t in threads: t.start()
for t in threads: t.join(0.05)
pass
print(total, items, sorted(table))
