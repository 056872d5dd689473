"""HTTP with a server of the program itself: one connection for each request, over sockets of the machine."""
from time import monotonic


def _request(netloc, method, target, headers, body):
    names = [name.lower() for name, _ in headers]
    lines = [f"{method} {target} HTTP/1.1"]
    if "host" not in names:
        lines.append(f"Host: {netloc}")
    if body and "content-length" not in names and "transfer-encoding" not in names:
        lines.append(f"Content-Length: {len(body)}")
    lines += [f"{name}: {value}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + (body or b"")


def _unchunked(data):
    """The body of chunks, or None: there must come more."""
    body = b""
    while True:
        size, found, data = data.partition(b"\r\n")
        if not found:
            return None
        size = int(size.partition(b";")[0], 16)
        if not size:
            return body
        if len(data) < size + 2:
            return None
        body += data[:size]
        data = data[size + 2:]


def _response(data, is_over, method, began):
    """What the server has answered, or None: there must come more."""
    head, found, rest = data.partition(b"\r\n\r\n")
    if not found:
        return ("failed", "broken") if is_over else None
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(None, 2)
    if len(words) < 2 or not words[0].startswith("HTTP/") or not words[1].isdigit():
        return "failed", "broken"
    status, reason = int(words[1]), words[2] if len(words) > 2 else ""
    if 100 <= status < 200:
        return _response(rest, is_over, method, began)
    headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    known = {name.lower(): value for name, value in headers}
    if method == "HEAD" or status in (204, 304):
        body = b""
    elif "chunked" in known.get("transfer-encoding", "").lower():
        body = _unchunked(rest)
        if body is None:
            return ("failed", "broken") if is_over else None
    elif known.get("content-length", "").isdigit():
        length = int(known["content-length"])
        if len(rest) < length and not is_over:
            return None
        body = rest[:length]
    elif is_over:
        body = rest
    else:
        return None
    return "http", status, reason, headers, body, monotonic() - began


def exchange(timeout, host, port, netloc, method, target, headers, body):
    """The answer; the thread waits."""
    import socket

    began = monotonic()
    connect_s, read_s = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    try:
        sock = socket.create_connection((host, port), connect_s)
    except TimeoutError:
        return "failed", "connect_timeout"
    except ConnectionRefusedError:
        return "failed", "refused"
    with sock:
        sock.settimeout(read_s)
        data = b""
        try:
            sock.sendall(_request(netloc, method, target, headers, body))
            while True:
                part = sock.recv(65536)
                data += part
                answer = _response(data, not part, method, began)
                if answer is not None:
                    return answer
        except TimeoutError:
            return "failed", "timed_out"
        except ConnectionError:
            return "failed", "broken"


async def exchange_async(timeout, host, port, netloc, method, target, headers, body):
    """The answer; the task waits."""
    import asyncio
    import socket

    _, read_s = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    try:
        async with asyncio.timeout(read_s):
            return await _exchange(asyncio.get_running_loop(), socket.socket(), host, port, method,
                                   _request(netloc, method, target, headers, body))
    except TimeoutError:
        return "failed", "timed_out"


async def _exchange(loop, sock, host, port, method, request):
    import _net

    began = monotonic()
    with sock:
        sock.setblocking(False)
        try:
            await loop.sock_connect(sock, (_net.own_address(host), port))
        except ConnectionRefusedError:
            return "failed", "refused"
        data = b""
        try:
            await loop.sock_sendall(sock, request)
            while True:
                part = await loop.sock_recv(sock, 65536)
                data += part
                answer = _response(data, not part, method, began)
                if answer is not None:
                    return answer
        except ConnectionError:
            return "failed", "broken"
