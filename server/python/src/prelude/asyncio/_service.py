"""asyncio._service: a transport to a simulated service, which speaks HTTP/1.1: what is written is read as requests."""
import _net
import _network
from asyncio import transports


class ServiceTransport(transports.Transport):
    """A connection to a simulated web server: what is written is its request."""

    def __init__(self, loop, host, port, is_tls, protocol):
        transports.Transport.__init__(self)
        self._loop = loop
        self._host = host
        self._port = port
        self._scheme = "https" if is_tls else "http"
        self._protocol = protocol
        loop.call_soon(protocol.connection_made, self)
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
            self._protocol.data_received(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            self._end()
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
            self._lost(_net.os_error(answer[1]))
            return
        _, status, reason, headers, body, _ = answer
        head = f"HTTP/1.1 {status} {reason}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers) + "\r\n"
        self._rest = body[_net.FIRST_FLIGHT:]
        self._protocol.data_received(head.encode("latin-1") + body[:_net.FIRST_FLIGHT])
        self._more()

    def _more(self, future=None):
        """The rest of the body comes in, then the next request is looked at."""
        if future is not None:
            self._under_way = None
            if future.cancelled():
                return
            self._protocol.data_received(self._rest[:65536])
            self._rest = self._rest[65536:]
        if self._rest and not self._closing:
            self._exchange(self._more, _network.more, self._host, self._port, min(len(self._rest), 65536))
        elif self._closes:
            self._end()
        else:
            self._next()

    def close(self):
        if not self._closing:
            self._closing = True
            if self._under_way is not None:
                _network.abandon(self._loop._selector._number, self._under_way)
                self._under_way.cancel()
            self._loop.call_soon(self._protocol.connection_lost, None)

    abort = close

    def _end(self):
        if not self._protocol.eof_received():
            self.close()

    def _lost(self, exc):
        self._closing = True
        self._loop.call_soon(self._protocol.connection_lost, exc)

    def get_protocol(self):
        return self._protocol

    def set_protocol(self, protocol):
        self._protocol = protocol

    def can_write_eof(self):
        return True

    def write_eof(self):
        pass

    def pause_reading(self):
        pass

    resume_reading = pause_reading

    def is_reading(self):
        return not self._closing

    def get_write_buffer_size(self):
        return 0

    def is_closing(self):
        return self._closing

    def get_extra_info(self, name, default=None):
        if name == "peername":
            return (_net.resolve(self._host), self._port)
        if name == "sockname":
            return (_net.OWN_ADDRESS, 40000)
        return default
