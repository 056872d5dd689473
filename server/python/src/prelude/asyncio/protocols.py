"""asyncio.protocols: what hears of a transport's bytes."""

__all__ = ("BaseProtocol", "Protocol", "DatagramProtocol", "SubprocessProtocol", "BufferedProtocol")


class BaseProtocol:
    """What all protocols hear of."""

    __slots__ = ()

    def connection_made(self, transport):
        """There is a connection."""

    def connection_lost(self, exc):
        """There is none any more: an exception, or None when it was closed."""

    def pause_writing(self):
        """The transport keeps too much already."""

    def resume_writing(self):
        """Most of it is gone."""


class Protocol(BaseProtocol):
    """Hears of a stream."""

    __slots__ = ()

    def data_received(self, data):
        """Bytes have come."""

    def eof_received(self):
        """The other end sends no more. True: this end stays open."""


class BufferedProtocol(BaseProtocol):
    """Hears of a stream whose bytes are put into its own buffer."""

    __slots__ = ()

    def get_buffer(self, sizehint):
        """Where bytes are to be put."""

    def buffer_updated(self, nbytes):
        """So many have been."""

    def eof_received(self):
        """The other end sends no more. True: this end stays open."""


class DatagramProtocol(BaseProtocol):
    """Hears of datagrams."""

    __slots__ = ()

    def datagram_received(self, data, addr):
        """One has come."""

    def error_received(self, exc):
        """Sending or receiving has failed."""


class SubprocessProtocol(BaseProtocol):
    """Would hear of a child process."""

    __slots__ = ()

    def pipe_data_received(self, fd, data):
        """Bytes have come."""

    def pipe_connection_lost(self, fd, exc):
        """A pipe is closed."""

    def process_exited(self):
        """It has ended."""
