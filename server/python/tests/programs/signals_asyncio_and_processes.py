import asyncio, signal, os, threading, time, multiprocessing as mp

async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    def on(signame):
        print("got", signame)
        stop.set()
    for s in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(s, on, s.name)
    threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()
    await stop.wait()
    print("stopped", loop.remove_signal_handler(signal.SIGTERM), loop.remove_signal_handler(signal.SIGUSR1))

asyncio.run(main())

async def interrupted():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("cancelled")
        raise
threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    asyncio.run(interrupted())
except KeyboardInterrupt:
    print("KeyboardInterrupt out of run")

def child(n):
    def bye(s, f):
        print("child cleans up", flush=True)
        raise SystemExit(3)
    signal.signal(signal.SIGTERM, bye)
    while True:
        time.sleep(1)

if __name__ == "__main__":
    mp.set_start_method("fork")
    p = mp.Process(target=child, args=(1,))
    p.start()
    time.sleep(0.3)
    p.terminate()
    p.join()
    print(p.exitcode)
    p = mp.Process(target=time.sleep, args=(1,))
    p.start()
    signal.signal(signal.SIGALRM, lambda s, f: print("while joining"))
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    p.join(); print(p.exitcode)
    q = mp.Queue()
    def boom(s, f): raise TimeoutError("no answer")
    signal.signal(signal.SIGALRM, boom)
    signal.alarm(1)
    try: q.get()
    except TimeoutError as e: print("queue", e)
    signal.alarm(1)
    try:
        while True:
            sum(range(1000))
    except TimeoutError as e:
        print("loop", e)
