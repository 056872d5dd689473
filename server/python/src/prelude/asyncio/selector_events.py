"""The event loop's sockets: what it looks out for while it waits, and connections and servers on the machine itself.

Transports are in `_selector_transport`, servers and what makes connections in `_connections`; both are imported when a
program uses them.
"""

from _timeslice import watch
from asyncio import base_events, futures
from asyncio.events import Handle

__all__ = ("BaseSelectorEventLoop",)

_READ, _WRITE = 1, 2


def _check_nonblocking(sock):
    if sock.gettimeout() != 0:
        raise ValueError("the socket must be non-blocking")


class BaseSelectorEventLoop(base_events.BaseEventLoop):
    """A loop that waits for sockets too."""

    def __init__(self):
        base_events.BaseEventLoop.__init__(self)
        self._files = {}  # descriptor -> [handle for reading, handle for writing]
        self._transports = {}

    # What is looked out for.

    def _file_ready(self, fd, events):
        handles = self._files.get(fd)
        if handles is None:
            return
        for bit, handle in ((_READ, handles[0]), (_WRITE, handles[1])):
            if events & bit and handle is not None:
                if handle._cancelled:
                    self._remove(fd, bit)
                else:
                    self._ready.append(handle)

    def _add(self, fd, bit, callback, args):
        self._check_closed()
        fd = fd if isinstance(fd, int) else fd.fileno()
        handle = Handle(callback, args, self, None)
        handles = self._files.get(fd) or [None, None]
        at = 0 if bit == _READ else 1
        old, new = handles[at], list(handles)
        new[at] = handle
        watch(self._selector._number, fd, (new[0] is not None) * _READ | (new[1] is not None) * _WRITE)
        self._files[fd] = new
        if old is not None:
            old.cancel()
        return handle

    def _remove(self, fd, bit):
        fd = fd if isinstance(fd, int) else fd.fileno()
        handles = self._files.get(fd)
        at = 0 if bit == _READ else 1
        if handles is None or handles[at] is None:
            return False
        handles[at].cancel()
        handles[at] = None
        events = (handles[0] is not None) * _READ | (handles[1] is not None) * _WRITE
        if not events:
            del self._files[fd]
        watch(self._selector._number, fd, events)
        return True

    def _add_reader(self, fd, callback, *args):
        return self._add(fd, _READ, callback, args)

    def _add_writer(self, fd, callback, *args):
        return self._add(fd, _WRITE, callback, args)

    def _remove_reader(self, fd):
        return not self._closed and self._remove(fd, _READ)

    def _remove_writer(self, fd):
        return not self._closed and self._remove(fd, _WRITE)

    def _check_free(self, fd):
        number = fd if isinstance(fd, int) else fd.fileno()
        transport = self._transports.get(number)
        if transport is not None and not transport.is_closing():
            raise RuntimeError(f"File descriptor {fd!r} is used by transport {transport!r}")

    def add_reader(self, fd, callback, *args):
        """Have `callback(*args)` called whenever `fd` can be read."""
        self._check_free(fd)
        self._add_reader(fd, callback, *args)

    def remove_reader(self, fd):
        """No more; whether there was one."""
        self._check_free(fd)
        return self._remove_reader(fd)

    def add_writer(self, fd, callback, *args):
        """Have `callback(*args)` called whenever `fd` can be written to."""
        self._check_free(fd)
        self._add_writer(fd, callback, *args)

    def remove_writer(self, fd):
        """No more; whether there was one."""
        self._check_free(fd)
        return self._remove_writer(fd)

    def close(self):
        if not self.is_running() and not self._closed:
            for fd in self._files:
                watch(self._selector._number, fd, 0)
            self._files.clear()
        base_events.BaseEventLoop.close(self)

    # Sockets that do not block.

    async def _attempt(self, sock, bit, what, function, *args):
        """Calls `function` until it does not say that it would block."""
        if self._debug:
            _check_nonblocking(sock)
        try:
            return function(*args)
        except BlockingIOError:
            pass
        future = self.create_future()
        future._wait = ("socket", what, None, ())
        fd = sock.fileno()
        self._check_free(fd)
        handle = self._add(fd, bit, self._attempt_again, (future, function, args))
        future.add_done_callback(lambda _: handle.cancelled() or self._remove(fd, bit))
        return await future

    def _attempt_again(self, future, function, args):
        if future.done():
            return
        try:
            result = function(*args)
        except BlockingIOError:
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            future.set_exception(exc)
        else:
            future.set_result(result)

    async def sock_recv(self, sock, n):
        """Up to `n` bytes."""
        return await self._attempt(sock, _READ, "sock_recv()", sock.recv, n)

    async def sock_recv_into(self, sock, buf):
        """Puts what comes into a buffer; how much."""
        return await self._attempt(sock, _READ, "sock_recv_into()", sock.recv_into, buf)

    async def sock_recvfrom(self, sock, bufsize):
        """A datagram and where it comes from."""
        return await self._attempt(sock, _READ, "sock_recvfrom()", sock.recvfrom, bufsize)

    async def sock_recvfrom_into(self, sock, buf, nbytes=0):
        """Puts a datagram into a buffer; how much, and where it comes from."""
        return await self._attempt(sock, _READ, "sock_recvfrom_into()", sock.recvfrom_into, buf, nbytes or len(buf))

    async def sock_sendall(self, sock, data):
        """Sends all of it."""
        data = bytes(data)
        while data:
            n = await self._attempt(sock, _WRITE, "sock_sendall()", sock.send, data)
            data = data[n:]

    async def sock_sendto(self, sock, data, address):
        """Sends a datagram."""
        return await self._attempt(sock, _WRITE, "sock_sendto()", sock.sendto, data, address)

    async def sock_accept(self, sock):
        """The next connection, which does not block, and the address of who has connected."""
        conn, address = await self._attempt(sock, _READ, "sock_accept()", sock.accept)
        conn.setblocking(False)
        return conn, address

    async def sock_connect(self, sock, address):
        """Connects."""
        if self._debug:
            _check_nonblocking(sock)
        from _socket_text import is_number

        if isinstance(address, tuple) and not is_number(address[0]):
            found = await self.getaddrinfo(*address[:2], family=sock.family, type=sock.type, proto=sock.proto)
            address = found[0][4]
        try:
            sock.connect(address)
            return
        except BlockingIOError:
            pass
        future = self.create_future()
        future._wait = ("socket", f"connect {address}", None, ())
        fd = sock.fileno()
        self._check_free(fd)
        handle = self._add_writer(fd, self._connected, future, sock, address)
        future.add_done_callback(lambda _: handle.cancelled() or self._remove_writer(fd))
        await future

    def _connected(self, future, sock, address):
        if future.done():
            return
        error = sock.getsockopt(1, 4)  # SOL_SOCKET, SO_ERROR
        if error:
            future.set_exception(OSError(error, f"Connect call failed {address}"))
        else:
            future.set_result(None)

    # Names.

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        """`socket.getaddrinfo` in a worker thread."""
        import socket

        return await self.run_in_executor(None, socket.getaddrinfo, host, port, family, type, proto, flags)

    async def getnameinfo(self, sockaddr, flags=0):
        """`socket.getnameinfo` in a worker thread."""
        import socket

        return await self.run_in_executor(None, socket.getnameinfo, sockaddr, flags)

    # Connections and servers.

    async def create_connection(self, protocol_factory, host=None, port=None, **options):
        """Connects; transport and protocol."""
        from asyncio import _connections

        return await _connections.create_connection(self, protocol_factory, host, port, **options)

    async def create_server(self, protocol_factory, host=None, port=None, **options):
        """A server whose connections get a protocol each."""
        from asyncio import _connections

        return await _connections.create_server(self, protocol_factory, host, port, **options)

    async def create_unix_connection(self, protocol_factory, path=None, **options):
        """Connects to a Unix socket; transport and protocol."""
        from asyncio import _connections

        return await _connections.create_unix_connection(self, protocol_factory, path, **options)

    async def create_unix_server(self, protocol_factory, path=None, **options):
        """A server at a Unix socket."""
        from asyncio import _connections

        return await _connections.create_unix_server(self, protocol_factory, path, **options)

    async def connect_accepted_socket(self, protocol_factory, sock, **options):
        """A transport and a protocol for a connection that has been accepted."""
        from asyncio import _connections

        return await _connections.connect_accepted_socket(self, protocol_factory, sock, **options)

    async def create_datagram_endpoint(self, protocol_factory, local_addr=None, remote_addr=None, **options):
        """A transport and a protocol for datagrams."""
        from asyncio import _connections

        return await _connections.create_datagram_endpoint(self, protocol_factory, local_addr, remote_addr, **options)
