# What the main module still holds when the program ends is finalised then: after `atexit`, with the globals intact.
import atexit
import threading

closed = []


class Connection:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        closed.append(self.name)
        print("closed", self.name, len(closed))


class Pool:
    """Holds its connections, and they hold it: only the collector lets them go."""

    def __init__(self, n):
        self.connections = [Connection(f"pool-{i}") for i in range(n)]
        for connection in self.connections:
            connection.pool = self


def use(connection):
    print("used", connection.name)


atexit.register(print, "atexit")
first = Connection("first")
use(first)
temporary = Connection("temporary")
del temporary
thread = threading.Thread(target=use, args=(first,))
thread.start()
thread.join()
second = [Connection("second")]
print("end of the main module")
