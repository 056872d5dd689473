import asyncio, json, struct
class ChatServer:
    def __init__(self): self.clients = {}; self.log = []
    async def broadcast(self, msg, skip=None):
        for name, w in sorted(self.clients.items()):
            if w is not skip:
                w.write((json.dumps(msg) + "\n").encode()); await w.drain()
    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        peer = writer.get_extra_info("peername")
        assert peer[0] == "127.0.0.1"
        name = (await reader.readline()).decode().strip()
        if name in self.clients:
            writer.write(b'{"error": "name taken"}\n'); await writer.drain(); writer.close(); await writer.wait_closed(); return
        self.clients[name] = writer
        await self.broadcast({"join": name}, skip=writer)
        try:
            while line := await reader.readline():
                text = line.decode().rstrip("\n")
                if text == "/quit": break
                self.log.append((name, text))
                await self.broadcast({"from": name, "text": text}, skip=writer)
        finally:
            del self.clients[name]
            writer.close()
            await self.broadcast({"left": name})
class Client:
    def __init__(self, name): self.name = name; self.got = []
    async def connect(self, port):
        self.r, self.w = await asyncio.open_connection("127.0.0.1", port)
        self.w.write(f"{self.name}\n".encode()); await self.w.drain()
        self.task = asyncio.create_task(self.listen())
    async def listen(self):
        async for line in self.r: self.got.append(json.loads(line))
    async def say(self, text): self.w.write(text.encode() + b"\n"); await self.w.drain(); await asyncio.sleep(0.01)
    async def quit(self): await self.say("/quit"); await self.task; self.w.close(); await self.w.wait_closed()
async def binary(reader, writer):
    try:
        while True:
            n, = struct.unpack("!I", await reader.readexactly(4))
            data = await reader.readexactly(n)
            writer.writelines([struct.pack("!I", n), data[::-1]])
            await writer.drain()
    except asyncio.IncompleteReadError as e:
        print("incomplete", e.partial, e.expected, e)
    writer.close()
async def main():
    s = ChatServer()
    server = await asyncio.start_server(s.handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        a, b, c = (Client(n) for n in ("ann", "bob", "ann"))
        await a.connect(port); await asyncio.sleep(0.01); await b.connect(port); await asyncio.sleep(0.01); await c.connect(port); await asyncio.sleep(0.01)
        await a.say("hi"); await b.say("yo é"); await b.quit(); await a.quit(); await c.task
        for x in (a, b, c): print(x.name, x.got)
        print(s.log, s.clients, server.is_serving())
    print(server.is_serving())
    srv = await asyncio.start_server(binary, "localhost", 8765)
    r, w = await asyncio.open_connection("localhost", 8765)
    w.write(struct.pack("!I", 5) + b"hello"); print(await r.readexactly(9))
    w.write(b"ab"); w.write_eof(); print(await r.read(), r.at_eof()); w.close()
    srv.close(); await srv.wait_closed()
    try: await asyncio.open_connection("127.0.0.1", 8765)
    except ConnectionRefusedError as e: print(e.errno, e)
    async def limited(r, w):
        try: await r.readuntil(b";")
        except asyncio.LimitOverrunError as e: print(e, e.consumed)
        except ValueError as e: print("VE", e)
        w.close()
    srv = await asyncio.start_server(limited, "127.0.0.1", 8766, limit=8)
    r, w = await asyncio.open_connection("127.0.0.1", 8766)
    w.write(b"x" * 20); await w.drain(); print(await r.read(100)); w.close()
    srv.close()
    print(w.is_closing(), w.transport.is_closing())
asyncio.run(main())
