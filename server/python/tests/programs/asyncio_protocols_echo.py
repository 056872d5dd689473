import asyncio
class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport; print("made", transport.get_extra_info("sockname")[1], type(transport).__name__)
    def data_received(self, data):
        print("data", data); self.transport.write(data.upper())
        if data == b"die": raise RuntimeError("protocol bug")
    def eof_received(self): print("eof"); return False
    def connection_lost(self, exc): print("lost", exc)
class Buf(asyncio.BufferedProtocol):
    def __init__(self, done): self.buf = bytearray(16); self.done = done; self.total = b""
    def connection_made(self, t): self.t = t; t.write(b"hello"); t.write_eof()
    def get_buffer(self, hint): return self.buf
    def buffer_updated(self, n): self.total += bytes(self.buf[:n])
    def eof_received(self): print("client eof", self.total)
    def connection_lost(self, exc): self.done.set_result(self.total)
class Udp(asyncio.DatagramProtocol):
    def connection_made(self, t): self.t = t
    def datagram_received(self, d, addr): print("dgram", d, addr[0]); self.t.sendto(b"re:" + d, addr)
class UdpC(asyncio.DatagramProtocol):
    def __init__(self, f): self.f = f
    def datagram_received(self, d, addr): self.f.set_result((d, addr))
async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 9001)
    print(server.sockets[0].getsockname())
    done = loop.create_future()
    t, p = await loop.create_connection(lambda: Buf(done), "127.0.0.1", 9001)
    print(await done, p.t is t)
    try:
        t, u = await loop.create_datagram_endpoint(Udp, local_addr=("127.0.0.1", 9002))
        f = loop.create_future()
        t2, _ = await loop.create_datagram_endpoint(lambda: UdpC(f), remote_addr=("127.0.0.1", 9002))
        t2.sendto(b"ping"); print(await f); t.close(); t2.close()
    except Exception as e: print("udp", type(e), e)
    r, w = await asyncio.open_connection("127.0.0.1", 9001)
    w.write(b"die"); print(await r.read(10)); print(await r.read()); w.close()
    server.close(); await server.wait_closed()
    print(repr(server).split(" ")[0])
asyncio.run(main())
