# The loop's own methods for sockets, and callbacks for descriptors.
import asyncio
import os
import socket
import tempfile


async def serve(loop, listener):
    conn, address = await loop.sock_accept(listener)
    print("accepted", address[0], conn.gettimeout())
    with conn:
        while data := await loop.sock_recv(conn, 100):
            await loop.sock_sendall(conn, data[::-1])


async def main():
    loop = asyncio.get_running_loop()
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    listener.setblocking(False)
    server = asyncio.create_task(serve(loop, listener))
    sock = socket.socket()
    sock.setblocking(False)
    await loop.sock_connect(sock, listener.getsockname())
    for word in (b"abc", b"defg"):
        await loop.sock_sendall(sock, word)
        print(await loop.sock_recv(sock, 100))
    buffer = bytearray(10)
    await loop.sock_sendall(sock, b"into")
    print(await loop.sock_recv_into(sock, buffer), buffer)
    sock.close()
    await server
    try:
        await asyncio.wait_for(loop.sock_accept(listener), 0.02)
    except TimeoutError as e:
        print("nobody", repr(e))
    listener.close()
    sock = socket.socket()
    sock.setblocking(False)
    try:
        await loop.sock_connect(sock, ("127.0.0.1", 1))
    except OSError as e:
        print(type(e).__name__, e)
    sock.close()

    a, b = socket.socketpair()
    a.setblocking(False)
    received = []
    done = asyncio.Event()

    def readable():
        data = a.recv(2)
        received.append(data)
        if not data:
            print(loop.remove_reader(a), loop.remove_reader(a))
            done.set()

    loop.add_reader(a, readable)
    b.sendall(b"hello")
    b.close()
    await done.wait()
    print(received)
    a.close()

    r, w = os.pipe()
    future = loop.create_future()
    loop.add_reader(r, lambda: future.done() or future.set_result(os.read(r, 10)))
    loop.call_later(0.01, os.write, w, b"pipe")
    print(await future)
    loop.remove_reader(r)
    written = loop.create_future()
    loop.add_writer(w, lambda: written.done() or written.set_result(True))
    print(await written, loop.remove_writer(w), loop.remove_writer(w))
    os.close(r)
    os.close(w)

    # A big message: the sender's task waits for room while the receiver sleeps.
    a, b = socket.socketpair()
    a.setblocking(False)
    b.setblocking(False)
    order = []

    async def send():
        await loop.sock_sendall(a, b"x" * 2_000_000)
        order.append("sent")
        a.close()

    async def receive():
        await asyncio.sleep(0.02)
        order.append("receives")
        n = 0
        while data := await loop.sock_recv(b, 1 << 16):
            n += len(data)
        return n

    print(await asyncio.gather(send(), receive()), order)
    print((await loop.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM))[0][4])
    b.close()


asyncio.run(main())


async def unix(path):
    async def handle(reader, writer):
        writer.write((await reader.readuntil(b".")) + b"!")
        writer.close()

    server = await asyncio.start_unix_server(handle, path)
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(b"one. two.")
    print(await reader.read())
    writer.close()
    server.close()
    try:
        await asyncio.open_unix_connection(path + "x")
    except OSError as e:
        print(type(e).__name__, e)


path = os.path.join(tempfile.mkdtemp(), "service.sock")
asyncio.run(unix(path))
if os.path.exists(path):
    os.unlink(path)
