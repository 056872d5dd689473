# An echo server and its clients in one event loop: start_server, streams, names of tasks, the end of connections.
import asyncio


async def handle(reader, writer):
    name = asyncio.current_task().get_name()
    peer = writer.get_extra_info("peername")
    print("server: connection from", peer[0], type(peer[1]).__name__, name)
    while data := await reader.readline():
        text = data.decode().strip()
        print("server:", text)
        writer.write(f"echo {text}\n".encode())
        await writer.drain()
    print("server: client has gone")
    writer.close()
    await writer.wait_closed()


async def client(port, name, n):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for i in range(n):
        writer.write(f"{name}{i}\n".encode())
        await writer.drain()
        print("client:", (await reader.readline()).decode().strip())
    writer.close()
    await writer.wait_closed()
    print("client", name, "closed", writer.is_closing())


async def half(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.writelines([b"a\n", b"b\n", b"last"])
    writer.write_eof()
    print(await reader.read())
    writer.close()


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print(type(server).__name__, server.is_serving(), len(server.sockets), port > 1024)
    async with server:
        await client(port, "one", 2)
        await asyncio.gather(client(port, "x", 1), client(port, "y", 1))
        await half(port)
        await asyncio.sleep(0.05)
    print(server.is_serving(), server.sockets)
    try:
        await asyncio.open_connection("127.0.0.1", port)
    except OSError as e:
        print(type(e).__name__, e.errno, str(e).replace(str(port), "PORT"))
    try:
        await server.serve_forever()
    except RuntimeError as e:
        print(e)


asyncio.run(main())


async def forever():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    task = asyncio.create_task(server.serve_forever())
    await asyncio.sleep(0.01)
    try:
        await asyncio.start_server(handle, *server.sockets[0].getsockname())
    except OSError as e:
        print(type(e).__name__, e.errno, str(e).replace(str(server.sockets[0].getsockname()[1]), "PORT"))
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", server.is_serving())


asyncio.run(forever())


async def failing(reader, writer):
    await reader.read(1)
    raise ValueError("handler")


async def errors():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(context["message"], repr(context["exception"])))
    server = await asyncio.start_server(failing, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"!")
    print(await reader.read())
    writer.close()
    server.close()
    await server.wait_closed()
    reader = asyncio.StreamReader()
    reader.feed_data(b"0123456789")
    reader.feed_eof()
    try:
        await reader.readexactly(20)
    except asyncio.IncompleteReadError as e:
        print(e, e.partial)


asyncio.run(errors())
