"""`sched`: a scheduler of calls at given times, run by the thread that calls `run`."""

import heapq
import threading
import time

__all__ = ["scheduler"]


class Event:
    """One call to come: ordered by time, then priority, then the order of entry."""

    def __init__(self, time, priority, sequence, action, argument, kwargs):
        self.time = time
        self.priority = priority
        self.sequence = sequence
        self.action = action
        self.argument = argument
        self.kwargs = kwargs

    def __lt__(self, other):
        mine = (self.time, self.priority, self.sequence)
        return mine < (other.time, other.priority, other.sequence)

    def __repr__(self):
        return (
            f"Event(time={self.time!r}, priority={self.priority!r}, sequence={self.sequence!r}, "
            f"action={self.action!r}, argument={self.argument!r}, kwargs={self.kwargs!r})"
        )


class scheduler:
    """Keeps events in a heap and runs those that are due."""

    def __init__(self, timefunc=time.monotonic, delayfunc=time.sleep):
        self.timefunc = timefunc
        self.delayfunc = delayfunc
        self._queue = []
        self._lock = threading.RLock()
        self._n_entered = 0

    def enterabs(self, time, priority, action, argument=(), kwargs=None):
        """Have `action(*argument, **kwargs)` called at `time`; the event, for `cancel`."""
        with self._lock:
            event = Event(time, priority, self._n_entered, action, argument, {} if kwargs is None else kwargs)
            self._n_entered += 1
            heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=None):
        """The same, `delay` from now."""
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        """Remove an event; ValueError if it is not there."""
        with self._lock:
            self._queue.remove(event)
            heapq.heapify(self._queue)

    def empty(self):
        """Whether there is nothing to come."""
        with self._lock:
            return not self._queue

    @property
    def queue(self):
        """The events to come, in order."""
        with self._lock:
            return sorted(self._queue)

    def run(self, blocking=True):
        """Run events until there is none. Without `blocking`: those that are due, then the time to the next one."""
        while True:
            with self._lock:
                if not self._queue:
                    return None
                event = self._queue[0]
                wait = event.time - self.timefunc()
                if wait <= 0:
                    heapq.heappop(self._queue)
            if wait > 0:
                if not blocking:
                    return wait
                self.delayfunc(wait)
            else:
                event.action(*event.argument, **event.kwargs)
                self.delayfunc(0)  # let other threads run
