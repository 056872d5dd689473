import asyncio

async def main():
    loop = asyncio.get_running_loop()
    order = []
    loop.call_soon(order.append, "soon")
    loop.call_later(0.02, order.append, "later")
    loop.call_at(loop.time() + 0.01, order.append, "at")
    h = loop.call_later(0.015, order.append, "cancelled")
    h.cancel()
    print(h.cancelled())
    await asyncio.sleep(0.03)
    print(order)
    f = loop.create_future()
    loop.call_soon(f.set_result, 42)
    print(await f, f.done())
    g = loop.create_future()
    g.set_exception(ValueError("no"))
    try:
        await g
    except ValueError as e:
        print(e)
    print(await loop.run_in_executor(None, sum, [1, 2, 3]))
    print(await asyncio.to_thread(str.upper, "abc"))
    f2 = loop.create_future()
    f2.add_done_callback(lambda f: print("done", f.result()))
    f2.set_result(1)
    await asyncio.sleep(0)
    print(loop.is_running(), loop.is_closed(), asyncio.current_task().get_name(), len(asyncio.all_tasks()))
loop = asyncio.new_event_loop()
try:
    print(loop.run_until_complete(main()))
finally:
    loop.close()
print(loop.is_closed())
try:
    loop.call_soon(print)
except RuntimeError as e:
    print(e)
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)
