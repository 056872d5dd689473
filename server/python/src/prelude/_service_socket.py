"""What a socket is that is connected to a simulated service: what is sent is read as requests."""
import _net
import _network


class ServiceConnection:
    """A TCP connection to a web server."""

    def __init__(self, host, port, number):
        self._peer = (host, port)
        self._number = number
        self._sent = b""
        self._received = b""
        self._eof = False

    def name(self, is_peer):
        """The address of one end."""
        if is_peer:
            return (_net.resolve(self._peer[0]), self._peer[1])
        return (_net.OWN_ADDRESS, 40000 + self._number)

    def send(self, data):
        """More of a request."""
        self._sent += data

    def recv(self, bufsize, timeout):
        """Up to `bufsize` bytes of the answer; waits for them."""
        if not self._received and not self._eof:
            self._ask(timeout)
        data, self._received = self._received[:bufsize], self._received[bufsize:]
        return data

    def _ask(self, timeout):
        """The answer to the first whole request."""
        host, port = self._peer
        scheme = "https" if port == 443 else "http"
        netloc = host if port == _net.PORTS[scheme] else f"{host}:{port}"
        request = _network.parse_request(self._sent, netloc, scheme)
        if request is None:
            raise NotImplementedError("socket: recv() without a whole HTTP request sent would wait for ever; the "
                                      "simulated services speak HTTP/1.1")
        if request is False:
            self._received = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            self._eof = True
            return
        method, target, headers, body, length = request
        is_old = b" HTTP/1.0\r\n" in self._sent[:length]
        words = [v.lower() for k, v in headers if k.lower() == "connection"]
        self._eof = "close" in words or is_old and "keep-alive" not in words
        self._sent = self._sent[length:]
        answer = _net.http(timeout, scheme, netloc, method, target, headers, body)
        if answer[0] == "failed":
            raise _net.os_error(answer[1])
        _, status, reason, headers, body, _ = answer
        _net.more(timeout, host, port, len(body) - _net.FIRST_FLIGHT)
        head = f"HTTP/1.1 {status} {reason}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers) + "\r\n"
        self._received = head.encode("latin-1") + body
