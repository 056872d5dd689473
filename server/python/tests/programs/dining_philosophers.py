import threading, time, random, sys, logging
logging.basicConfig(level=logging.DEBUG, format="%(levelname)-8s %(threadName)-12s %(message)s", stream=sys.stdout)
log = logging.getLogger("dining")
class Fork:
    def __init__(self, n):
        self.n = n
        self.lock = threading.Lock()
    def __repr__(self):
        return f"<Fork {self.n}{' taken' if self.lock.locked() else ''}>"
class Philosopher(threading.Thread):
    running = True
    meals: dict[str, int] = {}
    mutex = threading.Lock()
    def __init__(self, name, left, right):
        threading.Thread.__init__(self, name=name)
        self.left, self.right = sorted((left, right), key=lambda f: f.n)
    def run(self):
        for _ in range(3):
            self.think()
            self.eat()
    def think(self):
        time.sleep(0.001)
    def eat(self):
        with self.left.lock, self.right.lock:
            time.sleep(0.002)
            with self.mutex:
                self.meals[self.name] = self.meals.setdefault(self.name, 0) + 1
names = ["Aristotle", "Kant", "Buddha", "Marx", "Russell"]
forks = [Fork(i) for i in range(5)]
ps = [Philosopher(n, forks[i], forks[(i + 1) % 5]) for i, n in enumerate(names)]
for p in ps: p.start()
for p in ps: p.join()
print(sorted(Philosopher.meals.items()))
print(forks)
# A deadlock that a timeout breaks
a, b = threading.Lock(), threading.Lock()
barrier = threading.Barrier(2)
def grab(first, second, timeout):
    with first:
        barrier.wait()
        if second.acquire(timeout=timeout):
            log.info("got both")
            second.release()
        else:
            log.warning("gave up after %.2fs", timeout)
t1 = threading.Thread(target=grab, args=(a, b, 0.05), name="T1")
t2 = threading.Thread(target=grab, args=(b, a, 0.5), name="T2")
t1.start(); t2.start(); t1.join(); t2.join()
log.debug("forks: %s", forks[0])
log.error("broken %d%%", 50)
try:
    {}["x"]
except KeyError:
    log.exception("lookup failed")
log.critical("bye %(who)s", {"who": "all"})
log.log(25, "level 25")
log.info("bad %d", "x") if False else None
child = log.getChild("child.leaf")
child.setLevel("ERROR")
print(child, log, logging.getLogger(), child.isEnabledFor(logging.WARNING), child.getEffectiveLevel())
logging.warning("root %s", [1, 2])
