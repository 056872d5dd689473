# timeslice: file site-packages/requests/__init__.py
"""requests: web requests that wait. The thread blocks until the answer is there."""
from requests import exceptions, utils
from requests.api import delete, get, head, options, patch, post, put, request
from requests.exceptions import (
    ConnectionError, ConnectTimeout, HTTPError, JSONDecodeError, ReadTimeout, RequestException, Timeout,
    TooManyRedirects, URLRequired,
)
from requests.models import PreparedRequest, Request, Response
from requests.sessions import Session, session
from requests.status_codes import codes

__version__ = "2.34.2"
