import sched, threading, time

fired = []
t = threading.Timer(0.02, fired.append, args=("timer",))
t.start()
c = threading.Timer(10, fired.append, ["never"])
c.start()
c.cancel()
t.join(); c.join()
print(fired, t.interval, c.finished.is_set())
s = sched.scheduler(time.monotonic, time.sleep)
out = []
s.enter(0.03, 1, out.append, ("third",))
s.enter(0.01, 2, out.append, ("second",))
s.enter(0.01, 1, out.append, ("first",))
e = s.enter(0.02, 1, out.append, ("cancelled",))
s.cancel(e)
print(len(s.queue), s.empty())
s.run()
print(out, s.empty())
now = [0]
fake = sched.scheduler(lambda: now[0], lambda d: now.__setitem__(0, now[0] + d))
fake.enterabs(100, 1, print, ("at", 100))
fake.enter(50, 1, print, argument=("after",), kwargs={"end": "!\n"})
fake.run()
print(now)
