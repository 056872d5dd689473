import threading, time
class Account:
    def __init__(self, name, balance): self.name, self.balance, self.lock = name, balance, threading.Lock()
def transfer(a, b, amount):
    first, second = sorted((a, b), key=lambda acc: acc.name)
    with first.lock, second.lock:
        if a.balance < amount: raise ValueError("insufficient")
        a.balance -= amount; time.sleep(0.001); b.balance += amount
x, y = Account("x", 100), Account("y", 100)
ts = [threading.Thread(target=transfer, args=args) for args in [(x, y, 10), (y, x, 30), (x, y, 5), (y, x, 1)]]
for t in ts: t.start()
for t in ts: t.join()
print(x.balance, y.balance, x.balance + y.balance)
try: transfer(x, y, 1000)
except ValueError as e: print(e, x.lock.locked(), y.lock.locked())
def try_both(a, b):
    for _ in range(50):
        with a:
            if b.acquire(timeout=0.001):
                try: return True
                finally: b.release()
        time.sleep(0.001)
    return False
l1, l2, res = threading.Lock(), threading.Lock(), []
ts = [threading.Thread(target=lambda p=p: res.append(try_both(*p))) for p in ((l1, l2), (l2, l1))]
for t in ts: t.start()
for t in ts: t.join()
print(res)
class Philosopher(threading.Thread):
    def __init__(self, i, forks): super().__init__(); self.i, self.forks, self.meals = i, forks, 0
    def run(self):
        a, b = sorted((self.i, (self.i + 1) % len(self.forks)))
        for _ in range(3):
            with self.forks[a], self.forks[b]: self.meals += 1; time.sleep(0.001)
forks = [threading.Lock() for _ in range(5)]; ps = [Philosopher(i, forks) for i in range(5)]
for p in ps: p.start()
for p in ps: p.join()
print([p.meals for p in ps])
