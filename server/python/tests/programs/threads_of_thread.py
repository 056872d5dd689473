"""Threads without `threading`: arguments, exceptions, exits, locks, the end of the program."""
import _thread, time, threading
def f(a, b=2):
    print("f", a, b, threading.current_thread().daemon, threading.active_count())
    if b == 3: raise ValueError("b")
    if b == 4: _thread.exit()
    if b == 5: raise SystemExit("quiet")
i = _thread.start_new_thread(f, (1,))
time.sleep(.1)
print(isinstance(i, int))
for b in 3, 4, 5:
    _thread.start_new_thread(f, (1,), {"b": b})
    time.sleep(.1)
for bad in (lambda: _thread.start_new_thread(1, ()), lambda: _thread.start_new_thread(f, [1]), lambda: _thread.start_new_thread(f, (), []), lambda: _thread.start_new_thread(f), lambda: _thread.start_new(f, ()) and time.sleep(.1),
   lambda: _thread.start_new_thread(f, (), {}, 1), lambda: _thread.start_new_thread(function=f, args=())):
    try: bad()
    except BaseException as e: print(type(e).__name__, e)
lock = _thread.allocate_lock()
print(lock.locked(), _thread.LockType is type(lock), _thread._count() >= 1)
print(_thread.TIMEOUT_MAX, _thread.error, _thread.RLock, _thread.stack_size())
def w():
    lock.acquire(); 
    print("got")
    lock.release()
lock.acquire()
_thread.start_new_thread(w, ())
time.sleep(.1)
lock.release()
time.sleep(.1)
try:
    _thread.interrupt_main(); time.sleep(.1)
except KeyboardInterrupt: print("interrupted")
class C:
    def __call__(self): 1/0
    def __repr__(self): return "C!"
_thread.start_new_thread(C(), ())
time.sleep(.1)
_thread.start_new_thread(time.sleep, (100,))
print("end")
