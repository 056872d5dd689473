import threading, time

def work(n):
    time.sleep(0.01 * n)

t = threading.Thread(target=work, args=(1,), name="alpha")
print(t, t.name, t.daemon, t.ident, t.is_alive())
t.start()
print(repr(t).split(",")[0], t.is_alive(), t.ident is not None)
t.join()
print(repr(t).split(",")[0], t.is_alive())
d = threading.Thread(target=work, args=(0,), daemon=True)
print(d.daemon, d.name, d)
print(threading.main_thread().name, threading.current_thread() is threading.main_thread())
for kind in (threading.Event(), threading.Semaphore(2), threading.BoundedSemaphore(1), threading.Barrier(3)):
    print(repr(kind).split(" at ")[0], repr(kind).split(":")[-1] if ":" in repr(kind) else "")
try:
    t.start()
except RuntimeError as e:
    print(e)
try:
    threading.Thread(target=work).join()
except RuntimeError as e:
    print(e)
print(threading.active_count(), [x.name for x in threading.enumerate()])
