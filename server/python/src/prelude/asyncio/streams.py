"""asyncio.streams: bytes to and from the simulated services. They speak HTTP/1.1: what is written is read as requests,
and what is read are the answers. Servers inside the machine are refused."""
import _net
import _network
from asyncio import events
from asyncio.exceptions import IncompleteReadError, LimitOverrunError

_DEFAULT_LIMIT = 2 ** 16


class StreamReader:
    """What comes in."""

    def __init__(self, limit=_DEFAULT_LIMIT, loop=None):
        if limit <= 0:
            raise ValueError("Limit cannot be <= 0")
        self._limit = limit
        self._loop = loop or events.get_running_loop()
        self._buffer = bytearray()
        self._eof = False
        self._waiter = None
        self._exception = None
        self._transport = None

    def __repr__(self):
        info = ["StreamReader"]
        if self._buffer:
            info.append(f"{len(self._buffer)} bytes")
        if self._eof:
            info.append("eof")
        if self._transport:
            info.append(f"transport={self._transport!r}")
        return f"<{' '.join(info)}>"

    def exception(self):
        return self._exception

    def set_exception(self, exc):
        self._exception = exc
        self._wake()

    def feed_data(self, data):
        if data:
            self._buffer.extend(data)
            self._wake()

    def feed_eof(self):
        self._eof = True
        self._wake()

    def at_eof(self):
        return self._eof and not self._buffer

    def _wake(self):
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.cancelled():
            waiter.set_result(None)

    async def _wait(self, name):
        if self._waiter is not None:
            raise RuntimeError(f"{name}() called while another coroutine is already waiting for incoming data")
        self._waiter = self._loop.create_future()
        self._waiter._wait = ("socket", f"{name}()", None, ())
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _check(self):
        if self._exception is not None:
            raise self._exception

    def _take(self, n):
        data = bytes(self._buffer[:n])
        del self._buffer[:n]
        return data

    async def read(self, n=-1):
        """Up to `n` bytes: what is there, or what comes next; -1: everything up to the end."""
        self._check()
        if n == 0:
            return b""
        if n < 0:
            while not self._eof:
                await self._wait("read")
                self._check()
            return self._take(len(self._buffer))
        if not self._buffer and not self._eof:
            await self._wait("read")
            self._check()
        return self._take(n)

    async def readexactly(self, n):
        """`n` bytes; IncompleteReadError if the end comes first."""
        if n < 0:
            raise ValueError("readexactly size can not be less than zero")
        self._check()
        while len(self._buffer) < n:
            if self._eof:
                raise IncompleteReadError(self._take(len(self._buffer)), n)
            await self._wait("readexactly")
            self._check()
        return self._take(n)

    async def readuntil(self, separator=b"\n"):
        """Everything up to `separator`, which is part of it."""
        self._check()
        while True:
            at = bytes(self._buffer).find(separator)
            if at >= 0:
                if at > self._limit:
                    raise LimitOverrunError("Separator is found, but chunk is longer than limit", at)
                return self._take(at + len(separator))
            if len(self._buffer) > self._limit:
                raise LimitOverrunError("Separator is not found, and chunk exceed the limit", len(self._buffer))
            if self._eof:
                raise IncompleteReadError(self._take(len(self._buffer)), None)
            await self._wait("readuntil")
            self._check()

    async def readline(self):
        """A line; at the end what is left."""
        try:
            return await self.readuntil(b"\n")
        except IncompleteReadError as e:
            return e.partial
        except LimitOverrunError as e:
            self._buffer.clear()
            raise ValueError(e.args[0])

    def __aiter__(self):
        return self

    async def __anext__(self):
        line = await self.readline()
        if not line:
            raise StopAsyncIteration
        return line


