# A web server and its clients in one program.
import http.client
import json
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/missing":
            self.send_error(404)
            return
        if self.path == "/none":
            self.send_response(204)
            self.end_headers()
            return
        body = json.dumps({"path": self.path, "agent": self.headers["X-Name"]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        n = int(self.headers["Content-Length"])
        data = self.rfile.read(n)
        self.send_response(201, "Made")
        self.send_header("X-Length", n)
        self.end_headers()
        self.wfile.write(data[::-1])

    def log_message(self, format, *args):
        print("log:", format % args)


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
thread = threading.Thread(target=server.serve_forever)
thread.start()
url = f"http://127.0.0.1:{server.server_port}"
with urllib.request.urlopen(url + "/a?b=c") as response:
    print(response.status, response.headers["Content-Type"], json.load(response))
request = urllib.request.Request(url + "/n", headers={"X-Name": "me"})
print(urllib.request.urlopen(request, timeout=5).read())
response = urllib.request.urlopen(url + "/post", data=b"hello")
print(response.status, response.reason, response.headers["X-Length"], response.read())
try:
    urllib.request.urlopen(url + "/missing")
except urllib.error.HTTPError as e:
    print(e.code, e.reason, len(e.read()) > 100)
connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
connection.request("GET", "/none")
response = connection.getresponse()
print(response.status, response.reason, response.read())
connection.close()
connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
connection.request("PATCH", "/")
response = connection.getresponse()
print(response.status, response.reason)
connection.close()
server.shutdown()
thread.join()
server.server_close()
try:
    urllib.request.urlopen(url)
except urllib.error.URLError as e:
    print(e.reason)


class Old(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"until the end")

    def log_request(self, code="-", size="-"):
        pass


with HTTPServer(("localhost", 0), Old) as server:
    client = threading.Thread(target=lambda: print(urllib.request.urlopen(f"http://localhost:{server.server_port}").read()))
    client.start()
    server.handle_request()
    client.join()
