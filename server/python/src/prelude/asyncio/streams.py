"""asyncio.streams: connections as two files, one to read from and one to write to."""
import sys
import weakref
from asyncio import coroutines, events, protocols, tasks
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
        self._paused = False

    def __repr__(self):
        info = ["StreamReader"]
        if self._buffer:
            info.append(f"{len(self._buffer)} bytes")
        if self._eof:
            info.append("eof")
        if self._limit != _DEFAULT_LIMIT:
            info.append(f"limit={self._limit}")
        if self._transport:
            info.append(f"transport={self._transport!r}")
        return f"<{' '.join(info)}>"

    def exception(self):
        return self._exception

    def set_exception(self, exc):
        self._exception = exc
        self._wake()

    def set_transport(self, transport):
        self._transport = transport

    def feed_data(self, data):
        if not data:
            return
        self._buffer.extend(data)
        self._wake()
        if self._transport is not None and not self._paused and len(self._buffer) > 2 * self._limit:
            self._transport.pause_reading()
            self._paused = True

    def _maybe_resume_transport(self):
        if self._paused and len(self._buffer) <= self._limit:
            self._paused = False
            self._transport.resume_reading()

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
        if self._paused:
            self._paused = False
            self._transport.resume_reading()
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
        self._maybe_resume_transport()
        return data

    async def read(self, n=-1):
        """Up to `n` bytes: what is there, or what comes next; -1: everything up to the end."""
        self._check()
        if n == 0:
            return b""
        if n < 0:
            blocks = []
            while block := await self.read(self._limit):
                blocks.append(block)
            return b"".join(blocks)
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
            self._maybe_resume_transport()
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


class FlowControlMixin(protocols.Protocol):
    """Lets `drain` wait while the transport keeps too much."""

    def __init__(self, loop=None):
        self._loop = loop or events.get_event_loop()
        self._paused = False
        self._drain_waiters = []
        self._connection_lost = False

    def pause_writing(self):
        self._paused = True

    def resume_writing(self):
        self._paused = False
        for waiter in self._drain_waiters:
            if not waiter.done():
                waiter.set_result(None)

    def connection_lost(self, exc):
        self._connection_lost = True
        if not self._paused:
            return
        for waiter in self._drain_waiters:
            if not waiter.done():
                waiter.set_result(None) if exc is None else waiter.set_exception(exc)

    async def _drain_helper(self):
        if self._connection_lost:
            raise ConnectionResetError("Connection lost")
        if not self._paused:
            return
        waiter = self._loop.create_future()
        waiter._wait = ("socket", "drain()", None, ())
        self._drain_waiters.append(waiter)
        try:
            await waiter
        finally:
            self._drain_waiters.remove(waiter)

    def _get_close_waiter(self, stream):
        raise NotImplementedError


class StreamReaderProtocol(FlowControlMixin):
    """Fills a reader; a server's calls the callback of the program for each connection."""

    def __init__(self, stream_reader, client_connected_cb=None, loop=None):
        FlowControlMixin.__init__(self, loop)
        if client_connected_cb is None:
            # Whoever reads holds the reader: an abandoned one closes the connection.
            self._stream_reader_wr = weakref.ref(stream_reader)
            self._strong_reader = None
        else:
            self._stream_reader_wr = None
            self._strong_reader = stream_reader
        self._client_connected_cb = client_connected_cb
        self._transport = None
        self._task = None
        self._over_ssl = False
        self._closed = self._loop.create_future()

    @property
    def _stream_reader(self):
        if self._stream_reader_wr is not None:
            return self._stream_reader_wr()
        return self._strong_reader

    def connection_made(self, transport):
        self._transport = transport
        reader = self._stream_reader
        if reader is not None:
            reader.set_transport(transport)
        if self._client_connected_cb is None:
            return
        writer = StreamWriter(transport, self, reader, self._loop)
        result = self._client_connected_cb(reader, writer)
        if coroutines.iscoroutine(result):
            self._task = self._loop.create_task(result)
            self._task.add_done_callback(lambda task: self._handler_done(task, transport))
        self._stream_reader_wr = weakref.ref(reader)
        self._strong_reader = None

    def _handler_done(self, task, transport):
        if task.cancelled():
            transport.close()
            return
        exc = task.exception()
        if exc is not None:
            self._loop.call_exception_handler({
                "message": "Unhandled exception in client_connected_cb",
                "exception": exc,
                "transport": transport,
            })
            transport.close()

    def connection_lost(self, exc):
        reader = self._stream_reader
        if reader is not None:
            reader.feed_eof() if exc is None else reader.set_exception(exc)
        if not self._closed.done():
            self._closed.set_result(None) if exc is None else self._closed.set_exception(exc)
        FlowControlMixin.connection_lost(self, exc)
        self._stream_reader_wr = lambda: None
        self._strong_reader = None
        self._task = None
        self._transport = None

    def data_received(self, data):
        reader = self._stream_reader
        if reader is not None:
            reader.feed_data(data)

    def eof_received(self):
        reader = self._stream_reader
        if reader is not None:
            reader.feed_eof()
        return not self._over_ssl

    def _get_close_waiter(self, stream):
        return self._closed

    def __del__(self):
        closed = getattr(self, "_closed", None)
        if closed is not None and closed.done() and not closed.cancelled():
            closed.exception()