class _Transport:
    """A connection to a simulated web server: what is written is its request."""

    def __init__(self, loop, host, port, is_tls, reader):
        self._loop = loop
        self._host = host
        self._port = port
        self._scheme = "https" if is_tls else "http"
        self._reader = reader
        self._sent = b""
        self._closing = False
        self._under_way = None

    def __repr__(self):
        state = "closing" if self._closing else "open"
        return f"<_SelectorSocketTransport {state} to {self._host}:{self._port}>"

    def write(self, data):
        self._sent += bytes(data)
        if self._under_way is None:
            self._next()

    def _next(self):
        """Sends the first whole request."""
        netloc = self._host if self._port == _net.PORTS[self._scheme] else f"{self._host}:{self._port}"
        request = _network.parse_request(self._sent, netloc, self._scheme)
        if request is None or self._closing:
            return
        if request is False:
            self._reader.feed_data(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            self._reader.feed_eof()
            return
        method, target, headers, body, length = request
        is_old = b" HTTP/1.0\r\n" in self._sent[:length]
        words = [v.lower() for k, v in headers if k.lower() == "connection"]
        self._closes = "close" in words or is_old and "keep-alive" not in words
        self._sent = self._sent[length:]
        self._exchange(self._answered, _network.http, self._scheme, netloc, self._port, method, target, headers, [body])

    def _exchange(self, done, send, *args):
        future = self._loop.create_future()
        self._under_way = future
        send(self._loop._selector._number, future, None, *args)
        future.add_done_callback(done)

    def _answered(self, future):
        self._under_way = None
        if future.cancelled():
            return
        answer = future.result()
        if answer[0] == "failed":
            self._reader.set_exception(_net.os_error(answer[1]))
            return
        _, status, reason, headers, body, _ = answer
        head = f"HTTP/1.1 {status} {reason}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers) + "\r\n"
        self._rest = body[_net.FIRST_FLIGHT:]
        self._reader.feed_data(head.encode("latin-1") + body[:_net.FIRST_FLIGHT])
        self._more()

    def _more(self, future=None):
        """The rest of the body comes in, then the next request is looked at."""
        if future is not None:
            self._under_way = None
            if future.cancelled():
                return
            self._reader.feed_data(self._rest[:65536])
            self._rest = self._rest[65536:]
        if self._rest and not self._closing:
            self._exchange(self._more, _network.more, self._host, self._port, min(len(self._rest), 65536))
        elif self._closes:
            self._reader.feed_eof()
        else:
            self._next()

    def close(self):
        if not self._closing:
            self._closing = True
            if self._under_way is not None:
                _network.abandon(self._loop._selector._number, self._under_way)
                self._under_way.cancel()
            self._reader.feed_eof()

    abort = close

    def is_closing(self):
        return self._closing

    def get_extra_info(self, name, default=None):
        if name == "peername":
            return (_net.resolve(self._host), self._port)
        if name == "sockname":
            return ("192.168.1.10", 40000)
        return default


class StreamWriter:
    """What goes out."""

    def __init__(self, transport, protocol, reader, loop):
        self._transport = transport
        self._reader = reader
        self._loop = loop

    def __repr__(self):
        return f"<StreamWriter transport={self._transport!r} reader={self._reader!r}>"

    transport = property(lambda self: self._transport)

    def write(self, data):
        self._transport.write(data)

    def writelines(self, data):
        self._transport.write(b"".join(data))

    def write_eof(self):
        pass

    def can_write_eof(self):
        return True

    def close(self):
        self._transport.close()

    def is_closing(self):
        return self._transport.is_closing()

    async def wait_closed(self):
        from asyncio.tasks import sleep

        await sleep(0)

    def get_extra_info(self, name, default=None):
        return self._transport.get_extra_info(name, default)

    async def drain(self):
        """Waits until there is room for more: there always is."""
        if self._reader._exception is not None:
            raise self._reader._exception
        if self._transport.is_closing():
            from asyncio.tasks import sleep

            await sleep(0)


async def open_connection(host=None, port=None, *, limit=_DEFAULT_LIMIT, ssl=None, **kwargs):
    """A connection to a simulated service: reader and writer."""
    loop = events.get_running_loop()
    answer = await _net.connect_async(None, host, port)
    if answer[0] == "failed":
        if answer[1] == "refused":
            raise ConnectionRefusedError(111, f"Connect call failed {(_net.resolve(host), port)}")
        raise _net.os_error(answer[1])
    reader = StreamReader(limit=limit, loop=loop)
    transport = _Transport(loop, host, port, bool(ssl) or port == 443, reader)
    reader._transport = transport
    return reader, StreamWriter(transport, None, reader, loop)
