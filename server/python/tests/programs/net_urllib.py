# urllib.request, http.client, urllib.parse and http. Needs a network under CPython.
import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from http import HTTPStatus

U = "http://test.example"


def show(f):
    start = time.perf_counter()
    try:
        print("OK", type(f()).__name__, end="")
    except Exception as e:
        print([t.__name__ for t in type(e).__mro__[:4]], e, repr(e), end="")
    print(f" [{time.perf_counter() - start + 0.03:.1f} s]")


for url in ("/get", "/redirect/2", "/status/404", "/status/503", "/delay/2", "/post"):
    show(lambda: urllib.request.urlopen(U + url, timeout=1))
for url in ("https://nowhere.invalid/", "http://127.0.0.1:1/x", "http://10.255.255.1/", "no-scheme", "http://"):
    show(lambda: urllib.request.urlopen(url, timeout=1))

with urllib.request.urlopen(U + "/robots.txt") as r:
    print(r.status, r.reason, r.getcode(), r.url, r.headers["content-type"], r.getheader("Content-Length"), r.msg)
    print(r.read(4), r.readline(), r.read(), r.read(), r.closed)
print(r.closed)
request = urllib.request.Request(U + "/post", data=b"a=1&b=2", headers={"X-One": "1"}, method="POST")
print(request.get_method(), request.full_url, request.host, request.selector, request.headers)
with urllib.request.urlopen(request) as r:
    print(b'"b": "2"' in (body := r.read()), b'"X-One": "1"' in body)
try:
    urllib.request.urlopen(U + "/status/418")
except urllib.error.HTTPError as e:
    print(e.code, e.reason, e.headers["Content-Length"], e.read())

connection = http.client.HTTPSConnection("test.example", timeout=5)
connection.request("GET", "/ip", headers={"Accept": "*/*"})
response = connection.getresponse()
print(response.status, response.reason, response.version, response.getheader("content-type"), response.read())
try:
    connection.getresponse()
except http.client.ResponseNotReady as e:
    print(repr(e))
connection.close()

for url in ("http://user:pw@Host.COM:8080/a/b;p?q=1#f", "//x/y", "mailto:x@y", "http://[::1]:80/x", ""):
    p = urllib.parse.urlparse(url)
    print(p, p.hostname, p.port, p.username, p.geturl())
for r in ("g", "./g/", "/g", "//g", "?y", "#s", "", "..", "../../g", "../../../g", "http:g"):
    print(r, urllib.parse.urljoin("http://a/b/c/d;p?q", r), end="; ")
print()
quote, unquote = urllib.parse.quote, urllib.parse.unquote
print(quote("a b/ü+&"), urllib.parse.quote_plus("a b/ü+&"), quote("a/b", safe=""), unquote("a%20b%C3%BC%zz%"))
print(urllib.parse.urlencode({"a": 1, "b": "x y", "c": [1, 2]}), urllib.parse.urlencode([("a", [1, 2])], doseq=True))
print(urllib.parse.parse_qs("a=1&a=2&b=&c=x+y"), urllib.parse.parse_qsl("a=1&b=", keep_blank_values=True))
print(repr(HTTPStatus.NOT_FOUND), HTTPStatus(404).phrase, HTTPStatus.OK.is_success, HTTPStatus.OK == 200)
