# timeslice: file site-packages/requests/exceptions.py
"""requests.exceptions."""
from json import JSONDecodeError as CompatJSONDecodeError
from urllib3.exceptions import HTTPError as BaseHTTPError


class RequestException(OSError):
    """What goes wrong with a request."""

    def __init__(self, *args, **kwargs):
        self.response = kwargs.pop("response", None)
        self.request = kwargs.pop("request", None)
        if self.response is not None and not self.request and hasattr(self.response, "request"):
            self.request = self.response.request
        OSError.__init__(self, *args, **kwargs)


class InvalidJSONError(RequestException):
    """A JSON error."""


class JSONDecodeError(InvalidJSONError, CompatJSONDecodeError):
    """The body is no JSON."""

    def __init__(self, *args, **kwargs):
        CompatJSONDecodeError.__init__(self, *args)
        InvalidJSONError.__init__(self, *self.args, **kwargs)


class HTTPError(RequestException):
    """The server answered with an error."""


class ConnectionError(RequestException):
    """There is no connection."""


class ProxyError(ConnectionError):
    pass


class SSLError(ConnectionError):
    pass


class Timeout(RequestException):
    """The time is up."""


class ConnectTimeout(ConnectionError, Timeout):
    """The time to connect is up."""


class ReadTimeout(Timeout):
    """The server did not send anything in time."""


class URLRequired(RequestException):
    pass


class TooManyRedirects(RequestException):
    pass


class MissingSchema(RequestException, ValueError):
    """The URL has no scheme."""


class InvalidSchema(RequestException, ValueError):
    """The scheme of the URL is none that is known."""


class InvalidURL(RequestException, ValueError):
    """The URL is none."""


class InvalidHeader(RequestException, ValueError):
    """A header is none."""


class InvalidProxyURL(InvalidURL):
    pass


class ChunkedEncodingError(RequestException):
    pass


class ContentDecodingError(RequestException, BaseHTTPError):
    pass


class StreamConsumedError(RequestException, TypeError):
    """The body has been read already."""


class RetryError(RequestException):
    """Trying again did not help."""


class UnrewindableBodyError(RequestException):
    pass


class RequestsWarning(Warning):
    pass


class RequestsDependencyWarning(RequestsWarning):
    pass
