"""The ends of pipes as files: of a child, of a thread, without a buffer; what is refused."""
import _thread
import multiprocessing
import os
import sys
import threading
import time


def child(w):
    with os.fdopen(w, "w") as f:
        for i in range(3):
            print("line", i, file=f, flush=True)
            time.sleep(.01)

def main():
    r, w = os.pipe()
    p = multiprocessing.get_context("fork").Process(target=child, args=(w,))
    p.start()
    os.close(w)
    with os.fdopen(r) as f:
        print(f.readable(), f.writable(), f.seekable(), f.mode, f.encoding, f.name == r, f.fileno() == r)
        for line in f:
            print("got", line.rstrip())
    p.join()
    try: os.read(r, 1)
    except OSError as e: print(e)
    r, w = os.pipe()
    raw = os.fdopen(w, "wb", 0)
    print(type(raw), raw.mode, raw.closefd, repr(raw).replace(str(w), "N"))
    raw.write(b"a\nbc\nd")
    raw.close()
    print(raw)
    f = os.fdopen(r, "rb")
    print(f.readline(), f.peek(), f.read(1), f.read(), f.read(), repr(f).replace(str(r), "N"))
    f.close()
    r, w = os.pipe()
    out = open(w, "w", closefd=False)
    out.write("abc")
    del out
    print(os.read(r, 10))
    os.close(w)
    print(open(r, "rb").read())
    for bad in (lambda: open(99), lambda: os.fdopen(99), lambda: open(-1), lambda: os.fdopen("a"),
                lambda: os.fdopen(None), lambda: threading.Lock(1), lambda: threading.Lock(x=1)):
        try: print(bad())
        except Exception as e: print(type(e).__name__, e)
    r, w = os.pipe()
    os.close(r)
    f = os.fdopen(w, "w")
    f.write("x")
    try: f.flush()
    except BrokenPipeError as e: print(e)
    try: f.close()
    except BrokenPipeError as e: print(e)
    o = os.fdopen(1, "w", closefd=False)
    print("to one", file=o)
    o.flush()
    print(sys.stdin.read() == "", os.read(0, 1), open(0).read() == "")
    def writer():
        for i in range(3):
            os.write(w, b"%d\n" % i); time.sleep(.01)
        os.close(w)
    r, w = os.pipe()
    _thread.start_new_thread(writer, ())
    print(list(os.fdopen(r)))

if __name__ == "__main__":
    main()
