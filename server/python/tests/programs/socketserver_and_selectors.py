import socketserver, socket, threading, time, selectors, types
class Upper(socketserver.StreamRequestHandler):
    def setup(self): super().setup(); log.append("setup")
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())
            if line.strip() == b"bye": break
    def finish(self): log.append("finish"); super().finish()
log = []
with socketserver.ThreadingTCPServer(("localhost", 0), Upper) as srv:
    print(srv.server_address[0], srv.allow_reuse_address, srv.request_queue_size)
    threading.Thread(target=srv.serve_forever, daemon=True).start()
    with socket.create_connection(srv.server_address) as s:
        f = s.makefile("rw"); f.write("hello\n"); f.flush(); print(f.readline(), end=""); s.sendall(b"bye\n"); print(s.recv(100))
        print(s.recv(10))
    time.sleep(0.05); srv.shutdown()
print(log)
class UDP(socketserver.BaseRequestHandler):
    def handle(self): data, sock = self.request; sock.sendto(data[::-1], self.client_address)
with socketserver.UDPServer(("127.0.0.1", 0), UDP) as u:
    t = threading.Thread(target=u.handle_request); t.start()
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(1); s.sendto(b"abc", u.server_address); print(s.recvfrom(10)[0]); t.join(); s.close()
# selectors server, the one of every tutorial
sel = selectors.DefaultSelector()
def accept(sock, mask):
    conn, addr = sock.accept(); print("accepted from", addr[0]); conn.setblocking(False)
    sel.register(conn, selectors.EVENT_READ, data=types.SimpleNamespace(addr=addr, inb=b"", outb=b"", fn=service))
def service(key, mask):
    d, sock = key.data, key.fileobj
    if mask & selectors.EVENT_READ:
        data = sock.recv(1024)
        if data: d.outb += data
        else: print("closing", d.addr[0]); sel.unregister(sock); sock.close(); state["closed"] += 1; return
    if d.outb:
        n = sock.send(d.outb); d.outb = d.outb[n:]
state = {"closed": 0}
ls = socket.socket(); ls.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); ls.bind(("127.0.0.1", 0)); ls.listen(); ls.setblocking(False)
sel.register(ls, selectors.EVENT_READ, data=None)
def client(n, out):
    with socket.create_connection(ls.getsockname()) as c:
        for i in range(2): c.sendall(f"m{n}{i}".encode()); out.append(c.recv(100))
outs = [[] for _ in range(2)]
ts = [threading.Thread(target=client, args=(i, outs[i])) for i in range(2)]; [t.start() for t in ts]
while state["closed"] < 2:
    for key, mask in sel.select(timeout=1):
        accept(key.fileobj, mask) if key.data is None else key.data.fn(key, mask)
[t.join() for t in ts]; print(outs); sel.close(); ls.close()
try: socket.socket().connect(("127.0.0.1", 1))
except ConnectionRefusedError as e: print(e)
s = socket.socket(); s.settimeout(0.01); s.bind(("127.0.0.1", 0)); s.listen(1)
try: s.accept()
except socket.timeout as e: print("timeout", e, type(e).__name__)
s.setblocking(False)
try: s.accept()
except BlockingIOError as e: print(e, e.errno)
try: socket.socket().bind(s.getsockname())
except OSError as e: print(e)
try: socket.gethostbyname("no.such.invalid")
except socket.gaierror as e: print(e)
a, b = socket.socketpair(); a.sendall(b"x" * 10); print(b.recv(4, socket.MSG_PEEK), b.recv_into(buf := bytearray(6)), buf, b.recv(100)); a.shutdown(socket.SHUT_WR); print(b.recv(1))
b.close()
try: a.send(b"1")
except OSError as e: print(type(e).__name__, e)
try: b.recv(1)
except OSError as e: print(e)
print(socket.inet_aton("127.0.0.1"), socket.htons(80), socket.AF_INET, socket.SOCK_STREAM, repr(socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM)))
try: socketserver.TCPServer(("127.0.0.1", s.getsockname()[1]), Upper)
except OSError as e: print(e)
