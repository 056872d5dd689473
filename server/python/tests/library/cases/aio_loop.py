"""The loop by hand, handles, futures, misuse, reprs, error handler."""
import asyncio
import gc
import sys


def show(label, fn):
    try:
        print(label, repr(fn()))
    except BaseException as e:
        print(label, type(e).__name__, e)


loop = asyncio.new_event_loop()
print(repr(loop))
show("get_running_loop", asyncio.get_running_loop)
show("current_task", asyncio.current_task)
show("all_tasks", asyncio.all_tasks)
f = asyncio.Future(loop=loop)
print(f, f.get_loop() is loop)
show("result", f.result)
show("exception", f.exception)


def cb1(fut):
    pass


f.add_done_callback(cb1)
print(repr(f).replace(__file__, "FILE"))
f.add_done_callback(print)
print(repr(f).replace(__file__, "FILE"))
f.add_done_callback(lambda fut: None)
print(repr(f).replace(__file__, "FILE"))
print(f.remove_done_callback(print), f.remove_done_callback(print))
f.set_result([1] * 20)
print(f)
show("again", lambda: f.set_result(1))
show("again", lambda: f.set_exception(ValueError))
print(f.cancel(), f.cancelled(), f.done())
g = loop.create_future()
show("set_exception class", lambda: g.set_exception(ValueError))
print(g, g.exception())
g = loop.create_future()
show("set_exception int", lambda: g.set_exception(5))
show("set_exception StopIteration", lambda: g.set_exception(StopIteration()))
if g.done():
    print(repr(g.exception()))
g = loop.create_future()
g.cancel("why")
show("result", g.result)
show("exception", g.exception)
print(g, g.cancel())
h = loop.call_soon(print, "never", 1)
print(h)
h.cancel()
print(h, h.cancelled())
h = loop.call_later(100, cb1, 1)
print(repr(h).split("when")[0], repr(h).split(" ", 2)[2].replace(__file__, "FILE"), h.when() > 0)
h.cancel()
print(repr(h).split("when")[0], h.cancelled())
show("call_later None", lambda: loop.call_later(None, print))
show("call_at None", lambda: loop.call_at(None, print))
show("stop and run", lambda: (loop.stop(), loop.run_forever()))
show("run_until_complete(5)", lambda: loop.run_until_complete(5))


async def stops():
    loop.stop()
    await asyncio.sleep(10)


show("stopped early", lambda: loop.run_until_complete(stops()))
for t in asyncio.all_tasks(loop):
    print(t.get_name(), t.get_coro().__name__)
    t.cancel()
    show("cancelled", lambda: loop.run_until_complete(t))
order = []
loop.call_soon(order.append, 1)
loop.call_later(0, order.append, 2)
loop.call_soon(order.append, 3)
loop.call_at(loop.time() - 5, order.append, 4)
loop.call_soon_threadsafe(order.append, 5)
loop.call_later(0.01, loop.stop)
loop.run_forever()
print(order)


class Thing:
    def __repr__(self):
        return "<Thing>"

    def method(self, *args):
        raise KeyError("m")


seen = []
loop.set_exception_handler(lambda lp, ctx: seen.append((sorted(ctx), ctx["message"].replace(__file__, "FILE"))))
loop.call_soon(Thing().method, 1, "two")
loop.call_soon(loop.stop)
loop.run_forever()
print(seen)
show("bad handler", lambda: loop.set_exception_handler(5))
loop.set_exception_handler(None)


async def yields():
    class A:
        def __await__(self):
            yield "what"

    await A()


show("bad yield", lambda: loop.run_until_complete(yields()))
other = asyncio.new_event_loop()


async def foreign():
    await other.create_future()


try:
    loop.run_until_complete(foreign())
except RuntimeError as e:
    print(str(e).split(" got Future ")[1])


async def runs_other():
    show("other loop", other.run_forever)
    show("run in run", lambda: loop.run_until_complete(other.create_future()))
    show("close", loop.close)


loop.run_until_complete(runs_other())
other.close()
print(other)
show("closed call_soon", lambda: other.call_soon(print))
show("closed run", other.run_forever)
show("task on closed", lambda: other.create_task(5))
loop.set_debug(True)
print(loop.get_debug(), loop)
show("debug callback", lambda: loop.call_soon(yields))
show("debug callback", lambda: loop.call_later(1, 5))
loop.set_debug(False)
agen_log = []


async def agen():
    try:
        yield 1
        yield 2
    finally:
        await asyncio.sleep(0)
        agen_log.append("closed")


async def use_agen():
    async for x in agen():
        break
    await asyncio.sleep(0.001)
    await asyncio.sleep(0.001)
    keep.append(agen())
    await keep[0].__anext__()


keep = []
loop.run_until_complete(use_agen())
print(agen_log)
loop.run_until_complete(loop.shutdown_asyncgens())
print(agen_log)
loop.close()
show("Runner closed", lambda: (lambda r: (r.close(), r.run(None)))(asyncio.Runner()))
with asyncio.Runner() as r:
    show("Runner(5)", lambda: r.run(5))
show("Runner after", r.get_loop)
show("bad policy", lambda: asyncio.set_event_loop(5))


async def names():
    t = asyncio.current_task()
    print(t.get_name())
    t.set_name(7)
    print(t.get_name(), repr(t).replace(__file__, "FILE").split(" cb=")[0])
    show("set_result", lambda: t.set_result(1))
    show("set_exception", lambda: t.set_exception(1))
    t2 = asyncio.ensure_future(asyncio.sleep(0))
    print(asyncio.ensure_future(t2) is t2, asyncio.isfuture(t2), asyncio.isfuture(5), asyncio.iscoroutine(5), asyncio.iscoroutinefunction(names))
    show("ensure_future(5)", lambda: asyncio.ensure_future(5))
    await t2

    class Aw:
        def __await__(self):
            return (yield from asyncio.sleep(0, "awaited").__await__())

    print(await asyncio.ensure_future(Aw()), await asyncio.gather(Aw(), asyncio.sleep(0, "s")))


asyncio.run(names())


async def as_comp():
    async def w(n, fail=False):
        await asyncio.sleep(n / 100)
        if fail:
            raise ValueError(n)
        return n

    out = []
    for c in asyncio.as_completed([w(3), w(1, True), w(2)]):
        try:
            out.append(await c)
        except ValueError as e:
            out.append(("error", e.args))
    print(out)
    out = []
    for c in asyncio.as_completed([w(1), w(90)], timeout=0.2):
        try:
            out.append(await c)
        except TimeoutError as e:
            out.append(("timeout", str(e)))
    print(out)
    ts = [asyncio.create_task(w(n)) for n in (1, 2, 30)]
    ts.append(asyncio.create_task(w(1.5, True)))
    d, p = await asyncio.wait(ts, return_when=asyncio.FIRST_EXCEPTION)
    print(len(d), len(p))
    ts[2].cancel()
    d, p = await asyncio.wait(ts)
    print(len(d), len(p))
    try:
        await asyncio.wait(ts, return_when="x")
    except ValueError as e:
        print(e)
    try:
        await asyncio.wait(ts[0])
    except TypeError as e:
        print(e)
    if sys.version_info >= (3, 13):
        ts = [asyncio.create_task(w(n), name=f"t{n}") for n in (2, 1)]
        async for t in asyncio.as_completed(ts):
            print(t.get_name(), t in ts)


asyncio.run(as_comp())
