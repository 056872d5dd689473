# timeslice: file site-packages/urllib3/util/retry.py
"""urllib3.util.retry: how often, when and for what a request is sent again."""


class Retry:
    """How many tries are left. `increment` gives the next, or raises when there is none."""

    DEFAULT_ALLOWED_METHODS = frozenset(["DELETE", "GET", "HEAD", "OPTIONS", "PUT", "TRACE"])
    DEFAULT_BACKOFF_MAX = 120

    def __init__(self, total=10, connect=None, read=None, redirect=None, status=None, other=None,
                 allowed_methods=DEFAULT_ALLOWED_METHODS, status_forcelist=None, backoff_factor=0, backoff_max=120,
                 raise_on_redirect=True, raise_on_status=True, history=None, respect_retry_after_header=True,
                 remove_headers_on_redirect=(), backoff_jitter=0.0):
        self.total = total
        self.connect = connect
        self.read = read
        self.redirect = redirect
        self.status = status
        self.allowed_methods = allowed_methods
        self.status_forcelist = set(status_forcelist or ())
        self.backoff_factor = backoff_factor
        self.backoff_max = backoff_max
        self.raise_on_status = raise_on_status
        self.respect_retry_after_header = respect_retry_after_header
        self.history = history or ()

    @classmethod
    def from_int(cls, retries):
        return retries if isinstance(retries, Retry) else cls(retries, read=False)

    def _next(self, kind):
        new = Retry.__new__(type(self))
        new.__dict__.update(self.__dict__)
        if new.total is not None and new.total is not False:
            new.total -= 1
        count = getattr(new, kind)
        if count is not None and count is not False:
            setattr(new, kind, count - 1)
        new.history = (*self.history, kind)
        return new

    def is_exhausted(self):
        counts = [n for n in (self.total, self.connect, self.read, self.redirect, self.status)
                  if n is not None and n is not False]
        return bool(counts) and min(counts) < 0

    def wants(self, method, status, has_retry_after):
        """Whether a response with this status is one to try again."""
        if self.allowed_methods and method.upper() not in self.allowed_methods:
            return False
        if status in self.status_forcelist:
            return True
        return bool(self.total and self.respect_retry_after_header and has_retry_after and status in (413, 429, 503))

    def get_backoff_time(self):
        n = len(self.history)
        if n <= 1:
            return 0
        return max(0, min(self.backoff_max, self.backoff_factor * 2 ** (n - 1)))

    def __repr__(self):
        return (f"{type(self).__name__}(total={self.total}, connect={self.connect}, read={self.read}, "
                f"redirect={self.redirect}, status={self.status})")
