"""sched."""
import sched
import time

s = sched.scheduler(time.monotonic, time.sleep)
out = []
s.enter(0.02, 1, out.append, ("b",))
s.enter(0.01, 1, out.append, argument=("a",))
c = s.enter(0.015, 1, out.append, ("cancelled",))
at = time.monotonic() + 0.03
s.enterabs(at, 2, out.append, ("low",))
s.enterabs(at, 1, out.append, ("high",))
s.enterabs(at, 2, lambda a, k=None: out.append((a, k)), ("kw",), {"k": 3})
print(len(s.queue), s.empty(), [e.priority for e in s.queue], s.queue[0].argument)
s.cancel(c)
try:
    s.cancel(c)
except ValueError:
    print("not there")
print(s.run(blocking=False) > 0, out)
s.run()
print(out, s.empty(), s.run())
clock = [0]
v = sched.scheduler(lambda: clock[0], lambda d: clock.__setitem__(0, clock[0] + d))
e = v.enter(5, 1, print, ("five", "seconds"))
print(e.time, e.priority, e.action is print, e.kwargs)
v.run()
print(clock)
