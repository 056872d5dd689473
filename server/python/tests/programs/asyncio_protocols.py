# Protocols and transports: a server of protocols, flow control, the end of connections.
import asyncio


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        print("server: made", transport.get_extra_info("peername")[0], transport.is_reading())

    def data_received(self, data):
        print("server: received", data)
        self.transport.write(data)

    def eof_received(self):
        print("server: eof")

    def connection_lost(self, exc):
        print("server: lost", exc)


class Client(asyncio.Protocol):
    def __init__(self, message, done):
        self.message, self.done, self.data = message, done, b""

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.message)
        print("client: made", transport.can_write_eof(), transport.get_write_buffer_size(),
              transport.get_write_buffer_limits())

    def data_received(self, data):
        self.data += data
        if len(self.data) == len(self.message):
            self.transport.write_eof()
            try:
                self.transport.write(b"x")
            except RuntimeError as e:
                print(e)

    def connection_lost(self, exc):
        self.done.set_result(self.data)


class Lazy(asyncio.Protocol):
    """Reads only when it is told to."""

    def connection_made(self, transport):
        self.n = 0
        transport.pause_reading()
        asyncio.get_running_loop().call_later(0.05, transport.resume_reading)

    def data_received(self, data):
        self.n += len(data)

    def connection_lost(self, exc):
        print("lazy: lost", self.n, exc)


class Pushy(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        self.events = []
        transport.set_write_buffer_limits(high=1000)
        transport.write(b"x" * 6_000_000)
        self.events.append(("buffered", transport.get_write_buffer_size() > 1000))

    def pause_writing(self):
        self.events.append("pause")

    def resume_writing(self):
        self.events.append("resume")
        asyncio.get_running_loop().call_soon(self.transport.close)

    def connection_lost(self, exc):
        self.events.append(("lost", exc))
        print(self.events)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    done = loop.create_future()
    transport, protocol = await loop.create_connection(lambda: Client(b"hello", done), *address)
    print(type(transport).__name__, protocol.__class__.__name__, transport.is_closing())
    print(await done, transport.is_closing())
    await asyncio.sleep(0.02)
    server.close()
    await server.wait_closed()

    server = await loop.create_server(Lazy, "127.0.0.1", 0)
    transport, protocol = await loop.create_connection(Pushy, *server.sockets[0].getsockname())
    await asyncio.sleep(0.6)
    server.close()

    server = await loop.create_server(Echo, "127.0.0.1", 0, start_serving=False)
    print(server.is_serving())
    await server.start_serving()
    print(server.is_serving())
    transport, _ = await loop.create_connection(asyncio.Protocol, *server.sockets[0].getsockname())
    await asyncio.sleep(0.02)
    transport.abort()
    await asyncio.sleep(0.02)
    server.close()
    for call in (lambda: transport.write("x"), lambda: transport.write(b"")):
        try:
            call()
        except TypeError as e:
            print(e)


asyncio.run(main())


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, name, out):
        self.name, self.out = name, out

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        print(self.name, data, addr[0])
        if self.name == "server":
            self.transport.sendto(data.upper(), addr)
        else:
            self.out.set_result(data)


async def datagrams():
    loop = asyncio.get_running_loop()
    out = loop.create_future()
    server, _ = await loop.create_datagram_endpoint(lambda: Datagrams("server", out), local_addr=("127.0.0.1", 0))
    address = server.get_extra_info("sockname")
    client, _ = await loop.create_datagram_endpoint(lambda: Datagrams("client", out), remote_addr=address)
    client.sendto(b"datagram")
    print(await out)
    client.close()
    server.close()


asyncio.run(datagrams())
