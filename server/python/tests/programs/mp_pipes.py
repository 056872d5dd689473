# Pipes: both directions, ends, errors, waiting for several.
import multiprocessing as mp
from array import array
from multiprocessing.connection import Client, Listener, wait


def echo(conn, other):
    other.close()  # fork has copied both ends
    with conn:
        while True:
            try:
                conn.send(("echo", conn.recv()))
            except EOFError:
                break


def tell(conn, text):
    conn.send(text)
    conn.close()


def serve(ready):
    with Listener(("localhost", 6000), authkey=b"secret") as listener:
        ready.set()
        with listener.accept() as conn:
            conn.send([2.25, None, "junk", float])
            conn.send_bytes(b"hello")
            conn.send_bytes(array("i", [42, 1729]))
            print("server got", conn.recv(), flush=True)


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    mp.set_start_method("fork")
    here, there = mp.Pipe()
    p = mp.Process(target=echo, args=(there, here))
    p.start()
    there.close()
    for obj in (1, "two", [3], {"four": (4,)}, b"five" * 3):
        here.send(obj)
        print(here.poll(5), here.recv())
    print(here.poll(0.01), here.closed, here.readable, here.writable)
    here.close()
    p.join()
    attempt(here.send, 1)
    r, w = mp.Pipe(duplex=False)
    print(r.readable, r.writable, w.readable, w.writable)
    attempt(r.send, 1)
    attempt(w.recv)
    w.send_bytes(b"abcdef", 2, 3)
    print(r.recv_bytes())
    w.send_bytes(b"12345")
    buf = bytearray(8)
    print(r.recv_bytes_into(buf, 1), buf)
    w.send_bytes(b"0123456789")
    try:
        r.recv_bytes_into(bytearray(4))
    except mp.BufferTooShort as e:
        print("too short", e.args[0])
    w.close()
    attempt(r.recv)
    r2, w2 = mp.Pipe(duplex=False)
    r2.close()
    attempt(w2.send, 1)
    readers, ps = [], []
    for i in range(3):
        r, w = mp.Pipe(duplex=False)
        readers.append(r)
        p = mp.Process(target=tell, args=(w, f"message {i}"))
        p.start()
        ps.append(p)
        w.close()
    got = []
    while readers:
        for r in wait(readers):
            try:
                got.append(r.recv())
            except EOFError:
                readers.remove(r)
    print(sorted(got))
    for p in ps:
        p.join()
    print(wait([ps[0].sentinel], 1) == [ps[0].sentinel], wait([], 0))
    ready = mp.Event()
    p = mp.Process(target=serve, args=(ready,))
    p.start()
    ready.wait()
    with Client(("localhost", 6000), authkey=b"secret") as conn:
        print(conn.recv())
        print(conn.recv_bytes())
        arr = array("i", [0, 0, 0, 0, 0])
        print(conn.recv_bytes_into(arr), arr)
        conn.send("bye")
    p.join()
    attempt(Client, ("localhost", 6001))
