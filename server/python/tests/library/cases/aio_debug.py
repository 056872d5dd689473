"""What the loop logs, and eager tasks."""
import asyncio
import gc
import sys
import time

sys.stderr = sys.stdout


async def boom():
    raise ValueError("bad")


async def never():
    t = asyncio.create_task(boom(), name="n")
    await asyncio.sleep(0)
    del t
    gc.collect()
    f = asyncio.get_running_loop().create_future()
    f.set_exception(KeyError("k"))
    f = None
    gc.collect()
    asyncio.get_running_loop().call_exception_handler({"message": "custom", "zeta": 5, "alpha": [1]})
    asyncio.get_running_loop().call_exception_handler({"other": 1})
    asyncio.get_running_loop().set_exception_handler(lambda loop, ctx: 1 / 0)
    asyncio.get_running_loop().call_exception_handler({"message": "x"})


asyncio.run(never())
if sys.version_info >= (3, 12):

    async def eager():
        log = []
        loop = asyncio.get_running_loop()
        loop.set_task_factory(asyncio.eager_task_factory)

        async def now(n):
            log.append((n, asyncio.current_task().get_name()))
            return n

        async def fails():
            raise ValueError("eager")

        async def later(n):
            log.append(("begin", n))
            await asyncio.sleep(0)
            log.append(("end", n))
            return n

        t = asyncio.create_task(now(1), name="first")
        print(t.done(), t.result(), asyncio.current_task().get_name(), len(asyncio.all_tasks()))
        t = asyncio.create_task(fails())
        print(t.done(), repr(t.exception()))
        print(await asyncio.gather(later("a"), now("b"), later("c")))
        print(await asyncio.gather(now("x"), now("y")))
        async with asyncio.TaskGroup() as tg:
            u = tg.create_task(later("tg"))
            v = tg.create_task(now("tg2"))
            print(u.done(), v.done())
        print(log)
        d, p = await asyncio.wait([asyncio.create_task(now("w")), asyncio.create_task(later("z"))])
        print(len(d), len(p))
        print(await asyncio.wait_for(now("wf"), 1))
        print([await c for c in asyncio.as_completed([now("ac"), now("ac")])])

    asyncio.run(eager())
if sys.version_info >= (3, 13):

    async def shutdown():
        q = asyncio.Queue(1)
        g = asyncio.create_task(q.get())
        await asyncio.sleep(0)
        q.shutdown()
        print(q)
        for aw in (g, q.put(1)):
            try:
                await aw
            except asyncio.QueueShutDown as e:
                print("QueueShutDown", e)
        q = asyncio.Queue()
        q.put_nowait(1)
        j = asyncio.create_task(q.join())
        await asyncio.sleep(0)
        q.shutdown()
        print(q.get_nowait(), j.done())
        try:
            q.get_nowait()
        except asyncio.QueueShutDown:
            print("empty now")
        q.task_done()
        await j

    asyncio.run(shutdown())
