from concurrent.futures import ThreadPoolExecutor
import time, threading

def slow(n):
    time.sleep((5 - n) / 200)
    return n

with ThreadPoolExecutor(5) as ex:
    print(list(ex.map(slow, range(5))))
    print(list(ex.map(pow, [2, 3, 4], [5, 2, 3])))
    it = ex.map(slow, range(3))
    print(next(it), list(it))
seen = []
def init(tag):
    seen.append((tag, threading.current_thread().name))
with ThreadPoolExecutor(1, "named", initializer=init, initargs=("go",)) as ex:
    print(ex.submit(lambda: threading.current_thread().name).result(), ex._max_workers)
print(seen)
for bad in (0, -1):
    try:
        ThreadPoolExecutor(bad)
    except ValueError as e:
        print(e)
