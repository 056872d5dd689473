# What sockets refuse, and how: errors, timeouts, connections that break.
import socket


def show(text, **names):
    try:
        value = eval(text, {**globals(), **names})
        print(text, "->", value)
    except Exception as e:
        print(text, "->", type(e).__name__, e, getattr(e, "errno", None))


s = socket.create_server(("127.0.0.1", 0))
port = s.getsockname()[1]
c = socket.create_connection(("127.0.0.1", port))
a, peer = s.accept()
print(peer == c.getsockname(), a.getsockname() == c.getpeername(), c.family, c.type)
u = socket.socket()
print(repr(u).replace(str(u.fileno()), "N"))
for text in ("u.accept()", "u.recv(1)", "u.send(b'a')", "u.getpeername()", "u.getsockname()", "u.bind('x')",
             "u.bind(('localhost', 99999))", "u.bind((1, 2))", "u.bind(('1.2.3.4', 0))", "u.sendall('x')",
             "u.settimeout(-1)", "u.connect(('127.0.0.1', 1))", "u.connect_ex(('127.0.0.1', 1))",
             "a.connect(s.getsockname())", "a.bind(('127.0.0.1', 0))", "a.listen(1)", "a.recv(-1)", "a.accept()",
             "s.recv(1)", "s.send(b'x')", "s.connect(('127.0.0.1', 1))", "u.shutdown(1)",
             "socket.create_connection(('127.0.0.1', 1))", "socket.socket(99)", "a.makefile('z')",
             "socket.gethostbyname('localhost')", "socket.inet_aton('1.2.3.4')", "socket.htons(80)"):
    show(text)
for bind in (lambda: u.bind(("127.0.0.1", port)), lambda: u.bind(("", port)),
             lambda: socket.create_server(("127.0.0.1", port))):
    try:
        bind()
    except OSError as e:
        print(e.errno, str(e).replace(str(port), "PORT"))

# Timeouts.
print(s.gettimeout(), s.getblocking())
s.settimeout(0.05)
show("s.accept()")
s.setblocking(False)
print(s.gettimeout(), s.getblocking())
show("s.accept()")
s.settimeout(None)
a.settimeout(0.02)
show("a.recv(10)")
a.setblocking(False)
show("a.recv(10)")
n = 0
try:
    while True:
        n += c.send(b"x" * 65536) if c.getblocking() is False else c.setblocking(False) or 0
except BlockingIOError as e:
    print(e, n > 100_000)
c.setblocking(True)
a.settimeout(None)
print(len(a.recv(10, socket.MSG_PEEK)), len(a.recv(10)))
u.close()
show("u.recv(1)")
show("u.fileno()")
show("u")
socket.setdefaulttimeout(1.5)
with socket.socket() as d:
    print(d.gettimeout(), socket.getdefaulttimeout())
socket.setdefaulttimeout(None)


def pair():
    c = socket.create_connection(("127.0.0.1", port))
    return c, s.accept()[0]


print("closed with unread data")
c.close()
a.close()
c, a = pair()
c.sendall(b"abc")
a.close()
for text in ("c.recv(1)", "c.recv(1)", "c.send(b'1')", "c.getpeername()"):
    show(text)
print("closed")
c, a = pair()
a.close()
for text in ("c.send(b'1')", "c.send(b'1')", "c.recv(1)", "c.recv(1)"):
    show(text)
print("half closed")
c, a = pair()
a.shutdown(socket.SHUT_WR)
for text in ("c.send(b'1')", "c.recv(1)", "a.recv(5)", "a.send(b'2')"):
    show(text)
print("Unix")
c, a = socket.socketpair()
print(c.family, repr(c.getsockname()))
a.close()
for text in ("c.recv(1)", "c.send(b'1')"):
    show(text)

# Datagrams.
x = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
y = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
x.bind(("127.0.0.1", 0))
print(y.sendto(b"hello", x.getsockname()))
data, address = x.recvfrom(1024)
print(data, address == ("127.0.0.1", y.getsockname()[1]))
x.sendto(b"longer answer", address)
print(y.recvfrom(6)[0])
y.settimeout(0.01)
show("y.recvfrom(1)")
show("y.send(b'x')")
y.connect(x.getsockname())
print(y.send(b"connected"), x.recv(100), y.getpeername() == x.getsockname())
x.close()
print(y.send(b"lost"))
show("y.recv(1)")
