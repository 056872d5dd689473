"""Threads that meet at a semaphore, an event, a condition, a barrier and queues."""
import queue
import threading
import time


def together(*functions):
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
        time.sleep(0.01)
    for thread in threads:
        thread.join()


semaphore = threading.Semaphore(1)


def hold():
    with semaphore:
        time.sleep(0.02)


together(hold, hold)
event = threading.Event()
together(event.wait, event.set)
condition = threading.Condition()


def wait():
    with condition:
        condition.wait()


def notify():
    with condition:
        condition.notify_all()


together(wait, wait, notify)
barrier = threading.Barrier(2)
together(barrier.wait, barrier.wait)
q = queue.Queue(1)
together(q.get, lambda: q.put("item"))
q.put(1)
together(lambda: q.put(2), q.get)
simple = queue.SimpleQueue()
together(simple.get, lambda: simple.put("s"))
timer = threading.Timer(0.001, print)
timer.cancel()
