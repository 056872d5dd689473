"""Errors that end threads, named and not; the main thread ends well."""
import threading


def work(n):
    if n == 1:
        raise SystemExit(5)
    return 10 // n


for name, n in (("divider", 0), ("leaver", 1), (None, "2")):
    t = threading.Thread(target=work, args=(n,), name=name)
    t.start()
    t.join()
print("main is done")
