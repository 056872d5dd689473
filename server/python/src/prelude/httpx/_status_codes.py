# timeslice: file site-packages/httpx/_status_codes.py
"""httpx: statuses by their names, in capitals or not."""
from http import HTTPStatus


class _Codes:
    def __getattr__(self, name):
        try:
            return HTTPStatus[name.upper()]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name):
        return HTTPStatus[name]

    def __call__(self, value):
        return HTTPStatus(value)

    def __iter__(self):
        return iter(HTTPStatus)


codes = _Codes()
