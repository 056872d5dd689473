import asyncio, time, re, random
from urllib.parse import urljoin, urlparse
from collections import Counter, defaultdict
SITE = {
    "http://ex.com/": '<a href="/a">A</a> <a href="b.html">B</a> <a href="http://other.org/">O</a>',
    "http://ex.com/a": '<a href="/a/1#frag">1</a><a href="/">home</a>',
    "http://ex.com/b.html": '<a href="c.html">C</a><a href="/missing">x</a>',
    "http://ex.com/a/1": "leaf", "http://ex.com/c.html": "leaf2",
}
class FetchError(Exception):
    def __init__(self, url, status):
        super().__init__(url, status)
        self.url, self.status = url, status
    def __str__(self): return f"{self.status} for {self.url}"
class Crawler:
    def __init__(self, root, workers=3, max_tries=2):
        self.root, self.max_tries = root, max_tries
        self.q: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
        self.seen = {root}
        self.stats = Counter()
        self.graph = defaultdict(set)
        self.sem = asyncio.Semaphore(workers)
        self.workers = workers
    async def fetch(self, url):
        async with self.sem:
            await asyncio.sleep(0.01)
            try:
                return SITE[url]
            except KeyError:
                raise FetchError(url, 404) from None
    async def process(self, url, depth):
        for attempt in range(1, self.max_tries + 1):
            try:
                html = await self.fetch(url)
                break
            except FetchError as e:
                self.stats[f"err{e.status}"] += 1
                err = e
        else:
            print("giving up", err, repr(err))
            return
        self.stats["ok"] += 1
        for href in re.findall(r'href="([^"]+)"', html):
            link = urljoin(url, href)
            link = urlparse(link)._replace(fragment="").geturl()
            self.graph[url].add(link)
            if urlparse(link).netloc != urlparse(self.root).netloc:
                self.stats["external"] += 1
                continue
            if link not in self.seen:
                self.seen.add(link)
                self.q.put_nowait((link, depth + 1))
    async def worker(self, i):
        while True:
            url, depth = await self.q.get()
            try:
                await self.process(url, depth)
            finally:
                self.q.task_done()
    async def run(self):
        self.q.put_nowait((self.root, 0))
        tasks = [asyncio.create_task(self.worker(i), name=f"w{i}") for i in range(self.workers)]
        await self.q.join()
        for t in tasks: t.cancel()
        r = await asyncio.gather(*tasks, return_exceptions=True)
        print(r, [t.cancelled() for t in tasks])
async def main():
    c = Crawler("http://ex.com/")
    await c.run()
    for k in sorted(c.seen): print(k)
    print(dict(sorted(c.stats.items())), c.q)
    for k, v in c.graph.items(): print(f"{k:<25}-> {', '.join(sorted(v))}")
    print(urlparse("http://u:p@ex.com:80/p;x?q=1&q=2#f"))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except TimeoutError as e:
        print("timeout", repr(e))
    try:
        await asyncio.wait_for(asyncio.sleep(1), 0.01)
    except asyncio.TimeoutError as e:
        print("timeout", repr(e), e.__cause__.__class__)
    async def val(x, d):
        await asyncio.sleep(d); return x
    for f in asyncio.as_completed([val(3, .03), val(1, .01), val(2, .02)]):
        print(await f, end=" ")
    print()
    done, pending = await asyncio.wait([asyncio.create_task(val(i, i / 50), name=f"t{i}") for i in range(4)], timeout=0.03)
    print(sorted(t.result() for t in done), sorted(t.get_name() for t in pending))
    print(sorted(map(repr, pending))[0].split(" at ")[0])
    for p in pending: p.cancel("stop it")
    for p in sorted(pending, key=lambda t: t.get_name()):
        try: await p
        except asyncio.CancelledError as e: print("cancelled", e.args)
    inner = asyncio.ensure_future(val("shielded", 0.02))
    try:
        await asyncio.wait_for(asyncio.shield(inner), 0.01)
    except asyncio.TimeoutError: print("outer timed out", inner.done())
    print(await inner)
asyncio.run(main())
