import queue, threading, time
DONE = object()
def stage(f, src, dst):
    while (item := src.get()) is not DONE:
        dst.put(f(item))
    dst.put(DONE)
a, b, c = queue.Queue(), queue.Queue(2), queue.Queue()
threads = [threading.Thread(target=stage, args=(lambda x: x + 1, a, b), name="inc"), threading.Thread(target=stage, args=(lambda x: x * 10, b, c), name="mul")]
for t in threads: t.start()
for i in range(6): a.put(i)
a.put(DONE)
out = []
while (x := c.get()) is not DONE: out.append(x)
for t in threads: t.join()
print(out, a.empty(), b.empty())
results, lock = {}, threading.Lock()
def fetch(name, delay):
    time.sleep(delay)
    with lock: results[name] = delay
ts = [threading.Thread(target=fetch, args=(n, d)) for n, d in (("slow", 0.03), ("fast", 0.01), ("mid", 0.02))]
start = time.perf_counter()
for t in ts: t.start()
for t in ts: t.join()
print(list(results), time.perf_counter() - start < 0.06 * 5)
local = threading.local(); local.x = "main"
def use(): 
    try: print(local.x)
    except AttributeError as e: print(type(e).__name__, e)
    local.x = "thread"
t = threading.Thread(target=use); t.start(); t.join(); print(local.x, local.__dict__)
stop = threading.Event(); ticks = []
def ticker():
    while not stop.wait(0.01): ticks.append(1)
t = threading.Thread(target=ticker); t.start(); time.sleep(0.055); stop.set(); t.join(); print(3 <= len(ticks) <= 6, stop.is_set())
