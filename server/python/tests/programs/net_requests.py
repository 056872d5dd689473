# requests: responses, sessions, errors and their chains. Needs `requests` and a network under CPython.
import time

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

U = "http://test.example"


def show(f):
    start = time.perf_counter()
    try:
        print("OK", repr(f()), end="")
    except Exception as e:
        print([t.__name__ for t in type(e).__mro__[:4]], e, end="")
        while e := e.__cause__ or e.__context__:
            print("\n   ", f"{type(e).__module__}.{type(e).__name__}", str(e)[:90], end="")
    print(f" [{time.perf_counter() - start + 0.03:.1f} s]")


show(lambda: requests.get(U + "/get"))
show(lambda: requests.get("https://nowhere.invalid/x?y=1"))
show(lambda: requests.get("http://127.0.0.1:1/x"))
show(lambda: requests.get(U + "/delay/2"))
show(lambda: requests.get(U + "/delay/2", timeout=0.5))
show(lambda: requests.get(U + "/delay/2", timeout=(5, 1)))
show(lambda: requests.get(U + "/redirect/40"))
for url in ("no-scheme", "ftp://x/y", "http://", "", "http://[bad", "http://localhost:99999/"):
    show(lambda: requests.get(url))
show(lambda: requests.get(U + "/status/404").raise_for_status())
show(lambda: requests.get(U + "/status/503").raise_for_status())
show(lambda: requests.get(U + "/html").json())
show(lambda: requests.get(U, timeout="x"))
show(lambda: requests.get(U, headers={"a": 1}))
show(lambda: requests.get(U, foo=1))

r = requests.get(U + "/redirect/2", params={"a": [1, 2], "b": "x y"}, cookies={"k": "v"})
print(r.status_code, r.ok, bool(r), r.reason, r.url, r.history, r.encoding, r.is_redirect, r.cookies)
print(r.headers["CONTENT-type"], "content-length" in r.headers, r.headers.get("x"), r.elapsed < r.elapsed * 2)
print(r.json()["headers"]["Cookie"], len(r.content) == len(r.text) == int(r.headers["Content-Length"]))
print(requests.get(U + "/get", params={"a": [1, 2], "b": "x y"}).json()["args"])

for kwargs in ({"json": {"a": 1}}, {"data": {"a": 1, "b": [1, 2]}}, {"data": "abc"}, {}):
    r = requests.post(U + "/post", **kwargs)
    print(r.request.body, r.request.headers.get("Content-Type"), r.request.headers["Content-Length"], end=" ")
    print(r.json()["json"], r.json()["form"], r.json()["data"])
for method in ("put", "patch", "delete"):
    r = requests.request(method, U + f"/{method}", data={"x": 1})
    print(r, r.request, r.json()["form"])
print(requests.head(U + "/redirect/1"), requests.options(U).headers["Allow"])
print(requests.get(U + "/basic-auth/u/p", auth=("u", "p")).json(), requests.get(U + "/basic-auth/u/p"))

with requests.Session() as s:
    s.headers["X-One"] = "1"
    s.params = {"q": "s"}
    print(s.get(U + "/cookies/set?flavour=mint").json(), s.cookies, s.cookies["flavour"])
    print(s.get(U + "/get").json()["args"], s.get(U + "/headers", headers={"X-One": None}).json()["headers"].get("X-One"))
    s.mount("http://", HTTPAdapter(max_retries=Retry(total=2, backoff_factor=1, status_forcelist=[503])))
    show(lambda: s.get(U + "/status/503"))
    show(lambda: s.get("http://127.0.0.1:1/"))
    print(s.headers)

start = time.perf_counter()
r = requests.get(U + "/bytes/1000000", stream=True)
print(f"headers after {time.perf_counter() - start:.2f} s", end=", ")
print(len(list(r.iter_content(100_000))), f"chunks after {time.perf_counter() - start:.2f} s")
try:
    r.content
except RuntimeError as e:
    print(e)
print([len(c) for c in requests.get(U + "/bytes/7").iter_content(3)], requests.get(U + "/stream/2").text.count("\n"))
print(list(requests.get(U + "/robots.txt").iter_lines()), requests.codes.ok, requests.codes.not_found)
print(requests.get("https://jsonplaceholder.example/todos/1").json())
print(requests.Request("GET", U, params={"a": 1}).prepare().url, requests.Request("GET", U))
