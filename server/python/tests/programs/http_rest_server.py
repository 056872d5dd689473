import http.server, threading, urllib.request, urllib.error, urllib.parse, json, socketserver, http.client, io, sys
from http import HTTPStatus
class Api(http.server.BaseHTTPRequestHandler):
    store = {}; protocol_version = "HTTP/1.1"; server_version = "Tiny/1"; sys_version = ""
    def log_message(self, fmt, *args): logs.append(fmt % args)
    def _json(self, obj, status=HTTPStatus.OK):
        body = json.dumps(obj).encode()
        self.send_response(status); self.send_header("Content-Type", "application/json"); self.send_header("Content-Length", str(len(body))); self.end_headers()
        if self.command != "HEAD": self.wfile.write(body)
    def do_GET(self):
        u = urllib.parse.urlsplit(self.path); qs = urllib.parse.parse_qs(u.query)
        if u.path == "/items": self._json({"items": self.store, "q": qs})
        elif u.path.startswith("/items/"):
            k = u.path.rsplit("/", 1)[1]
            if k in self.store: self._json(self.store[k])
            else: self.send_error(404, "No such item")
        elif u.path == "/redirect": self.send_response(302); self.send_header("Location", "/items"); self.send_header("Content-Length", "0"); self.end_headers()
        elif u.path == "/crash": raise RuntimeError("handler bug")
        elif u.path == "/hdr": self._json({k: v for k, v in self.headers.items() if k.lower().startswith("x-")})
        else: self.send_error(HTTPStatus.NOT_FOUND)
    do_HEAD = do_GET
    def do_PUT(self):
        n = int(self.headers.get("Content-Length", 0)); self.store[self.path.rsplit("/", 1)[1]] = json.loads(self.rfile.read(n)); self._json({"ok": True}, HTTPStatus.CREATED)
    def do_POST(self):
        data = self.rfile.read(int(self.headers["content-length"])); self._json({"form": urllib.parse.parse_qs(data.decode()), "type": self.headers.get_content_type()})
    def do_DELETE(self): self.store.pop(self.path.rsplit("/", 1)[1], None); self.send_response(204); self.end_headers()
logs = []
class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    def handle_error(self, request, client_address): print("handle_error", repr(sys.exc_info()[1]))
server = Server(("127.0.0.1", 0), Api); port = server.server_port
t = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}); t.start()
base = f"http://127.0.0.1:{port}"
def call(path, data=None, method=None, **h):
    req = urllib.request.Request(base + path, data=data, method=method, headers=h)
    try:
        with urllib.request.urlopen(req, timeout=5) as r: body = r.read(); return r.status, r.reason, r.headers["Content-Type"], body, r.url[len(base):]
    except urllib.error.HTTPError as e: return "HTTPError", e.code, e.reason, str(e), len(e.read()) > 0
    except urllib.error.URLError as e: return "URLError", e.reason
    except (http.client.RemoteDisconnected, ConnectionError) as e: return type(e).__name__, str(e)
print(call("/items/a", b'{"x": 1}', "PUT"))
print(call("/items/a")); print(call("/items/b")); print(call("/items?q=1&q=2&e=%20x")); print(call("/redirect"))
print(call("/form", urllib.parse.urlencode({"a": 1, "b": "x y&z"}).encode())); print(call("/items/a", method="DELETE")); print(call("/hdr", **{"X-Token": "t", "x-lower": "l"}))
print(call("/items", method="HEAD")); print(call("/items", method="PATCH")); print(call("/crash")); print(call("/nowhere"))
c = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
for p in ("/items", "/hdr"):
    c.request("GET", p, headers={"X-A": "1"}); r = c.getresponse(); print(r.status, r.reason, r.version, r.getheader("content-type"), r.read(), r.isclosed())
c.close()
import socket
s = socket.create_connection(("127.0.0.1", port)); s.sendall(b"GARBAGE\r\n\r\n"); print(s.recv(1000).split(b"\r\n")[0]); s.close()
s = socket.create_connection(("127.0.0.1", port)); s.sendall(b"GET /items HTTP/1.0\r\nHost: x\r\n\r\n"); f = s.makefile("rb"); print(f.readline(), f.read()[-20:]); s.close()
server.shutdown(); t.join(); server.server_close()
print(call("/items"))
for l in logs: print(l)
