# Handlers run in the main thread, with the frame that they interrupt; one that raises ends a loop.
import os
import signal
import sys
import threading


def report(number, frame):
    print(signal.Signals(number).name, frame.f_code.co_name, threading.current_thread().name, signal.strsignal(number))


def stop(number, frame):
    global stopped
    stopped = True


def main():
    signal.signal(signal.SIGUSR1, report)
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    print(signal.getsignal(signal.SIGUSR1) is report, repr(signal.getsignal(signal.SIGTERM)), repr(signal.SIGWINCH))
    print(signal.signal(signal.SIGINT, stop) is signal.default_int_handler)
    threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGINT)).start()
    n = 0
    while not stopped:
        n += 1
    print("stopped", n > 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        os.kill(os.getpid(), signal.SIGINT)
        while True:
            pass
    except KeyboardInterrupt:
        print("interrupted")
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(3))
    try:
        signal.raise_signal(signal.SIGTERM)
    except SystemExit as end:
        print("exit", end.code)


stopped = False
main()
