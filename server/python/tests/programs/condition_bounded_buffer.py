import threading
from collections import deque

class Buffer:
    def __init__(self, size):
        self.items, self.size = deque(), size
        self.changed = threading.Condition()
    def put(self, x):
        with self.changed:
            self.changed.wait_for(lambda: len(self.items) < self.size)
            self.items.append(x)
            self.changed.notify_all()
    def get(self):
        with self.changed:
            while not self.items:
                self.changed.wait()
            x = self.items.popleft()
            self.changed.notify_all()
            return x

b = Buffer(2)
got = []
def consume(n):
    for _ in range(n):
        got.append(b.get())
threads = [threading.Thread(target=consume, args=(5,)) for _ in range(2)]
for t in threads:
    t.start()
for i in range(10):
    b.put(i)
for t in threads:
    t.join()
print(sorted(got), len(b.items))
c = threading.Condition()
for bad in (c.notify, c.wait):
    try:
        bad()
    except RuntimeError as e:
        print(e)
with c:
    print(c.wait(0.01), c.wait_for(lambda: 5), c.wait_for(lambda: 0, timeout=0.01))
