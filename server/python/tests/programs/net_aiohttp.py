# aiohttp: responses, the limit of connections, timeouts, errors. Needs `aiohttp` and a network under CPython.
import asyncio
import time

import aiohttp

U = "http://test.example"


async def show(session, url, **kwargs):
    start = time.perf_counter()
    try:
        async with session.get(url, **kwargs) as r:
            print("OK", r.status, r.reason, r.url, len(await r.read()) > 0, end="")
    except Exception as e:
        print([t.__name__ for t in type(e).__mro__[:5]], e, end="")
        cause = e.__cause__
        if cause is not None:
            print(" from", repr(cause), end="")
    print(f" [{time.perf_counter() - start + 0.03:.1f} s]")


async def several(session, n):
    async def one(i):
        async with session.get(f"{U}/delay/1?n={i}") as r:
            return (await r.json())["args"]["n"]

    start = time.perf_counter()
    print(await asyncio.gather(*[one(i) for i in range(n)]), f"in {time.perf_counter() - start:.0f} s")


async def main():
    timeout = aiohttp.ClientTimeout
    print(timeout(), timeout(total=5))
    async with aiohttp.ClientSession() as session:
        await show(session, U + "/get", params={"a": 1, "b": "x y"})
        await show(session, U + "/redirect/1")
        await show(session, "https://nowhere.invalid/x")
        await show(session, "http://localhost:1/x")
        await show(session, U + "/delay/2", timeout=timeout(total=0.5))
        await show(session, U + "/delay/2", timeout=timeout(sock_read=0.5))
        await show(session, "http://10.255.255.1/", timeout=timeout(total=1))
        await show(session, "http://10.255.255.1/", timeout=timeout(sock_connect=1))
        await show(session, U + "/redirect/40")
        for url in ("no-scheme", "ftp://x/y", U + "/status/500"):
            await show(session, url, raise_for_status=True)
        await show(session, U, params={"a": True})
        await show(session, U, headers={"a": 1})
        for check in ("raise_for_status", "json"):
            async with session.get(U + "/status/404") as r:
                try:
                    result = getattr(r, check)()
                    print(await result)
                except aiohttp.ClientResponseError as e:
                    print(type(e).__name__, e, e.status, e.message)
        async with session.post(U + "/post", json={"a": [1]}, headers={"X-One": "1"}) as r:
            sent = await r.json()
            print(sent["json"], sent["headers"]["X-One"], r.request_info.headers["content-type"], r.method)
            print(r.content_type, r.charset, r.ok, r.history, repr(r.url), r.headers["content-TYPE"], r.content_length > 0)
        async with session.put(U + "/put", data={"x": "1 2"}) as r:
            print((await r.json())["form"], str(r).splitlines()[0])
        response = await session.request("DELETE", U + "/delete")
        print(response.status, len(await response.text()) > 0)
        async with session.get(U + "/bytes/300000") as r:
            print([len(chunk) async for chunk in r.content.iter_chunked(100_000)], r.content.at_eof())
        async with session.get(U + "/robots.txt") as r:
            print([line async for line in r.content])
        async with session.get(U + "/cookies/set?a=b") as r:
            print(await r.json())
        await several(session, 3)
    print(session.closed)
    try:
        await session.get(U)
    except RuntimeError as e:
        print(repr(e))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=2)) as session:
        await several(session, 6)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit_per_host=3)) as session:
        await several(session, 6)
    async with aiohttp.ClientSession(U, headers={"X": "y"}, raise_for_status=True) as session:
        async with session.get("/headers") as r:
            print((await r.json())["headers"]["X"])
        try:
            await session.get("/status/418")
        except aiohttp.ClientResponseError as e:
            print(e)
    task = asyncio.create_task(several(aiohttp.ClientSession(), 1))
    await asyncio.sleep(0.5)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
try:
    aiohttp.ClientSession()
except RuntimeError as e:
    print(e)
