# An echo server in a loop around a selector, with every kind of selector, and the functions of `select`.
import select
import selectors
import socket
import threading


def serve(kind, listener, n_clients, out):
    with kind() as selector:
        listener.setblocking(False)
        selector.register(listener, selectors.EVENT_READ, "listener")
        served = 0
        while served < n_clients:
            for key, mask in selector.select():
                if key.data == "listener":
                    conn, _ = listener.accept()
                    conn.setblocking(False)
                    selector.register(conn, selectors.EVENT_READ, bytearray())
                    out.append("accepted")
                elif mask & selectors.EVENT_READ:
                    data = key.fileobj.recv(4)
                    if data:
                        key.data.extend(data)
                        selector.modify(key.fileobj, selectors.EVENT_READ | selectors.EVENT_WRITE, key.data)
                    else:
                        key.fileobj.sendall(key.data)
                        selector.unregister(key.fileobj)
                        key.fileobj.close()
                        served += 1
                        out.append("closed")
                        continue
                if mask & selectors.EVENT_WRITE and key.data:
                    n = key.fileobj.send(key.data)
                    del key.data[:n]
                    selector.modify(key.fileobj, selectors.EVENT_READ, key.data)
        print(len(selector.get_map()), selector.get_key(listener).data)


def client(address, text, got):
    with socket.create_connection(address) as s:
        s.sendall(text)
        s.shutdown(socket.SHUT_WR)
        answer = b""
        while len(answer) < len(text):
            answer += s.recv(3)
        got.append(answer)


for kind in (selectors.DefaultSelector, selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        out, got = [], []
        server = threading.Thread(target=serve, args=(kind, listener, 2, out))
        server.start()
        clients = [threading.Thread(target=client, args=(listener.getsockname(), text, got))
                   for text in (b"ab", b"cd")]
        for t in clients:
            t.start()
        for t in clients + [server]:
            t.join()
        print(kind.__name__, sorted(got), sorted(out))

a, b = socket.socketpair()
print(select.select([a, b], [], [], 0.01))
b.send(b"x")
r, w, x = select.select([a, b], [a], [], 1)
print(r == [a], w == [a], x)
print(select.select([], [], [], 0))
for call in (lambda: select.select(["x"], [], []), lambda: select.select([], [], [], -1), lambda: select.select([-1], [], [])):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
p = select.poll()
p.register(a, select.POLLIN)
p.register(b.fileno(), select.POLLIN)
print(p.poll(10) == [(a.fileno(), select.POLLIN)])
p.modify(a, select.POLLOUT)
print(p.poll() == [(a.fileno(), select.POLLOUT)])
p.unregister(a)
print(p.poll(5))
e = select.epoll()
e.register(a, select.EPOLLIN)
print(e.poll(0.01) == [(a.fileno(), select.EPOLLIN)])
try:
    e.register(a)
except FileExistsError as error:
    print(error)
e.close()
s = selectors.DefaultSelector()
print(s.register(a, selectors.EVENT_READ, data=7)[2:])
for call in (lambda: s.register(a, 1), lambda: s.register(b, 0), lambda: s.unregister(b), lambda: s.get_key(b),
             lambda: s.register("x", 1)):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, "registered" in str(error), "Invalid" in str(error))
print([(key.data, events) for key, events in s.select(0)])
a.recv(1)
print(s.select(0.01), s.select(-1))
s.close()
print(s.get_map())
