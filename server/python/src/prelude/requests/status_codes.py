# timeslice: file site-packages/requests/status_codes.py
"""requests.status_codes: statuses by their names."""
from http import HTTPStatus


class LookupDict(dict):
    """Attributes; what is missing is None."""

    def __init__(self, name=None):
        self.name = name
        dict.__init__(self)

    def __repr__(self):
        return f"<lookup '{self.name}'>"

    def __getitem__(self, key):
        return self.__dict__.get(key, None)

    def get(self, key, default=None):
        return self.__dict__.get(key, default)


codes = LookupDict(name="status_codes")
for _status in HTTPStatus:
    for _name in (_status.name.lower(), _status.name):
        setattr(codes, _name, _status.value)
for _name, _code in (("ok", 200), ("okay", 200), ("all_ok", 200), ("moved", 301), ("bad", 400), ("server_error", 500),
                     ("teapot", 418), ("too_many", 429), ("unavailable", 503), ("timeout", 408)):
    setattr(codes, _name, _code)
    setattr(codes, _name.upper(), _code)
