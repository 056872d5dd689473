"""Servers, and how a loop makes connections."""

import _net
import socket
import sys
from _socket_text import is_number
from asyncio import events, exceptions, tasks
from asyncio import _selector_transport as transports
from asyncio.trsock import TransportSocket

_VERSION = sys.version_info[:2]


class Server(events.AbstractServer):
    """Listening sockets and the connections that have come of them."""

    def __init__(self, loop, sockets, protocol_factory, backlog):
        self._loop = loop
        self._sockets = sockets
        self._protocol_factory = protocol_factory
        self._backlog = backlog
        self._connections = {}  # transports, in the order in which they came
        self._waiters = []
        self._serving = False
        self._serving_forever_fut = None

    def __repr__(self):
        return f"<{type(self).__name__} sockets={self.sockets!r}>"

    def _attach(self, transport):
        self._connections[id(transport)] = transport

    def _detach(self, transport):
        self._connections.pop(id(transport), None)
        if not self._connections and self._sockets is None:
            self._wakeup()

    def _wakeup(self):
        waiters, self._waiters = self._waiters, None
        for waiter in waiters or ():
            if not waiter.done():
                waiter.set_result(None)

    def _start_serving(self):
        if self._serving:
            return
        self._serving = True
        for sock in self._sockets:
            sock.listen(self._backlog)
            self._loop._add_reader(sock.fileno(), self._accept, sock)

    def _accept(self, sock):
        for _ in range(self._backlog + (_VERSION >= (3, 14))):
            try:
                conn, address = sock.accept()
            except BlockingIOError:
                return
            conn.setblocking(False)
            self._loop.create_task(self._accept_connection2(conn, address))

    async def _accept_connection2(self, conn, address):
        try:
            protocol = self._protocol_factory()
            waiter = self._loop.create_future()
            transport = transports._SelectorSocketTransport(
                self._loop, conn, protocol, waiter, {"peername": address}, self)
            try:
                await waiter
            except BaseException:
                transport.close()
                raise
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            if self._loop._debug:
                self._loop.call_exception_handler({
                    "message": "Error on transport creation for incoming connection",
                    "exception": exc,
                })

    def get_loop(self):
        return self._loop

    def is_serving(self):
        return self._serving

    @property
    def sockets(self):
        return () if self._sockets is None else tuple(TransportSocket(s) for s in self._sockets)

    def close(self):
        """Accepts no more; connections stay."""
        sockets = self._sockets
        if sockets is None:
            return
        self._sockets = None
        for sock in sockets:
            self._loop._remove_reader(sock.fileno())
            sock.close()
        self._serving = False
        if self._serving_forever_fut is not None and not self._serving_forever_fut.done():
            self._serving_forever_fut.cancel()
            self._serving_forever_fut = None
        if not self._connections:
            self._wakeup()

    if _VERSION >= (3, 13):

        def close_clients(self):
            for transport in list(self._connections.values()):
                transport.close()

        def abort_clients(self):
            for transport in list(self._connections.values()):
                transport.abort()

    async def start_serving(self):
        self._start_serving()
        await tasks.sleep(0)

    async def serve_forever(self):
        """Serves until it is cancelled."""
        if self._serving_forever_fut is not None:
            raise RuntimeError(f"server {self!r} is already being awaited on serve_forever()")
        if self._sockets is None:
            raise RuntimeError(f"server {self!r} is closed")
        self._start_serving()
        self._serving_forever_fut = self._loop.create_future()
        self._serving_forever_fut._wait = ("socket", "serve_forever()", None, ())
        try:
            await self._serving_forever_fut
        except exceptions.CancelledError:
            try:
                self.close()
                await self.wait_closed()
            finally:
                raise
        finally:
            self._serving_forever_fut = None

    async def wait_closed(self):
        """Waits until it is closed and, from 3.12 on, its connections are closed too."""
        if self._waiters is None or _VERSION < (3, 12) and self._sockets is None:
            return
        waiter = self._loop.create_future()
        waiter._wait = ("socket", "the end of its connections", None, ())
        self._waiters.append(waiter)
        await waiter

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        self.close()
        await self.wait_closed()


async def _ensure_resolved(loop, host, port, type=socket.SOCK_STREAM, flags=0):
    """The addresses of a host; a name is looked up in a worker thread."""
    if host is None or not is_number(host):
        return await loop.getaddrinfo(host, port, type=type, flags=flags)
    return [(socket.AF_INET, type, 6 if type == socket.SOCK_STREAM else 17, "", (host, port or 0))]


async def _create_server_getaddrinfo(loop, host, port, flags):
    return await _ensure_resolved(loop, host, port, flags=flags)


def _refuse_ssl(ssl):
    if ssl:
        raise NotImplementedError("asyncio: TLS is simulated for connections to other hosts only")


async def _connected(loop, sock, protocol_factory):
    protocol = protocol_factory()
    waiter = loop.create_future()
    transport = transports._SelectorSocketTransport(loop, sock, protocol, waiter)
    try:
        await waiter
    except BaseException:
        transport.close()
        raise
    return transport, protocol


