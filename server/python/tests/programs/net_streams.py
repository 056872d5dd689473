# asyncio streams and sockets against simulated services. Needs a network under CPython.
import asyncio
import socket
import time

HOST = "test.example"


async def fetch(path, version="1.1", port=80):
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(f"GET {path} HTTP/{version}\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()
    status = await reader.readline()
    length = 0
    while (line := await reader.readline()) != b"\r\n":
        name, _, value = line.decode().partition(":")
        if name.lower() == "content-length":
            length = int(value)
    body = await reader.readexactly(length)
    said = status, len(body) == length, await reader.read(), reader.at_eof(), writer.is_closing()
    writer.close()
    await writer.wait_closed()
    return *said, writer.is_closing()


async def main():
    start = time.perf_counter()
    for said in await asyncio.gather(fetch("/get"), fetch("/bytes/100000"), fetch("/status/404", "1.0", 443)):
        print(said)
    print(f"{time.perf_counter() - start:.1f} s")
    reader, writer = await asyncio.open_connection(HOST, 80)
    for path in ("/robots.txt", "/uuid"):
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.partition(b"Content-Length: ")[2].split()[0])
        print(head.split(b"\r\n")[0], (await reader.readexactly(length))[:16])
    writer.write(b"nonsense\r\n")
    print((await reader.read()).split(b"\r\n")[0])
    for address in (("127.0.0.1", 1), ("x.invalid", 80)):
        try:
            await asyncio.open_connection(*address)
        except OSError as e:
            print(repr(e))
    reader, writer = await asyncio.open_connection(HOST, 80)
    writer.write(b"GET /delay/5 HTTP/1.1\r\n\r\n")
    try:
        await asyncio.wait_for(reader.read(10), 1)
    except TimeoutError:
        print("too slow")
    writer.close()
    try:
        await reader.readexactly(10)
    except asyncio.IncompleteReadError as e:
        print(e)


asyncio.run(main())

with socket.create_connection((HOST, 80), timeout=2) as s:
    s.sendall(b"GET /robots.txt HTTP/1.0\r\n\r\n")
    data = b""
    while chunk := s.recv(100):
        data += chunk
    print(data.split(b"\r\n")[0], data[-31:], s.getpeername()[1])
try:
    s.recv(1)
except OSError as e:
    print(repr(e))
for call in (
    lambda: socket.gethostbyname("x.invalid"),
    lambda: socket.create_connection(("localhost", 1)),
    lambda: socket.create_connection(("10.255.255.1", 80), timeout=0.5),
):
    try:
        call()
    except OSError as e:
        print(repr(e))
print(socket.gethostbyname("localhost"), [a[4] for a in socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM)])
