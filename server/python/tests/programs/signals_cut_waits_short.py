import signal, time, os, threading, queue, sys

class Timeout(Exception): pass

def on_alarm(signum, frame):
    print("alarm", signal.Signals(signum).name, frame.f_code.co_name)
    raise Timeout("too slow")

def slow():
    time.sleep(5)

old = signal.signal(signal.SIGALRM, on_alarm)
print(old)
signal.alarm(1)
t0 = time.monotonic()
try:
    slow()
except Timeout as e:
    print("timeout", e, round(time.monotonic() - t0, 1))

# handler that does not raise: the sleep is resumed
signal.signal(signal.SIGALRM, lambda s, f: print("tick", round(time.monotonic() - t0, 1)))
t0 = time.monotonic()
print(signal.setitimer(signal.ITIMER_REAL, 0.2, 0.3))
time.sleep(1)
print("slept", round(time.monotonic() - t0, 1))
left = signal.setitimer(signal.ITIMER_REAL, 0)
print(round(left[0], 1), left[1])
print(signal.getitimer(signal.ITIMER_REAL))

# waits
def raiser(s, f):
    raise Timeout("wait")
signal.signal(signal.SIGALRM, raiser)
lock = threading.Lock(); lock.acquire()
ev = threading.Event()
q = queue.Queue()
worker = threading.Thread(target=lambda: time.sleep(2))
worker.start()
for name, wait in [("lock", lock.acquire), ("lock timeout", lambda: lock.acquire(timeout=9)), ("event", ev.wait), ("queue", q.get), ("join", worker.join),
                   ("queue timeout", lambda: q.get(timeout=7)), ("cond", lambda: threading.Condition().__enter__() and None)]:
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    t0 = time.monotonic()
    try:
        print(name, wait())
    except Timeout as e:
        print(name, "timeout", round(time.monotonic() - t0, 1))
signal.setitimer(signal.ITIMER_REAL, 0)
worker.join()
lock.release()
signal.signal(signal.SIGALRM, lambda s, f: print("in the middle"))
lock.acquire()
threading.Timer(0.5, lock.release).start()
signal.setitimer(signal.ITIMER_REAL, 0.2)
print(lock.acquire(), lock.locked())
signal.setitimer(signal.ITIMER_REAL, 0.2)
t0 = time.monotonic()
print(ev.wait(0.6), round(time.monotonic() - t0, 1))

# pause
signal.setitimer(signal.ITIMER_REAL, 0.1)
print(signal.pause())

# from another thread, handler in the main thread
def usr1(s, f):
    print("usr1 in", threading.current_thread().name)
signal.signal(signal.SIGUSR1, usr1)
t = threading.Thread(target=lambda: (time.sleep(0.1), os.kill(os.getpid(), signal.SIGUSR1)))
t.start()
time.sleep(0.5)
t.join()
signal.raise_signal(signal.SIGUSR1)
# mask
print(signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1}))
os.kill(os.getpid(), signal.SIGUSR1)
print(signal.sigpending())
print(signal.sigwait({signal.SIGUSR1}))
os.kill(os.getpid(), signal.SIGUSR1)
print("unblocking")
print(signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1}))
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler, signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGPIPE))
try:
    os.kill(os.getpid(), signal.SIGINT)
except KeyboardInterrupt:
    print("KeyboardInterrupt")
try:
    threading.Timer(0.2, lambda: signal.raise_signal(signal.SIGINT)).start()
    time.sleep(5)
except KeyboardInterrupt:
    print("KeyboardInterrupt while sleeping")
def in_thread():
    try:
        signal.signal(signal.SIGTERM, usr1)
    except ValueError as e:
        print(e)
t = threading.Thread(target=in_thread); t.start(); t.join()
for bad in [(99, usr1), (signal.SIGKILL, usr1), (signal.SIGUSR1, "x")]:
    try:
        signal.signal(*bad)
    except Exception as e:
        print(type(e).__name__, e)
print(signal.strsignal(15), signal.SIGTERM, repr(signal.SIGTERM), signal.alarm(3), signal.alarm(0))
def graceful(signum, frame):
    print("shutting down on", signal.Signals(signum).name)
    sys.exit(7)
signal.signal(signal.SIGTERM, graceful)
signal.raise_signal(signal.SIGTERM)
