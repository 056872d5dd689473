# timeslice: file site-packages/httpx/_exceptions.py
"""httpx: exceptions."""


class HTTPError(Exception):
    """What goes wrong with a request or its response."""

    def __init__(self, message):
        Exception.__init__(self, message)
        self._request = None

    @property
    def request(self):
        if self._request is None:
            raise RuntimeError("The .request property has not been set.")
        return self._request

    @request.setter
    def request(self, request):
        self._request = request


class RequestError(HTTPError):
    """There is no response."""

    def __init__(self, message, *, request=None):
        HTTPError.__init__(self, message)
        self._request = request


class TransportError(RequestError):
    pass


class TimeoutException(TransportError):
    """The time is up."""


class ConnectTimeout(TimeoutException):
    pass


class ReadTimeout(TimeoutException):
    pass


class WriteTimeout(TimeoutException):
    pass


class PoolTimeout(TimeoutException):
    """All connections are in use."""


class NetworkError(TransportError):
    pass


class ReadError(NetworkError):
    pass


class WriteError(NetworkError):
    pass


class ConnectError(NetworkError):
    pass


class CloseError(NetworkError):
    pass


class ProxyError(TransportError):
    pass


class UnsupportedProtocol(TransportError):
    pass


class ProtocolError(TransportError):
    pass


class LocalProtocolError(ProtocolError):
    pass


class RemoteProtocolError(ProtocolError):
    pass


class DecodingError(RequestError):
    pass


class TooManyRedirects(RequestError):
    pass


class HTTPStatusError(HTTPError):
    """The response is an error."""

    def __init__(self, message, *, request, response):
        HTTPError.__init__(self, message)
        self._request = request
        self.response = response


class InvalidURL(Exception):
    """The URL is none."""


class CookieConflict(Exception):
    pass


class StreamError(RuntimeError):
    """The body was read in a way that cannot be."""


class StreamConsumed(StreamError):
    def __init__(self):
        RuntimeError.__init__(
            self, "Attempted to read or stream some content, but the content has already been streamed. For requests, "
            "this could be due to passing a generator as request content, and then receiving a redirect response or a "
            "secondary request as part of an authentication flow.For responses, this could be due to attempting to "
            "stream the response content more than once.")


class StreamClosed(StreamError):
    def __init__(self):
        RuntimeError.__init__(self, "Attempted to read or stream content, but the stream has been closed.")


class ResponseNotRead(StreamError):
    def __init__(self):
        RuntimeError.__init__(
            self, "Attempted to access streaming response content, without having called `read()`.")


class RequestNotRead(StreamError):
    def __init__(self):
        RuntimeError.__init__(
            self, "Attempted to access streaming request content, without having called `read()`.")
