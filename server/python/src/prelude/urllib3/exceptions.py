# timeslice: file site-packages/urllib3/exceptions.py
"""urllib3.exceptions: what stands behind the exceptions of `requests`."""


class HTTPError(Exception):
    pass


class HTTPWarning(Warning):
    pass


class PoolError(HTTPError):
    def __init__(self, pool, message):
        self.pool = pool
        self._message = message
        HTTPError.__init__(self, f"{pool}: {message}")


class RequestError(PoolError):
    def __init__(self, pool, url, message):
        self.url = url
        PoolError.__init__(self, pool, message)


class ProtocolError(HTTPError):
    pass


class ResponseError(HTTPError):
    GENERIC_ERROR = "too many error responses"
    SPECIFIC_ERROR = "too many {status_code} error responses"


class MaxRetryError(RequestError):
    def __init__(self, pool, url, reason=None):
        self.reason = reason
        RequestError.__init__(self, pool, url, f"Max retries exceeded with url: {url} (Caused by {reason!r})")


class TimeoutError(HTTPError):
    pass


class ReadTimeoutError(TimeoutError, RequestError):
    def __init__(self, pool, url, message):
        RequestError.__init__(self, pool, url, message)


class ConnectTimeoutError(TimeoutError):
    pass


class NewConnectionError(ConnectTimeoutError, HTTPError):
    def __init__(self, conn, message):
        self.conn = conn
        HTTPError.__init__(self, f"{conn}: {message}")


class NameResolutionError(NewConnectionError):
    def __init__(self, host, conn, reason):
        NewConnectionError.__init__(self, conn, f"Failed to resolve '{host}' ({reason})")


class LocationValueError(ValueError, HTTPError):
    pass


class LocationParseError(LocationValueError):
    def __init__(self, location):
        self.location = location
        HTTPError.__init__(self, f"Failed to parse: {location}")


class SecurityWarning(HTTPWarning):
    pass


class InsecureRequestWarning(SecurityWarning):
    pass
