import threading, time

lock = threading.Lock()
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01))
lock.release()
print(lock.locked())
for bad in (lambda: lock.acquire(False, 1), lambda: lock.acquire(timeout=-2), lock.release):
    try:
        bad()
    except (ValueError, RuntimeError) as e:
        print(type(e).__name__, e)
r = threading.RLock()
with r:
    with r:
        print("twice")
def other():
    print("other gets it:", r.acquire(blocking=False))
    try:
        r.release()
        r.release()
    except RuntimeError as e:
        print(e)
t = threading.Thread(target=other)
t.start()
t.join()
s = threading.BoundedSemaphore(1)
s.acquire()
s.release()
try:
    s.release()
except ValueError as e:
    print(e)
