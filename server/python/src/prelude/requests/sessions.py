# timeslice: file site-packages/requests/sessions.py
"""requests.sessions: what several requests share."""
import _net
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar, cookiejar_from_dict
from requests.exceptions import InvalidSchema, TooManyRedirects
from requests.models import PreparedRequest, Request
from requests.structures import CaseInsensitiveDict
from requests.utils import default_headers
from urllib.parse import urljoin, urlsplit

DEFAULT_REDIRECT_LIMIT = 30


def _merge(own, shared, kind=dict):
    """What a request says over what its session says; None takes something away."""
    if shared is None or own is None:
        return own if shared is None else shared
    if not (hasattr(own, "items") and hasattr(shared, "items")):
        return own
    merged = kind(shared.items())
    merged.update(own.items())
    for key in [k for k, v in merged.items() if v is None]:
        del merged[key]
    return merged


class Session:
    """Headers, cookies and adapters for several requests."""

    def __init__(self):
        self.headers = default_headers()
        self.auth = None
        self.proxies = {}
        self.hooks = {"response": []}
        self.params = {}
        self.stream = False
        self.verify = True
        self.cert = None
        self.max_redirects = DEFAULT_REDIRECT_LIMIT
        self.trust_env = True
        self.cookies = RequestsCookieJar()
        self.adapters = {}
        self.mount("https://", HTTPAdapter())
        self.mount("http://", HTTPAdapter())

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def prepare_request(self, request):
        """The request as it is sent, with what the session adds."""
        cookies = self.cookies.copy()
        cookies.update(request.cookies or {})
        p = PreparedRequest()
        p.prepare(method=request.method.upper(), url=request.url, files=request.files, data=request.data,
                  json=request.json, headers=_merge(request.headers, self.headers, CaseInsensitiveDict),
                  params=_merge(request.params, self.params), auth=request.auth or self.auth, cookies=cookies,
                  hooks=request.hooks)
        return p

    def request(self, method, url, params=None, data=None, headers=None, cookies=None, files=None, auth=None,
                timeout=None, allow_redirects=True, proxies=None, hooks=None, stream=None, verify=None, cert=None,
                json=None):
        """Sends a request and waits for the response."""
        req = Request(method=method.upper(), url=url, headers=headers, files=files, data=data or {}, json=json,
                      params=params or {}, auth=auth, cookies=cookies, hooks=hooks)
        prep = self.prepare_request(req)
        return self.send(prep, timeout=timeout, allow_redirects=allow_redirects,
                         stream=self.stream if stream is None else stream)

    def get(self, url, **kwargs):
        kwargs.setdefault("allow_redirects", True)
        return self.request("GET", url, **kwargs)

    def options(self, url, **kwargs):
        kwargs.setdefault("allow_redirects", True)
        return self.request("OPTIONS", url, **kwargs)

    def head(self, url, **kwargs):
        kwargs.setdefault("allow_redirects", False)
        return self.request("HEAD", url, **kwargs)

    def post(self, url, data=None, json=None, **kwargs):
        return self.request("POST", url, data=data, json=json, **kwargs)

    def put(self, url, data=None, **kwargs):
        return self.request("PUT", url, data=data, **kwargs)

    def patch(self, url, data=None, **kwargs):
        return self.request("PATCH", url, data=data, **kwargs)

    def delete(self, url, **kwargs):
        return self.request("DELETE", url, **kwargs)

    def send(self, request, stream=False, timeout=None, allow_redirects=True, **kwargs):
        """Sends a request that is prepared, and follows where it is redirected."""
        adapter = self.get_adapter(url=request.url)
        response = adapter.send(request, stream=stream, timeout=timeout)
        response = _call_hooks(request, self.hooks, response)
        self.cookies.update(response.cookies)
        history = []
        while response.is_redirect:
            following = self._redirected(response)
            if not allow_redirects:
                response._next = following
                break
            response.content
            if len(history) >= self.max_redirects:
                raise TooManyRedirects(f"Exceeded {self.max_redirects} redirects.", response=response)
            response.history = history[:]
            history.append(response)
            request = following
            response = self.get_adapter(request.url).send(request, stream=stream, timeout=timeout)
            self.cookies.update(response.cookies)
            response.history = history[:]
        if not stream:
            response.content
        return response

    def _redirected(self, response):
        request = response.request.copy()
        request.url = _net.requote(urljoin(response.url, response.headers["location"]))
        status = response.status_code
        if status == 303 and request.method != "HEAD" or status in (301, 302) and request.method == "POST":
            request.method = "GET"
        if status not in (307, 308):
            request.body = None
            for name in ("Content-Length", "Content-Type", "Transfer-Encoding"):
                request.headers.pop(name, None)
        host = urlsplit(request.url).hostname
        if host != urlsplit(response.url).hostname:
            request.headers.pop("Authorization", None)
        request.headers.pop("Cookie", None)
        cookies = self.cookies.copy()
        cookies.update(request._cookies)
        cookies.update(self.cookies)
        request.prepare_cookies(cookies)
        return request

    def get_adapter(self, url):
        """The adapter with the longest prefix of the URL."""
        for prefix, adapter in sorted(self.adapters.items(), key=lambda item: -len(item[0])):
            if url.lower().startswith(prefix.lower()):
                return adapter
        raise InvalidSchema(f"No connection adapters were found for {url!r}")

    def mount(self, prefix, adapter):
        self.adapters[prefix] = adapter

    def close(self):
        for adapter in self.adapters.values():
            adapter.close()


def _call_hooks(request, shared, response):
    hooks = []
    for given in (request.hooks, shared):
        found = (given or {}).get("response") or []
        hooks.extend(found if isinstance(found, (list, tuple)) else [found])
    for hook in hooks:
        changed = hook(response)
        if changed is not None:
            response = changed
    return response


def session():
    """A `Session`."""
    return Session()
