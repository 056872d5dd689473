"""asyncio.trsock: the socket of a transport, to look at and not to use."""


class TransportSocket:
    """What of a socket does not disturb its transport."""

    __slots__ = ("_sock",)

    def __init__(self, sock):
        self._sock = sock

    family = property(lambda self: self._sock.family)
    type = property(lambda self: self._sock.type)
    proto = property(lambda self: self._sock.proto)

    def fileno(self):
        return self._sock.fileno()

    def dup(self):
        return self._sock.dup()

    def get_inheritable(self):
        return self._sock.get_inheritable()

    def shutdown(self, how):
        self._sock.shutdown(how)

    def getsockopt(self, *args):
        return self._sock.getsockopt(*args)

    def setsockopt(self, *args):
        self._sock.setsockopt(*args)

    def getpeername(self):
        return self._sock.getpeername()

    def getsockname(self):
        return self._sock.getsockname()

    def settimeout(self, value):
        if value != 0:
            raise ValueError("settimeout(): only 0 timeout is allowed on transport sockets")

    def gettimeout(self):
        return 0

    def setblocking(self, flag):
        if flag:
            raise ValueError("setblocking(): transport sockets cannot be blocking")

    def __repr__(self):
        sock = self._sock
        text = f"<asyncio.TransportSocket fd={self.fileno()}, family={int(self.family)}, type={int(self.type)}, " \
               f"proto={self.proto}"
        if self.fileno() >= 0:
            for label, name in (("laddr", sock.getsockname), ("raddr", sock.getpeername)):
                try:
                    if name():
                        text += f", {label}={name()}"
                except OSError:
                    pass
        return text + ">"