async def create_connection(loop, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0,
                            sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None,
                            ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None, all_errors=False):
    """Connects; transport and protocol."""
    if host is not None or port is not None:
        if sock is not None:
            raise ValueError("host/port and sock can not be specified at the same time")
        if _net.own_address(host) is None:
            return await _connect_to_service(loop, protocol_factory, host, port, ssl)
        _refuse_ssl(ssl)
        info = (await _ensure_resolved(loop, host, port))[0]
        sock = socket.socket(info[0], info[1], info[2])
        sock.setblocking(False)
        try:
            if local_addr is not None:
                sock.bind(local_addr)
            await loop.sock_connect(sock, info[4])
        except OSError as exc:
            sock.close()
            if all_errors:
                raise ExceptionGroup("create_connection failed", [exc])
            raise
        except BaseException:
            sock.close()
            raise
    elif sock is None:
        raise ValueError("host and port was not specified and no sock specified")
    elif sock.type != socket.SOCK_STREAM:
        raise ValueError(f"A Stream Socket was expected, got {sock!r}")
    _refuse_ssl(ssl)
    sock.setblocking(False)
    return await _connected(loop, sock, protocol_factory)


async def _connect_to_service(loop, protocol_factory, host, port, ssl):
    from asyncio._service import ServiceTransport

    answer = await _net.connect_async(None, host, port)
    if answer[0] == "failed":
        if answer[1] == "refused":
            raise ConnectionRefusedError(111, f"Connect call failed {(_net.resolve(host), port)}")
        raise _net.os_error(answer[1])
    protocol = protocol_factory()
    transport = ServiceTransport(loop, host, port, bool(ssl) or port == 443, protocol)
    await tasks.sleep(0)
    return transport, protocol


async def create_unix_connection(loop, protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None,
                                 ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
    """Connects to a Unix socket."""
    _refuse_ssl(ssl)
    if path is not None:
        if sock is not None:
            raise ValueError("path and sock can not be specified at the same time")
        sock = socket.socket(socket.AF_UNIX)
        sock.setblocking(False)
        try:
            await loop.sock_connect(sock, str(path))
        except BaseException:
            sock.close()
            raise
    elif sock is None:
        raise ValueError("no path and sock were specified")
    sock.setblocking(False)
    return await _connected(loop, sock, protocol_factory)


async def connect_accepted_socket(loop, protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None,
                                  ssl_shutdown_timeout=None):
    """A transport and a protocol for a connection that has been accepted."""
    _refuse_ssl(ssl)
    if sock.type != socket.SOCK_STREAM:
        raise ValueError(f"A Stream Socket was expected, got {sock!r}")
    sock.setblocking(False)
    return await _connected(loop, sock, protocol_factory)


async def create_server(loop, protocol_factory, host=None, port=None, *, family=0, flags=socket.AI_PASSIVE, sock=None,
                        backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None,
                        ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True):
    """A server whose connections get a protocol each."""
    if isinstance(ssl, bool):
        raise TypeError("ssl argument must be an SSLContext or None")
    _refuse_ssl(ssl)
    if host is not None or port is not None:
        if sock is not None:
            raise ValueError("host/port and sock can not be specified at the same time")
        hosts = [None] if host == "" or host is None else [host] if isinstance(host, str) else list(host)
        infos = {}
        for found in await tasks.gather(*[_create_server_getaddrinfo(loop, name, port, flags) for name in hosts]):
            infos.update(dict.fromkeys(found))
        sockets = []
        done = False
        try:
            for kind, type, proto, _, address in infos:
                sock = socket.socket(kind, type, proto)
                sockets.append(sock)
                if reuse_address or reuse_address is None:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
                try:
                    sock.bind(address)
                except OSError as err:
                    why = str(err).lower() if _VERSION >= (3, 13) else err.strerror.lower()
                    text = f"error while attempting to bind on address {address!r}: {why}"
                    raise OSError(err.errno, text) from None
            done = True
        finally:
            if not done:
                for sock in sockets:
                    sock.close()
    else:
        if sock is None:
            raise ValueError("Neither host/port nor sock were specified")
        if sock.type != socket.SOCK_STREAM:
            raise ValueError(f"A Stream Socket was expected, got {sock!r}")
        sockets = [sock]
    return await _serve(loop, sockets, protocol_factory, backlog, start_serving)


async def _serve(loop, sockets, protocol_factory, backlog, start_serving):
    for sock in sockets:
        sock.setblocking(False)
    server = Server(loop, sockets, protocol_factory, backlog)
    if start_serving:
        server._start_serving()
        await tasks.sleep(0)
    return server


async def create_unix_server(loop, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None,
                             ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True,
                             cleanup_socket=True):
    """A server at a Unix socket."""
    _refuse_ssl(ssl)
    if path is not None:
        if sock is not None:
            raise ValueError("path and sock can not be specified at the same time")
        sock = socket.socket(socket.AF_UNIX)
        try:
            sock.bind(str(path))
        except OSError as exc:
            sock.close()
            if exc.errno == 98:
                raise OSError(98, f"Address {path!r} is already in use") from None
            raise
    elif sock is None:
        raise ValueError("path was not specified, and no sock specified")
    return await _serve(loop, [sock], protocol_factory, backlog, start_serving)


async def create_datagram_endpoint(loop, protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0,
                                   flags=0, reuse_port=None, allow_broadcast=None, sock=None):
    """A transport and a protocol for datagrams."""
    if sock is None:
        if local_addr is None and remote_addr is None:
            raise ValueError("unexpected address family")
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.setblocking(False)
        try:
            for address, use in ((local_addr, sock.bind), (remote_addr, sock.connect)):
                if address is not None:
                    use((await _ensure_resolved(loop, *address, type=socket.SOCK_DGRAM))[0][4])
        except BaseException:
            sock.close()
            raise
    protocol = protocol_factory()
    waiter = loop.create_future()
    transport = transports._SelectorDatagramTransport(loop, sock, protocol, remote_addr, waiter)
    try:
        await waiter
    except BaseException:
        transport.close()
        raise
    return transport, protocol