class StreamWriter:
    """What goes out."""

    def __init__(self, transport, protocol, reader, loop):
        self._transport = transport
        self._protocol = protocol
        self._reader = reader
        self._loop = loop
        self._complete_fut = loop.create_future()
        self._complete_fut.set_result(None)

    def __repr__(self):
        info = ["StreamWriter", f"transport={self._transport!r}"]
        if self._reader is not None:
            info.append(f"reader={self._reader!r}")
        return f"<{' '.join(info)}>"

    transport = property(lambda self: self._transport)

    def write(self, data):
        self._transport.write(data)

    def writelines(self, data):
        self._transport.writelines(data)

    def write_eof(self):
        return self._transport.write_eof()

    def can_write_eof(self):
        return self._transport.can_write_eof()

    def close(self):
        return self._transport.close()

    def is_closing(self):
        return self._transport.is_closing()

    async def wait_closed(self):
        """Waits until the connection is closed."""
        await self._protocol._get_close_waiter(self)

    def get_extra_info(self, name, default=None):
        return self._transport.get_extra_info(name, default)

    async def drain(self):
        """Waits while the transport keeps too much."""
        if self._reader is not None:
            exc = self._reader.exception()
            if exc is not None:
                raise exc
        if self._transport.is_closing():
            await tasks.sleep(0)
        await self._protocol._drain_helper()

    def __del__(self):
        if sys.version_info >= (3, 13) and not self._transport.is_closing():
            if self._loop.is_closed():
                import warnings

                warnings.warn("loop is closed", ResourceWarning)
            else:
                self.close()


def _connected(transport, protocol, reader, loop):
    return reader, StreamWriter(transport, protocol, reader, loop)


async def open_connection(host=None, port=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """Connects: reader and writer."""
    loop = events.get_running_loop()
    reader = StreamReader(limit=limit, loop=loop)
    protocol = StreamReaderProtocol(reader, loop=loop)
    transport, _ = await loop.create_connection(lambda: protocol, host, port, **kwds)
    return _connected(transport, protocol, reader, loop)


async def start_server(client_connected_cb, host=None, port=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """A server that calls `client_connected_cb(reader, writer)` for each connection, as a task if it is a coroutine."""
    loop = events.get_running_loop()

    def factory():
        return StreamReaderProtocol(StreamReader(limit=limit, loop=loop), client_connected_cb, loop=loop)

    return await loop.create_server(factory, host, port, **kwds)


async def open_unix_connection(path=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """Connects to a Unix socket: reader and writer."""
    loop = events.get_running_loop()
    reader = StreamReader(limit=limit, loop=loop)
    protocol = StreamReaderProtocol(reader, loop=loop)
    transport, _ = await loop.create_unix_connection(lambda: protocol, path, **kwds)
    return _connected(transport, protocol, reader, loop)


async def start_unix_server(client_connected_cb, path=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """The same as `start_server` at a Unix socket."""
    loop = events.get_running_loop()

    def factory():
        return StreamReaderProtocol(StreamReader(limit=limit, loop=loop), client_connected_cb, loop=loop)

    return await loop.create_unix_server(factory, path, **kwds)
