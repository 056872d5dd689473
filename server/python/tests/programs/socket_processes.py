# Sockets between processes: a pair that a fork inherits, a listener that a child connects to, sockets as arguments.
import multiprocessing
import os
import socket


def child(sock, other, n):
    other.close()  # inherited: the end would never come
    with sock:
        while data := sock.recv(100):
            sock.sendall(data * n)


def connect(address, name):
    with socket.create_connection(address) as s:
        s.sendall(name.encode())
        print(name, "got", s.recv(100), flush=True)


def serve(listener, n):
    for _ in range(n):
        conn, _ = listener.accept()
        with conn:
            conn.sendall(conn.recv(100).upper())
    listener.close()


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    a, b = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        a.close()
        b.sendall(b"from the child, " + b.recv(100))
        b.close()
        os._exit(0)
    b.close()
    a.sendall(b"from the parent")
    print(a.recv(100))
    print(a.recv(100))
    print(os.waitpid(pid, 0)[1])
    a.close()

    a, b = socket.socketpair()
    p = multiprocessing.Process(target=child, args=(b, a, 2))
    p.start()
    b.close()
    for word in (b"ab", b"c"):
        a.sendall(word)
        print(a.recv(100))
    a.close()
    p.join()
    print(p.exitcode)

    listener = socket.create_server(("127.0.0.1", 0))
    p = multiprocessing.Process(target=connect, args=(listener.getsockname(), "child"))
    p.start()
    conn, _ = listener.accept()
    conn.sendall(conn.recv(100) + b"!")
    print(conn.recv(100))
    conn.close()
    p.join()

    server = multiprocessing.Process(target=serve, args=(listener, 2))
    server.start()
    address = listener.getsockname()
    listener.close()
    connect(address, "one")
    connect(address, "two")
    server.join()
    try:
        socket.create_connection(address)
    except ConnectionRefusedError as e:
        print(e)
