# timeslice: file site-packages/aiohttp/client_exceptions.py
"""aiohttp.client_exceptions."""


class ClientError(Exception):
    """What goes wrong with a request."""


class ClientResponseError(ClientError):
    """The response is an error."""

    def __init__(self, request_info, history, *, code=None, status=None, message="", headers=None):
        self.request_info = request_info
        self.status = status if status is not None else code if code is not None else 0
        self.message = message
        self.headers = headers
        self.history = history
        self.args = (request_info, history)

    code = property(lambda self: self.status)

    def __str__(self):
        return f"{self.status}, message={self.message!r}, url={str(self.request_info.real_url)!r}"

    def __repr__(self):
        args = f"{self.request_info!r}, {self.history!r}"
        if self.status != 0:
            args += f", status={self.status!r}"
        if self.message != "":
            args += f", message={self.message!r}"
        if self.headers is not None:
            args += f", headers={self.headers!r}"
        return f"{type(self).__name__}({args})"


class ContentTypeError(ClientResponseError):
    """The body is of another type."""


class WSServerHandshakeError(ClientResponseError):
    pass


class TooManyRedirects(ClientResponseError):
    """Redirected too often."""


class ClientConnectionError(ClientError):
    """Something with the connection."""


class ClientConnectionResetError(ClientConnectionError, ConnectionResetError):
    pass


class ClientOSError(ClientConnectionError, OSError):
    """An error of the system."""


class ClientConnectorError(ClientOSError):
    """There is no connection."""

    def __init__(self, connection_key, os_error):
        self._conn_key = connection_key
        self._os_error = os_error
        OSError.__init__(self, os_error.errno, os_error.strerror)
        self.args = (connection_key, os_error)

    os_error = property(lambda self: self._os_error)
    host = property(lambda self: self._conn_key.host)
    port = property(lambda self: self._conn_key.port)
    ssl = property(lambda self: self._conn_key.ssl)

    def __str__(self):
        ssl = "default" if self.ssl is True else self.ssl
        return f"Cannot connect to host {self.host}:{self.port} ssl:{ssl} [{self._os_error.strerror}]"


class ClientConnectorDNSError(ClientConnectorError):
    """The name of the host does not resolve."""


class ClientProxyConnectionError(ClientConnectorError):
    pass


class ClientSSLError(ClientConnectorError):
    pass


class ServerConnectionError(ClientConnectionError):
    """Something with the server's connection."""


class ServerDisconnectedError(ServerConnectionError):
    """The server closed the connection."""

    def __init__(self, message=None):
        message = "Server disconnected" if message is None else message
        self.args = (message,)
        self.message = message


class ServerTimeoutError(ServerConnectionError, TimeoutError):
    """The server took too long."""


class ConnectionTimeoutError(ServerTimeoutError):
    """To connect took too long."""


class SocketTimeoutError(ServerTimeoutError):
    """Nothing came in for too long."""


class ClientPayloadError(ClientError):
    """The body did not come in whole."""


class InvalidURL(ClientError, ValueError):
    """The URL is none."""

    def __init__(self, url, description=None):
        self._url = url
        self._description = description
        self.args = (url, description) if description else (url,)

    url = property(lambda self: self._url)
    description = property(lambda self: self._description)

    def __repr__(self):
        return f"<{type(self).__name__} {self}>"

    def __str__(self):
        return f"{self._url} - {self._description}" if self._description else str(self._url)


class InvalidUrlClientError(InvalidURL):
    pass


class NonHttpUrlClientError(ClientError):
    """The scheme is neither http nor https."""
