# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.timeslice]
# title = "One thread serves everybody"
# summary = "A server waits for all its clients at once, in one select(), and runs a task only when its socket has data."
# question = "Three clients are connected and silent: what does the server do?"
# part = "One thread, many tasks"
# chapter = 12
# order = 205
# level = "intermediate"
# concepts = ["server", "socket", "select", "streams", "event loop", "start_server", "open_connection"]
#
# [tool.timeslice.expect]
# outcome = "finishes"
# output = "HELLO FROM ADA\nGOODBYE FROM ADA\nHELLO FROM BOB\nHELLO FROM CY\nGOODBYE FROM BOB\nGOODBYE FROM CY\n"
# status = 0
# ///
"""A server with three clients. Each connection has a task of its own,
`serve`, which awaits data, sends it back in capitals, and awaits again.
No task asks whether something has come: all of them wait, and the loop
waits for all their sockets in one call of `select()`. Whose socket is
ready is woken; the others cost nothing.

The clients are tasks of the same loop, so that everything fits into one
picture. Between them lie real sockets, but no distance: what one end
sends, the other can read at once. A client thinks before it writes, and
that is a timer, so `select()` waits for sockets and timers alike.

Watch for
- the silence: three tasks at sockets, three at timers, and the core idle;
- a message: the client's timer fires, it writes and awaits the answer;
  `select()` returns, for the socket of `serve` is ready; `serve` answers;
  `select()` returns again, for the client's socket is. Four steps, two
  tasks, and nobody else is touched;
- `time.sleep(0.1)` before `writer.write(data.upper())`: one slow answer,
  and every client waits for it;
- thirty clients instead of three: still one thread, and one `select()`.
"""

import asyncio


# === The server ===

async def serve(reader, writer):            # a task for each client
    while data := await reader.read(100):   # empty at the end
        writer.write(data.upper())
        await writer.drain()
    writer.close()


# === The clients ===

async def client(name, pause, port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for word in "hello", "goodbye":
        await asyncio.sleep(pause)          # somebody thinks and types
        writer.write(f"{word} from {name}".encode())
        data = await reader.read(100)
        print(data.decode())
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        await asyncio.gather(
            client("Ada", 0.02, port),
            client("Bob", 0.05, port),
            client("Cy", 0.08, port),
        )


asyncio.run(main())
