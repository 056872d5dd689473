import sys, threading

def fail():
    raise ValueError("in a thread")

seen = []
def hook(args):
    seen.append((args.exc_type.__name__, str(args.exc_value), args.thread.name))
threading.excepthook = hook
t = threading.Thread(target=fail, name="bad")
t.start()
t.join()
print(seen)
threading.excepthook = threading.__excepthook__

class Future:
    def __init__(self, f):
        self.f, self.error, self.value = f, None, None
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
    def run(self):
        try:
            self.value = self.f()
        except Exception as e:
            self.error = e
    def result(self):
        self.thread.join()
        if self.error:
            raise self.error
        return self.value

print(Future(lambda: 6 * 7).result())
try:
    Future(fail).result()
except ValueError as e:
    print("caught", e, e.__traceback__ is not None)
