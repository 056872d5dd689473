# httpx: both clients, timeouts, limits, errors. Needs `httpx` and a network under CPython.
import asyncio
import time

import httpx

U = "http://test.example"


def show(f):
    start = time.perf_counter()
    try:
        print("OK", repr(f()), end="")
    except Exception as e:
        print([t.__name__ for t in type(e).__mro__[:5]], e, end="")
    print(f" [{time.perf_counter() - start + 0.03:.1f} s]")


show(lambda: httpx.get(U + "/get"))
show(lambda: httpx.get("https://nowhere.invalid/"))
show(lambda: httpx.get("http://127.0.0.1:1/x"))
show(lambda: httpx.get(U + "/delay/9"))
show(lambda: httpx.get(U + "/delay/2", timeout=0.5))
show(lambda: httpx.get(U + "/delay/9", timeout=None))
show(lambda: httpx.get("http://10.255.255.1/", timeout=httpx.Timeout(5, connect=1)))
show(lambda: httpx.get(U + "/redirect/40", follow_redirects=True))
for url in ("no-scheme", "ftp://x/y", "http://"):
    show(lambda: httpx.get(url))
for path in ("/status/404", "/status/503", "/redirect/1", "/get"):
    show(lambda: httpx.get(U + path).raise_for_status())
show(lambda: httpx.get(U + "/html").json())
print(httpx.Timeout(5), httpx.Timeout(10, connect=2), httpx.Limits(max_connections=3), httpx.codes.NOT_FOUND == 404)

r = httpx.get(U + "/redirect/1", params={"a": [1, 2], "b": True}, cookies={"k": "v"}, follow_redirects=True)
print(r.status_code, r.reason_phrase, r.url, r.history, r.is_success, r.is_error, r.http_version, r.request, r.encoding)
print(r.headers["CONTENT-type"], r.json()["headers"]["Cookie"], r.elapsed.total_seconds() > 0, r.num_bytes_downloaded > 0)
print(httpx.get(U + "/get", params={"a": [1, 2], "b": True}).json()["args"])
for kwargs in ({"json": {"a": 1}}, {"data": {"a": 1}}, {"content": b"abc"}, {}):
    r = httpx.post(U + "/post", **kwargs)
    print(r.request.content, r.request.headers.get("content-type"), r.json()["json"], r.json()["form"], r.json()["data"])

with httpx.Client(base_url=U, headers={"X": "y"}, auth=("u", "p")) as client:
    print(client.get("/basic-auth/u/p").json(), client.get("/headers").json()["headers"]["X"], client.headers)
    print(client.get("/cookies/set?a=b", follow_redirects=True).json(), client.cookies["a"])
    with client.stream("GET", "/bytes/50000") as r:
        try:
            r.content
        except httpx.ResponseNotRead as e:
            print(e)
        print(sum(len(chunk) for chunk in r.iter_bytes()), r.is_closed)
try:
    client.get("/")
except RuntimeError as e:
    print(e)


async def main():
    async def one(client, i):
        r = await client.get("/delay/1", params={"n": i})
        return r.json()["args"]["n"]

    for limits in (httpx.Limits(), httpx.Limits(max_connections=2)):
        async with httpx.AsyncClient(base_url=U, limits=limits) as client:
            start = time.perf_counter()
            print(await asyncio.gather(*[one(client, i) for i in range(4)]), f"in {time.perf_counter() - start:.0f} s")
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=1), timeout=httpx.Timeout(5, pool=0.5)) as client:
        results = await asyncio.gather(*[client.get(U + "/delay/1") for _ in range(3)], return_exceptions=True)
        print(results)
        for url, kwargs in ((U + "/delay/1", {"timeout": 0.5}), ("http://localhost:1/", {}), ("http://x.invalid/", {})):
            try:
                await client.get(url, **kwargs)
            except httpx.HTTPError as e:
                print(repr(e), e.request)
        async with client.stream("GET", U + "/stream/3") as r:
            print([len(line) > 0 async for line in r.aiter_lines()], r)


asyncio.run(main())
