import queue, threading

q = queue.Queue(maxsize=2)
q.put(1)
q.put_nowait(2)
print(q.full(), q.qsize(), q.empty(), q.maxsize)
try:
    q.put(3, timeout=0.01)
except queue.Full as e:
    print("full", repr(e))
try:
    q.put_nowait(3)
except queue.Full:
    print("still full")
print(q.get(), q.get())
try:
    q.get_nowait()
except queue.Empty as e:
    print("empty", repr(e))
q.task_done(); q.task_done()
try:
    q.task_done()
except ValueError as e:
    print(e)
try:
    q.get(timeout=-1)
except ValueError as e:
    print(e)
p = queue.PriorityQueue()
for item in [(3, "c"), (1, "a"), (2, "b")]:
    p.put(item)
print([p.get() for _ in range(3)])
l = queue.LifoQueue()
for i in range(3):
    l.put(i)
print([l.get() for _ in range(3)])
s = queue.SimpleQueue()
s.put("x")
print(s.get(), s.empty(), s.qsize())
work = queue.Queue()
done = []
def worker():
    while True:
        item = work.get()
        if item is None:
            work.task_done()
            return
        done.append(item * 10)
        work.task_done()
ts = [threading.Thread(target=worker) for _ in range(3)]
for t in ts:
    t.start()
for i in range(6):
    work.put(i)
work.join()
for _ in ts:
    work.put(None)
for t in ts:
    t.join()
print(sorted(done))
