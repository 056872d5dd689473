"""The end of a process: which threads are waited for."""
import atexit
import concurrent.futures
import threading
import time

print("begin", flush=True)
pool = concurrent.futures.ThreadPoolExecutor(2)
pool.submit(lambda: (time.sleep(0.1), print("pool finished", flush=True)))
threading.Thread(target=lambda: (time.sleep(0.2), print("thread finished", flush=True))).start()
threading.Thread(target=lambda: (time.sleep(9), print("never", flush=True)), daemon=True).start()


def late():
    time.sleep(0.15)
    try:
        pool.submit(print)
    except RuntimeError as e:
        print(e, flush=True)
    threading.Thread(target=lambda: (time.sleep(0.1), print("started late", flush=True))).start()


threading.Thread(target=late).start()
atexit.register(lambda: print("atexit", threading.active_count(), flush=True))
threading._register_atexit(lambda: print("threading atexit", flush=True))
print("main end", flush=True)
raise SystemExit(0)
