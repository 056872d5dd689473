# A server with a thread for each client; clients are threads too.
import socket
import threading

lines = []
lock = threading.Lock()


def log(*words):
    with lock:
        lines.append(" ".join(map(str, words)))


def serve(conn, addr):
    with conn:
        while True:
            data = conn.recv(1024)
            if not data:
                break
            conn.sendall(data.upper())
    log("closed", addr[0])


def accept(listener, n):
    threads = []
    for _ in range(n):
        conn, addr = listener.accept()
        t = threading.Thread(target=serve, args=(conn, addr))
        t.start()
        threads.append(t)
    for t in threads:
        t.join()


def client(port, text):
    with socket.create_connection(("localhost", port)) as s:
        for word in text.split():
            s.sendall(word.encode())
            log("got", s.recv(1024))


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("", 0))
listener.listen()
port = listener.getsockname()[1]
print(listener.getsockname()[0], listener.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR))
server = threading.Thread(target=accept, args=(listener, 3))
server.start()
clients = [threading.Thread(target=client, args=(port, text)) for text in ("a b c", "hello world", "x")]
for c in clients:
    c.start()
for c in clients + [server]:
    c.join()
listener.close()
print("\n".join(sorted(lines)))

# Files of sockets.
a, b = socket.socketpair()
f, g = a.makefile("rw"), b.makefile("rwb")
f.write("first line\nsecond é\n")
f.flush()
print(g.readline(), g.readline())
g.write("über\nrest".encode())
g.flush()
b.shutdown(socket.SHUT_WR)
print(repr(f.readline()), f.read())
f.close()
a.close()
print(g.read())
g.close()
print(a, b.fileno() >= 0)
b.close()

# More than the buffers hold: the sender waits for the receiver.
a, b = socket.socketpair()
sent = []
t = threading.Thread(target=lambda: (a.sendall(b"x" * 1_000_000), sent.append(True), a.close()))
t.start()
n = 0
while data := b.recv(65536):
    n += len(data)
t.join()
print(n, sent)
