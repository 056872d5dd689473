# timeslice: file site-packages/aiohttp/streams.py
"""aiohttp.streams: a body as it comes in."""


class StreamReader:
    """The body of a response. Whoever reads waits until it is there."""

    def __init__(self, response, body):
        self._response = response
        self._body = body
        self.total_bytes = 0

    def __repr__(self):
        return "<StreamReader eof>" if self.at_eof() else "<StreamReader>"

    def at_eof(self):
        return self._body.at >= len(self._body.data)

    is_eof = at_eof

    async def read(self, n=-1):
        """`n` bytes, or all."""
        data = await self._response._take(n)
        self.total_bytes += len(data)
        return data

    async def readany(self):
        """What is there, or what comes next."""
        here = self._body.here - self._body.at
        return await self.read(here if here > 0 else 65536)

    async def readexactly(self, n):
        from asyncio import IncompleteReadError

        data = await self.read(n)
        if len(data) < n:
            raise IncompleteReadError(data, n)
        return data

    async def readuntil(self, separator=b"\n"):
        end = self._body.data.find(separator, self._body.at)
        return await self.read(-1 if end < 0 else end + len(separator) - self._body.at)

    async def readline(self):
        return await self.readuntil()

    def iter_chunked(self, n):
        return _Pieces(lambda: self.read(n))

    def iter_any(self):
        return _Pieces(self.readany)

    async def iter_chunks(self):
        while chunk := await self.readany():
            yield chunk, True

    def __aiter__(self):
        return _Pieces(self.readline)


class _Pieces:
    def __init__(self, read):
        self._read = read

    def __aiter__(self):
        return self

    async def __anext__(self):
        piece = await self._read()
        if not piece:
            raise StopAsyncIteration
        return piece
