# timeslice: file site-packages/httpx/_api.py
"""httpx: a client for each request."""
from contextlib import contextmanager

from httpx._client import Client
from httpx._config import DEFAULT_TIMEOUT


def request(method, url, *, cookies=None, proxy=None, timeout=DEFAULT_TIMEOUT, follow_redirects=False, verify=True,
            trust_env=True, **kwargs):
    """Sends a request and waits for the response."""
    with Client(cookies=cookies, timeout=timeout) as client:
        return client.request(method, url, follow_redirects=follow_redirects, **kwargs)


@contextmanager
def stream(method, url, *, cookies=None, proxy=None, timeout=DEFAULT_TIMEOUT, follow_redirects=False, verify=True,
           trust_env=True, **kwargs):
    """Sends a request; the body is read piece by piece."""
    with Client(cookies=cookies, timeout=timeout) as client:
        with client.stream(method, url, follow_redirects=follow_redirects, **kwargs) as response:
            yield response


def get(url, **kwargs):
    return request("GET", url, **kwargs)


def options(url, **kwargs):
    return request("OPTIONS", url, **kwargs)


def head(url, **kwargs):
    return request("HEAD", url, **kwargs)


def post(url, **kwargs):
    return request("POST", url, **kwargs)


def put(url, **kwargs):
    return request("PUT", url, **kwargs)


def patch(url, **kwargs):
    return request("PATCH", url, **kwargs)


def delete(url, **kwargs):
    return request("DELETE", url, **kwargs)
